package dev.allclear.config;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.config.Problem.Kind;
import dev.allclear.task.Upid.Product;
import java.nio.file.Path;
import java.util.HashSet;
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
    private final TextSource texts;
    private @Nullable Section ledger;
    private @Nullable Section page;

    AgentConfReader(Text agent, @Nullable Text priv, PushUrlRule rule) {
        this(agent, priv, rule, TextSource.NONE);
    }

    /** @param texts Proxmox's own files, where a stanza names them */
    AgentConfReader(Text agent, @Nullable Text priv, PushUrlRule rule, TextSource texts) {
        this.agent = agent;
        this.rule = rule;
        this.texts = texts;
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
        findings.addAll(parsed);
        List<SourceConf> sources = new SourceReader(secrets, findings, here).read(parsed.sections());
        HeartbeatReader heartbeats = new HeartbeatReader(secrets, rule, KnownSources.of(sources, parsed), findings);
        parsed.sections().forEach(section -> take(section, heartbeats));
        NotificationReader notifications = notifications(parsed);
        PageConf pageConf = page == null ? PageConf.DEFAULT : new PageReader(findings).read(page);
        if (findings.faulty()) {
            return new Reading.Faulty(findings.problems(), findings.warnings());
        }
        secrets.warnOfLeftovers(parsed.faulty());
        if (heartbeats.heartbeats().stream().allMatch(HeartbeatConf::disabled)) {
            findings.warn(0, "there is no heartbeat that is not disabled: nothing will ever be pushed", "");
        }
        AgentConf conf = new AgentConf(
                heartbeats.heartbeats(),
                sources,
                directory("path").orElse(defaultLedger),
                directory("spool").orElse(AgentConf.DEFAULT_SPOOL),
                Path.of(agent.name()).resolveSibling("templates"),
                notifications.targets(),
                notifications.matchers(),
                notifications.defaulted(),
                pageConf);
        return new Reading.Good(conf, findings.leftOut(), findings.warnings());
    }

    private NotificationReader notifications(SectionConfig.Parsed parsed) {
        NotificationReader notifications = new NotificationReader(agent.name(), findings);
        notifications.readOurs(parsed, secrets);
        Set<Path> done = new HashSet<>();
        for (Section section : parsed.sections()) {
            Optional<NotifyReader.Files> files =
                    SourceReader.product(section).flatMap(product -> NotifyReader.files(section));
            // Several stanzas of one cluster may name its one file.
            if (files.isPresent() && done.add(files.get().open())) {
                ProxmoxFiles.Content content = ProxmoxFiles.read(files.get(), texts, findings);
                notifications.readTheirs(content);
                SourceReader.product(section).ifPresent(product -> notifications.addBuiltIns(content, product));
            }
        }
        notifications.finish();
        return notifications;
    }

    private Optional<Path> directory(String key) {
        return Optional.ofNullable(ledger)
                .flatMap(section -> section.value(key))
                .map(Path::of);
    }

    private void take(Section section, HeartbeatReader heartbeats) {
        switch (section.type()) {
            case AgentSchema.HEARTBEAT -> heartbeats.read(section);
            case AgentSchema.PVE, AgentSchema.PBS -> {
                // Read already: heartbeats name them.
            }
            case AgentSchema.LEDGER -> ledger = only(ledger, section);
            case AgentSchema.PAGE -> page = only(page, section);
            default -> {
                // Targets and matchers are read when all files are known.
            }
        }
    }

    /** The one before stays; a second is a fault. */
    private Section only(@Nullable Section before, Section section) {
        if (before == null) {
            return section;
        }
        findings.fault(
                section.line(),
                Kind.DUPLICATE_SECTION,
                "a second stanza '" + section.type() + "', after '" + before + "' in line " + before.line()
                        + "; only one is possible",
                "put the keys of both under one header");
        return before;
    }
}
