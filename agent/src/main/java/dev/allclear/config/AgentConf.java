package dev.allclear.config;

import dev.allclear.config.TargetConf.Common;
import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.config.TargetConf.Sendmail;
import dev.allclear.route.DefaultMatcher;
import dev.allclear.route.MatcherRule;
import dev.allclear.task.Upid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator wants, from {@code agent.conf} and {@code agent-priv.conf}. Immutable and thread-safe.
 *
 * @param heartbeats in file order, disabled ones included
 * @param sources where tasks are seen, in file order, disabled ones included; names are unique
 * @param ledgerDirectory where the ledger lives
 * @param spool where mails for root wait for the agent
 * @param templates the directory {@code templates} beside {@code agent.conf}, with texts of the administrator's own
 * @param targets of notifications, disabled ones included; ours in file order, then those of Proxmox's own files; names
 *     are unique among targets and matchers
 * @param matchers in the same order, disabled ones included
 * @param defaultMatcher whether the files have no matcher that can be used, so that {@link #DEFAULT_MATCHER} is the only one
 * @param page where the status page is shown, if it is
 */
public record AgentConf(
        List<HeartbeatConf> heartbeats,
        List<SourceConf> sources,
        Path ledgerDirectory,
        Path spool,
        Path templates,
        List<TargetConf> targets,
        List<MatcherRule> matchers,
        boolean defaultMatcher,
        PageConf page) {

    /** Where mails for root wait when the {@code ledger:} stanza does not say it. */
    public static final Path DEFAULT_SPOOL = Path.of("/var/spool/allclear");

    /** Where the texts of the administrator's own lie when {@code agent.conf} is where it usually is. */
    public static final Path DEFAULT_TEMPLATES = Path.of("/etc/allclear/templates");

    /** Proxmox's built-in target: root's address, by this host's sendmail. */
    public static final TargetConf DEFAULT_TARGET = new Sendmail(
            new Common(DefaultMatcher.TARGET, false, Duration.ZERO, Duration.ZERO, null),
            new Recipients(List.of(), List.of(DefaultMatcher.MAILTO_USER)),
            null,
            null);

    /** What stands for Proxmox's built-in matcher, and is quieter. */
    public static final MatcherRule DEFAULT_MATCHER = DefaultMatcher.ofAllclear();

    public AgentConf {
        heartbeats = List.copyOf(heartbeats);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        matchers = List.copyOf(matchers);
    }

    /** A configuration without targets and matchers of its own, and without a page. */
    public AgentConf(List<HeartbeatConf> heartbeats, List<SourceConf> sources, Path ledgerDirectory) {
        this(
                heartbeats,
                sources,
                ledgerDirectory,
                DEFAULT_SPOOL,
                DEFAULT_TEMPLATES,
                List.of(DEFAULT_TARGET),
                List.of(DEFAULT_MATCHER),
                true,
                PageConf.NONE);
    }

    /** The heartbeats that are judged and pushed. */
    public List<HeartbeatConf> enabled() {
        return heartbeats.stream().filter(heartbeat -> !heartbeat.disabled()).toList();
    }

    /** The source with this name; empty when there is none. */
    public Optional<SourceConf> source(String name) {
        return sources.stream().filter(source -> source.name().equals(name)).findFirst();
    }

    /** The target with this name, disabled or not; empty when there is none. */
    public Optional<TargetConf> target(String name) {
        return targets.stream().filter(target -> target.name().equals(name)).findFirst();
    }

    /** Where this host keeps its PVE tasks and jobs, or would keep them if it is no PVE host. */
    public LocalHost local() {
        return sources.stream()
                .filter(source -> source.product() == Upid.Product.PVE && !source.disabled())
                .map(SourceConf::local)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(LocalHost.DEFAULT);
    }

    /** What came of reading: a configuration, or the faults that forbid one. Immutable and thread-safe. */
    public sealed interface Reading {

        /** What works and is probably not meant so, in file order. */
        List<Problem> warnings();

        /**
         * The files can be used.
         *
         * @param leftOut the faults of targets and matchers, and of Proxmox's own files: only the stanzas that have them
         *     are left out, so that one of them does not silence the others. A check must fail on them
         */
        record Good(AgentConf conf, List<Problem> leftOut, List<Problem> warnings) implements Reading {
            public Good {
                leftOut = List.copyOf(leftOut);
                warnings = List.copyOf(warnings);
            }
        }

        /** The files have faults that forbid using them, all of them listed; there is no configuration. */
        record Faulty(List<Problem> problems, List<Problem> warnings) implements Reading {}
    }

    /**
     * Reads both files. Faults of any sort, missing rights included, are in the answer and not thrown.
     *
     * @param agentConf the public file
     * @param privConf the private file; null to look for {@code agent-priv.conf} in {@code $CREDENTIALS_DIRECTORY} and
     *     then beside {@code agentConf}, where it may be missing
     * @param environment the process's environment
     * @param rule what a push URL must look like
     */
    public static Reading read(
            Path agentConf, @Nullable Path privConf, Map<String, String> environment, PushUrlRule rule) {
        return new ConfFiles(environment, rule).read(agentConf, privConf);
    }
}
