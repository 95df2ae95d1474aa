package dev.allclear.daemon;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.config.AgentConf;
import dev.allclear.config.LocalHost;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Ledger;
import dev.allclear.pipeline.JudgeLoop;
import dev.allclear.pipeline.SeenUntil;
import dev.allclear.task.Upid;
import dev.allclear.watch.BesideApi;
import dev.allclear.watch.DirectoryHealth;
import dev.allclear.watch.Pulses;
import dev.allclear.watch.SightingSink;
import dev.allclear.watch.TaskDirectory;
import dev.allclear.watch.spool.SpoolWatcher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Everything that watches: a thread for each directory of this host, and the polls of the APIs. */
final class Watchers {
    private static final String SPOOL = "spool";

    private final List<String> watched = new ArrayList<>();
    private final List<TaskDirectory> directories = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Pulses pulses;
    private @Nullable ApiWatch apis;
    private @Nullable SpoolWatcher spool;

    Watchers(
            AgentConf conf,
            String fullName,
            Ledger ledger,
            JudgeLoop judge,
            InstantSource clock,
            MetricRegistry metrics,
            Pulses pulses) {
        this.pulses = pulses;
        watchSpool(conf, fullName, judge, clock);
        for (SourceConf source : conf.sources()) {
            if (!source.disabled()) {
                LocalHost local = source.local();
                if (local != null) {
                    watch(source, local, ledger, judge, clock);
                }
                if (source.remote()) {
                    apis = apis == null ? new ApiWatch(pulses, new PollTimings(metrics)) : apis;
                    apis.add(
                            source,
                            new LedgerMemory(ledger),
                            node -> ledger.read(entries -> SeenUntil.of(entries, source.name(), node)),
                            judge.sink(source.name()),
                            clock);
                    watched.add(source.name() + " (" + source.urls().get(0) + ")");
                }
            }
        }
    }

    /** What is committed is told to a watcher that is made after its sink, so the one is handed on to the other. */
    private void watchSpool(AgentConf conf, String fullName, JudgeLoop judge, InstantSource clock) {
        AtomicReference<@Nullable SpoolWatcher> watcher = new AtomicReference<>();
        SightingSink sink = judge.sink(SPOOL, sighting -> {
            SpoolWatcher waiting = watcher.get();
            if (waiting != null) {
                waiting.committed(sighting);
            }
        });
        SpoolWatcher made = new SpoolWatcher(conf.spool(), fullName, sink, clock);
        watcher.set(made);
        spool = made;
        threads.add(thread(made, SPOOL));
    }

    private void watch(SourceConf source, LocalHost local, Ledger ledger, JudgeLoop judge, InstantSource clock) {
        if (source.product() == Upid.Product.PVE) {
            // The ledger of the first release knew this directory only, and no name for it.
            ledger.write(entries -> {
                entries.tasks().adopt(source.name());
                return source;
            });
        }
        SightingSink sink = judge.sink(source.name());
        // With an API beside it, that one says how well the source sees.
        SightingSink summed = source.remote() ? new BesideApi(sink) : new DirectoryHealth(local.tasks(), sink);
        TaskDirectory directory = new TaskDirectory(source.name(), local, new LedgerMemory(ledger), summed, clock);
        directories.add(directory);
        watched.add(local.tasks().toString());
        threads.add(thread(directory, source.name()));
    }

    /** Files of this host: nothing takes long by itself. */
    private Thread thread(Runnable watcher, String name) {
        return new Thread(pulses.loop("watcher of " + name, Duration.ZERO, watcher), "watch " + name);
    }

    void start() {
        threads.forEach(Thread::start);
        if (apis != null) {
            apis.start();
        }
    }

    /** What is watched, in words. */
    String words() {
        return watched.isEmpty() ? "nothing" : String.join(", ", watched);
    }

    void close() {
        directories.forEach(TaskDirectory::close);
        if (spool != null) {
            spool.close();
        }
        if (apis != null) {
            apis.close();
        }
    }
}
