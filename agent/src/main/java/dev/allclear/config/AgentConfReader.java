package dev.allclear.config;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.config.Problem.Kind;
import dev.allclear.task.Upid.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a configuration of the texts of both files. No I/O; for one use by one thread. */
final class AgentConfReader {

    /**
     * The text of one file.
     *
     * @param name as the administrator gave it
     * @param worldReadable whether every user of the host may read it
     */
    record Text(String name, String text, boolean worldReadable) {
        /** The name only: the text may hold secrets. */
        @Override
        public String toString() {
            return name;
        }
    }

    private final Text agent;
    private final Findings findings;
    private final PrivateFile secrets;
    private final PushUrlRule rule;
    private @Nullable Section ledger;

    AgentConfReader(Text agent, @Nullable Text priv, PushUrlRule rule) {
        this.agent = agent;
        this.rule = rule;
        this.findings = new Findings(agent.name());
        this.secrets = new PrivateFile(agent, priv, findings);
    }

    /**
     * Reads both texts.
     *
     * @param defaultLedger the ledger's directory when the file names none
     * @param here the products that keep a task directory on this host
     */
    Reading read(Path defaultLedger, Set<Product> here) {
        secrets.read();
        SectionConfig.Parsed parsed = SectionConfig.parse(agent.name(), agent.text(), AgentSchema.PUBLIC);
        parsed.problems().forEach(findings::add);
        List<SourceConf> sources = new SourceReader(secrets, findings, here).read(parsed.sections());
        HeartbeatReader heartbeats = new HeartbeatReader(secrets, rule, KnownSources.of(sources, parsed), findings);
        parsed.sections().forEach(section -> take(section, heartbeats));
        if (findings.faulty()) {
            return new Reading.Faulty(findings.problems(), findings.warnings());
        }
        secrets.warnOfLeftovers();
        if (heartbeats.heartbeats().stream().allMatch(HeartbeatConf::disabled)) {
            findings.warn(0, "there is no heartbeat that is not disabled: nothing will ever be pushed", "");
        }
        Path directory = Optional.ofNullable(ledger)
                .flatMap(section -> section.value("path"))
                .map(Path::of)
                .orElse(defaultLedger);
        return new Reading.Good(new AgentConf(heartbeats.heartbeats(), sources, directory), findings.warnings());
    }

    private void take(Section section, HeartbeatReader heartbeats) {
        switch (section.type()) {
            case AgentSchema.HEARTBEAT -> heartbeats.read(section);
            case AgentSchema.PVE, AgentSchema.PBS -> {
                // Read already: heartbeats name them.
            }
            case AgentSchema.LEDGER -> ledger(section);
            default ->
                findings.warn(
                        section.line(),
                        "'" + section + "' is well-formed and has no effect: this release delivers heartbeats only",
                        "");
        }
    }

    private void ledger(Section section) {
        if (ledger == null) {
            ledger = section;
            return;
        }
        findings.fault(
                section.line(),
                Kind.DUPLICATE_SECTION,
                "a second stanza '" + section.type() + "', after '" + ledger + "' in line " + ledger.line()
                        + "; only one is possible",
                "put the keys of both under one header");
    }
}
