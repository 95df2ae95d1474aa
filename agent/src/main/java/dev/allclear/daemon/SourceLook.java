package dev.allclear.daemon;

import dev.allclear.config.LocalHost;
import dev.allclear.config.SourceConf;
import dev.allclear.task.Upid;
import dev.allclear.watch.Remembered;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.TaskDirectory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One look at a source with the same eyes as the daemon's, for whoever wants to know whether it will see. */
public final class SourceLook {
    private SourceLook() {}

    /**
     * What a source shows now besides its tasks: jobs, nodes, guests, what it cannot see, and how well it sees. No log is
     * read.
     *
     * @param patience how long its API may take; what was seen by then is returned
     */
    public static List<Sighting> at(SourceConf source, Duration patience) throws InterruptedException {
        List<Sighting> seen = Collections.synchronizedList(new ArrayList<>());
        LocalHost local = source.local();
        if (local != null) {
            TaskDirectory.lookAtJobs(local, seen::add);
        }
        if (source.remote()) {
            ask(source, patience, seen);
        }
        return List.copyOf(seen);
    }

    private static void ask(SourceConf source, Duration patience, List<Sighting> seen) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Remembered everything = new Remembered() {
            @Override
            public boolean settled(Upid upid) {
                return true;
            }
        };
        try (ApiWatch watch = new ApiWatch()) {
            watch.add(
                    source,
                    everything,
                    node -> Optional.empty(),
                    sighting -> {
                        seen.add(sighting);
                        if (sighting instanceof Sighting.Health) {
                            done.countDown();
                        }
                    },
                    InstantSource.system());
            watch.start();
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                seen.add(new Sighting.Blind("api", "no complete answer within " + patience.toSeconds() + " s"));
            }
        }
    }
}
