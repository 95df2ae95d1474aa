package dev.allclear.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's file events (inotify) of several directories. Used by one thread; only {@link #close} may come from
 * another. Without inotify it merely waits, and the full looks see everything later.
 */
final class DirectoryWatch implements AutoCloseable {
    /** What became known; a name is that of an entry of the directory. */
    interface Events {
        void changed(Path directory, String name, boolean created) throws InterruptedException;

        /** Events were lost, or the directory is gone: only a look can tell. */
        void lost(Path directory) throws InterruptedException;

        /** For a time in which a look at everything is due anyway. */
        Events IGNORED = new Events() {
            @Override
            public void changed(Path directory, String name, boolean created) {}

            @Override
            public void lost(Path directory) {}
        };
    }

    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final @Nullable WatchService service;
    private final String problem;

    private DirectoryWatch(@Nullable WatchService service, String problem) {
        this.service = service;
        this.problem = problem;
    }

    static DirectoryWatch open() {
        try {
            return new DirectoryWatch(FileSystems.getDefault().newWatchService(), "");
        } catch (IOException e) {
            return new DirectoryWatch(
                    null,
                    "no file events: " + e.getMessage() + ". Tasks are noticed with the next full look only. Raise "
                            + "fs.inotify.max_user_instances with sysctl and restart allclear.");
        }
    }

    /** For those who look only once. */
    static DirectoryWatch none() {
        return new DirectoryWatch(null, "");
    }

    /** Why there are no events at all; empty when all is well. */
    String problem() {
        return problem;
    }

    boolean watches(Path directory) {
        WatchKey key = keys.get(directory);
        return key != null && key.isValid();
    }

    /** Watches the directory that has this path now; a directory that had it before is no longer watched. */
    void watch(Path directory) throws IOException {
        if (service == null) {
            return;
        }
        WatchKey key = directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        WatchKey before = keys.put(directory, key);
        if (before != null && before != key) {
            before.cancel();
        }
    }

    /** Waits for events, at most so long, and hands over all that are there. False when closed. */
    boolean await(long nanos, Events to) throws InterruptedException {
        Pulse.rests();
        if (service == null) {
            boolean over = closed.await(nanos, TimeUnit.NANOSECONDS);
            Pulse.getsOn();
            return !over;
        }
        try {
            WatchKey key = nanos <= 0 ? service.poll() : service.poll(nanos, TimeUnit.NANOSECONDS);
            Pulse.getsOn();
            while (key != null) {
                handOver(key, to);
                key = service.poll();
            }
        } catch (ClosedWatchServiceException e) {
            return false;
        }
        return closed.getCount() > 0;
    }

    private void handOver(WatchKey key, Events to) throws InterruptedException {
        Path directory = (Path) key.watchable();
        boolean valid = false;
        try {
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.kind() == OVERFLOW) {
                    to.lost(directory);
                } else {
                    to.changed(directory, String.valueOf(event.context()), event.kind() == ENTRY_CREATE);
                }
            }
        } finally {
            valid = key.reset(); // A key that is not reset stays silent for ever.
        }
        if (!valid && keys.remove(directory, key)) {
            to.lost(directory);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            // Nothing is written through it, so nothing can be lost.
        }
    }
}
