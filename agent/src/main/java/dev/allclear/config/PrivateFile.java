package dev.allclear.config;

import dev.allclear.config.AgentConfReader.Text;
import dev.allclear.config.SectionConfig.Parsed;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secrets of both files: one in {@code agent-priv.conf} wins. For one use by one thread. */
final class PrivateFile {
    static final String USUAL_NAME = "agent-priv.conf";

    /** Looks at a secret where it stands. */
    interface Check {
        void check(String secret, String file, int line);
    }

    private final Text agent;
    private final @Nullable Text priv;
    private final Findings findings;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private Set<String> faulty = Set.of();

    PrivateFile(Text agent, @Nullable Text priv, Findings findings) {
        this.agent = agent;
        this.priv = priv;
        this.findings = findings;
    }

    void read() {
        if (priv == null) {
            return;
        }
        Parsed parsed = SectionConfig.parse(priv.name(), priv.text(), AgentSchema.PRIVATE);
        findings.addAll(parsed);
        faulty = parsed.faulty();
        parsed.sections().forEach(section -> sections.put(section.toString(), section));
        if (priv.worldReadable()) {
            findings.warn(
                    priv.name(),
                    0,
                    "every user of this host can read the secrets in it",
                    "type: chmod 600 " + priv.name());
        }
    }

    /** The file's name, or the usual one when there is none. */
    String name() {
        return priv == null ? USUAL_NAME : priv.name();
    }

    /** Whether the private file has a stanza for this one, good or bad. */
    boolean knows(Section section) {
        return sections.containsKey(section.toString()) || isFaulty(section);
    }

    /** Whether the private file has a stanza for this one, with faults. */
    boolean isFaulty(Section section) {
        return faulty.contains(section.toString());
    }

    /** The stanza of the private file for this one, which counts as used from now on; null when there is none. */
    @Nullable
    Section take(Section section) {
        used.add(section.toString());
        return sections.get(section.toString());
    }

    /**
     * The secret of a stanza, or {@link Secret#NONE}.
     *
     * @param key which of its secrets
     * @param danger what its being readable in the public file means
     */
    Secret secret(Section section, String key, String danger, Check check) {
        Optional<String> open = section.value(key);
        warnIfReadable(section, key, danger);
        open.ifPresent(text -> check.check(text, agent.name(), section.line(key)));
        Section own = take(section);
        Optional<String> hidden = own == null ? Optional.empty() : own.value(key);
        if (own != null && priv != null) {
            hidden.ifPresent(text -> check.check(text, priv.name(), own.line(key)));
        }
        return hidden.or(() -> open).map(Secret::new).orElse(Secret.NONE);
    }

    /** Warns of a secret that everybody can read in the public file. */
    void warnIfReadable(Section section, String key, String danger) {
        if (section.value(key).isPresent() && agent.worldReadable()) {
            findings.warn(
                    section.line(key),
                    danger,
                    "type: chmod o-r " + agent.name() + " (or move the line under the same header in agent-priv.conf)");
        }
    }

    /**
     * To be called when every stanza of the public file has taken its secrets.
     *
     * @param faultyOpen type and name of the stanzas of the public file that have faults, and so took none
     */
    void warnOfLeftovers(Set<String> faultyOpen) {
        sections.forEach((title, section) -> {
            if (!used.contains(title) && !faultyOpen.contains(title)) {
                String keys = section.entries().isEmpty()
                        ? "stanza"
                        : String.join(" and ", section.entries().keySet());
                findings.warn(
                        name(),
                        section.line(),
                        "there is no '" + title + "' in " + agent.name() + ": nothing uses this " + keys,
                        "write the same name in both files");
            }
        });
    }
}
