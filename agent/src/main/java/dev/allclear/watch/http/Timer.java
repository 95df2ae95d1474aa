package dev.allclear.watch.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that ends what takes too long and closes what is idle, for all clients. Thread-safe. */
final class Timer {
    private static final ScheduledThreadPoolExecutor THREAD = thread();

    private Timer() {}

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "api-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Runs something short once unless that is cancelled. */
    static Future<?> in(Duration delay, Runnable task) {
        return THREAD.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }
}
