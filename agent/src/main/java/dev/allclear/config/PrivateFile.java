package dev.allclear.config;

import dev.allclear.config.AgentConfReader.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secrets of both files: one in {@code agent-priv.conf} wins. For one use by one thread. */
final class PrivateFile {

    /** Looks at a secret where it stands. */
    interface Check {
        void check(String secret, String file, int line);
    }

    private final Text agent;
    private final @Nullable Text priv;
    private final Findings findings;
    private final Map<String, Section> unused = new LinkedHashMap<>();
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
        SectionConfig.Parsed parsed = SectionConfig.parse(priv.name(), priv.text(), AgentSchema.PRIVATE);
        parsed.problems().forEach(findings::add);
        faulty = parsed.faulty();
        parsed.sections().stream()
                .filter(section -> AgentSchema.SECRET_KEYS.containsKey(section.type()))
                .forEach(section -> unused.put(section.toString(), section));
        if (priv.worldReadable()) {
            findings.warn(
                    priv.name(),
                    0,
                    "every user of this host can read the secrets in it",
                    "type: chmod 600 " + priv.name());
        }
    }

    /** Whether the private file has a stanza for this one, good or bad. */
    boolean knows(Section section) {
        return unused.containsKey(section.toString()) || faulty.contains(section.toString());
    }

    /**
     * The secret of a stanza, or {@link Secret#NONE}.
     *
     * @param danger what its being readable in the public file means
     */
    Secret secret(Section section, String danger, Check check) {
        String key = AgentSchema.SECRET_KEYS.getOrDefault(section.type(), "");
        Optional<String> open = section.value(key);
        if (open.isPresent() && agent.worldReadable()) {
            findings.warn(
                    section.line(key),
                    danger,
                    "type: chmod o-r " + agent.name() + " (or move the line under the same header in agent-priv.conf)");
        }
        open.ifPresent(text -> check.check(text, agent.name(), section.line(key)));
        Section own = unused.remove(section.toString());
        Optional<String> hidden = own == null ? Optional.empty() : own.value(key);
        if (own != null && priv != null) {
            hidden.ifPresent(text -> check.check(text, priv.name(), own.line(key)));
        }
        return hidden.or(() -> open).map(Secret::new).orElse(Secret.NONE);
    }

    /** To be called when every stanza of the public file has taken its secret. */
    void warnOfLeftovers() {
        unused.forEach((title, section) -> findings.warn(
                priv == null ? "" : priv.name(),
                section.line(),
                "there is no '" + title + "' in " + agent.name() + ": nothing uses this "
                        + AgentSchema.SECRET_KEYS.get(section.type()),
                "write the same name in both files"));
    }
}
