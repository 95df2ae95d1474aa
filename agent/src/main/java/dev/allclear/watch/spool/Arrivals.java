package dev.allclear.watch.spool;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import dev.allclear.watch.Pulse;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when something new may lie in a directory. Used by one thread; only {@link #close} may come from another. Without
 * inotify it merely waits, which the full looks make up for.
 */
final class Arrivals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final @Nullable WatchService service;

    private Arrivals(@Nullable WatchService service) {
        this.service = service;
    }

    static Arrivals open() {
        try {
            return new Arrivals(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            LOG.warn(
                    "no file events: {}. What is put into the spool is noticed once a minute only. Raise"
                            + " fs.inotify.max_user_instances with sysctl and restart allclear.",
                    e.getMessage());
            return new Arrivals(null);
        }
    }

    /** For those who only look. */
    static Arrivals none() {
        return new Arrivals(null);
    }

    /** Watches the directory that has this path now. Cheap if it is watched already. */
    void watch(Path directory) throws IOException {
        if (service != null && closed.getCount() > 0) {
            try {
                WatchKey unused = directory.register(service, ENTRY_CREATE); // The service keeps it.
            } catch (ClosedWatchServiceException e) {
                LOG.debug("closed in the middle of a look", e);
            }
        }
    }

    /** Waits until something arrived, at most so long. False when closed. */
    boolean await(Duration most) throws InterruptedException {
        Pulse.rests();
        try {
            return awaitEvent(most);
        } finally {
            Pulse.getsOn();
        }
    }

    private boolean awaitEvent(Duration most) throws InterruptedException {
        if (service == null) {
            return !closed.await(most.toNanos(), TimeUnit.NANOSECONDS);
        }
        long end = System.nanoTime() + most.toNanos();
        try {
            boolean arrived = false;
            while (!arrived && end - System.nanoTime() > 0) {
                WatchKey signalled = service.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (signalled != null) {
                    arrived = signalled.pollEvents().stream().anyMatch(Arrivals::mayBeNews);
                    arrived |= !signalled.reset();
                }
            }
        } catch (ClosedWatchServiceException e) {
            return false;
        }
        return closed.getCount() > 0;
    }

    /** An overflow has no name; a file that is not finished is no news yet. */
    private static boolean mayBeNews(WatchEvent<?> event) {
        return !(event.context() instanceof Path name) || !name.toString().startsWith(SpoolName.UNFINISHED);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debug("closing", e); // Nothing is written through it, so nothing can be lost.
        }
    }
}
