package dev.allclear.it.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The one thread that serves any number of sockets: readiness, timers and what others hand to it. Thread-safe. */
public final class Loop implements AutoCloseable {

    /** Something that waits for its channel. */
    interface Ready {
        void ready(SelectionKey key);
    }

    private record Alarm(long at, long number, Runnable action) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = Long.compare(at - other.at, 0);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private long number;
    private volatile boolean closed;

    private Loop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public static Loop start(String name) {
        Loop loop = new Loop(name);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            while (!closed) {
                long wait = untilNext(System.nanoTime());
                if (wait == 0) {
                    selector.selectNow();
                } else {
                    selector.select(wait < 0 ? 0 : wait);
                }
                for (Runnable next = handed.poll(); next != null; next = handed.poll()) {
                    next.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Ready) key.attachment()).ready(key);
                }
                selector.selectedKeys().clear();
                ring();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Milliseconds until something is due; negative when nothing is planned. */
    private long untilNext(long now) {
        if (!handed.isEmpty()) {
            return 0;
        }
        Alarm next = alarms.peek();
        return next == null ? -1 : next.at - now <= 0 ? 0 : (next.at - now) / 1_000_000 + 1;
    }

    private void ring() {
        for (Alarm next = alarms.peek(); next != null && next.at - System.nanoTime() <= 0; next = alarms.peek()) {
            alarms.remove();
            next.action.run();
        }
    }

    /** Runs this on the thread, soon. */
    void execute(Runnable action) {
        handed.add(action);
        selector.wakeup();
    }

    /** Runs this on the thread after that time. */
    void after(Duration delay, Runnable action) {
        long at = System.nanoTime() + delay.toNanos();
        if (Thread.currentThread() == thread) {
            alarms.add(new Alarm(at, number++, action));
        } else {
            execute(() -> alarms.add(new Alarm(at, number++, action)));
        }
    }

    /** Runs this on the thread and waits for it; channels that it closed are really closed then. */
    void call(Runnable action) {
        if (closed) {
            return;
        }
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("the loop would wait for itself");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                action.run();
                // A registered channel keeps its port until the selector has let it go.
                selector.selectNow();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    /** Only on the thread. */
    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    /** Closes every socket that it serves and ends the thread. */
    @Override
    public void close() {
        call(() -> closed = true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
