package dev.allclear.config;

import dev.allclear.task.Upid;
import java.nio.file.Path;
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
 */
public record AgentConf(List<HeartbeatConf> heartbeats, List<SourceConf> sources, Path ledgerDirectory) {

    public AgentConf {
        heartbeats = List.copyOf(heartbeats);
        sources = List.copyOf(sources);
    }

    /** The heartbeats that are judged and pushed. */
    public List<HeartbeatConf> enabled() {
        return heartbeats.stream().filter(heartbeat -> !heartbeat.disabled()).toList();
    }

    /** The source with this name; empty when there is none. */
    public Optional<SourceConf> source(String name) {
        return sources.stream().filter(source -> source.name().equals(name)).findFirst();
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

        /** The files are without faults. */
        record Good(AgentConf conf, List<Problem> warnings) implements Reading {}

        /** The files have faults, all of them listed; there is no configuration. */
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
