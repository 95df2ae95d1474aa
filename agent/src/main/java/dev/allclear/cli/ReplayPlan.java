package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.LocalHost;
import dev.allclear.config.SourceConf;
import dev.allclear.pipeline.HeartbeatRule;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Heartbeat.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One replay: of which directory, and for which heartbeats.
 *
 * @param source the name of its source; null without a configuration
 * @param product what runs there
 * @param host where the tasks lie
 * @param heartbeats those of the configuration that can be judged by this directory alone; none names its source any more
 */
record ReplayPlan(@Nullable String source, Product product, LocalHost host, List<HeartbeatRule> heartbeats) {
    private static final String STORE_DIRECTORY = "[0-9A-F]{2}";

    ReplayPlan {
        heartbeats = List.copyOf(heartbeats);
    }

    /** A replay for each source of a configuration that is on this host; of the usual place when there is none. */
    static List<ReplayPlan> of(AgentConf conf) {
        List<ReplayPlan> plans = new ArrayList<>();
        for (SourceConf source : conf.sources()) {
            if (source.local() != null && !source.disabled()) {
                plans.add(new ReplayPlan(
                        source.name(), source.product(), source.local(), rules(conf, source.product(), source.name())));
            }
        }
        return plans.isEmpty()
                ? List.of(new ReplayPlan(null, Product.PVE, conf.local(), rules(conf, Product.PVE, null)))
                : plans;
    }

    /** The replay of a directory from anywhere, in the place of the configuration's own, whatever its source is called. */
    static ReplayPlan of(AgentConf conf, Path tasks) {
        Product product = product(tasks);
        Optional<SourceConf> source = conf.sources().stream()
                .filter(known -> known.local() != null && known.product() == product)
                .findFirst();
        LocalHost host = source.map(SourceConf::local).orElse(LocalHost.DEFAULT);
        return new ReplayPlan(
                source.map(SourceConf::name).orElse(null), product, host.withTasks(tasks), rules(conf, product, null));
    }

    /** Whose task directory it is: a backup server spreads its logs over {@code 00} to {@code FF}, PVE over one digit. */
    static Product product(Path tasks) {
        if (!Files.isDirectory(tasks)) {
            return Product.PVE;
        }
        try (Stream<Path> files = Files.list(tasks)) {
            return files.anyMatch(file -> file.getFileName().toString().matches(STORE_DIRECTORY))
                    ? Product.PBS
                    : Product.PVE;
        } catch (IOException | UncheckedIOException e) {
            return Product.PVE; // Why it cannot be read is told when it is replayed.
        }
    }

    /** The enabled heartbeats that no replay of a plan judges and that watch runs. */
    static List<String> leftOut(AgentConf conf, List<ReplayPlan> plans) {
        List<String> judged = plans.stream()
                .flatMap(plan -> plan.heartbeats.stream())
                .map(rule -> rule.rule().name())
                .toList();
        return conf.enabled().stream()
                .filter(heartbeat -> !(heartbeat.rule().watch() instanceof Heartbeat.SelfWatch))
                .map(heartbeat -> heartbeat.rule().name())
                .filter(name -> !judged.contains(name))
                .toList();
    }

    /** @param source whose heartbeats; null for those of any source */
    private static List<HeartbeatRule> rules(AgentConf conf, Product product, @Nullable String source) {
        List<HeartbeatRule> rules = new ArrayList<>();
        for (HeartbeatConf heartbeat : conf.enabled()) {
            Heartbeat rule = heartbeat.rule();
            anywhere(rule.watch(), product, source)
                    .map(watch -> new Heartbeat(
                            rule.name(),
                            watch,
                            rule.guests(),
                            rule.warningsOk(),
                            rule.emptyOk(),
                            rule.manualCounts(),
                            rule.grace(),
                            rule.maxAge()))
                    .ifPresent(known -> rules.add(HeartbeatRule.of(known, heartbeat.msg())));
        }
        return rules;
    }

    /** The watch without the names of sources; empty when another source, or several, would have to be seen. */
    private static Optional<Watch> anywhere(Watch watch, Product product, @Nullable String source) {
        if (watch instanceof ChainWatch chain) {
            List<RunWatch> requirements = new ArrayList<>();
            chain.requirements()
                    .forEach(step ->
                            anywhere(step, product, source).ifPresent(seen -> requirements.add((RunWatch) seen)));
            return requirements.size() == chain.requirements().size()
                    ? Optional.of(new ChainWatch(requirements))
                    : Optional.empty();
        }
        if (!(watch instanceof RunWatch run)
                || (product == Product.PBS) != (run instanceof StoreWatch)
                || (source != null && run.source() != null && !run.source().equals(source))) {
            return Optional.empty();
        }
        if (run instanceof StoreWatch store) {
            return Optional.of(new StoreWatch(null, store.kind(), store.id()));
        }
        return Optional.of(
                run instanceof JobWatch job ? new JobWatch(job.jobId()) : new TaskWatch(((TaskWatch) run).type()));
    }
}
