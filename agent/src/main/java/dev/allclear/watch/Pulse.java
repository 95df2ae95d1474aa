package dev.allclear.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the thread of a loop gets on with its work: since when it has been busy with one and the same thing. A loop says
 * by {@link #rests} that it waits for work, which it may for ever, and by {@link #getsOn} that it begins a piece of it, or has
 * done a part that was bounded. Both are for the thread that calls them and do nothing on one that nobody minds. Thread-safe.
 */
public final class Pulse {
    private static final ThreadLocal<@Nullable Pulse> CURRENT = new ThreadLocal<>();
    private static final long RESTING = 0;

    private final String name;
    private final Duration longestStep;
    private final Thread thread;
    private volatile long busySince;

    Pulse(String name, Duration longestStep, long now) {
        this.name = name;
        this.longestStep = longestStep;
        this.thread = Thread.currentThread();
        this.busySince = notZero(now);
    }

    /** This thread waits until there is something to do. */
    public static void rests() {
        Pulse pulse = CURRENT.get();
        if (pulse != null) {
            pulse.busySince = RESTING;
        }
    }

    /** This thread has something to do, or is done with a part of it. */
    public static void getsOn() {
        Pulse pulse = CURRENT.get();
        if (pulse != null) {
            pulse.busySince = notZero(System.nanoTime());
        }
    }

    /** Makes this the pulse of the current thread; null for none. */
    static void current(@Nullable Pulse pulse) {
        if (pulse == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(pulse);
        }
    }

    static @Nullable Pulse current() {
        return CURRENT.get();
    }

    private static long notZero(long nanos) {
        return nanos == RESTING ? 1 : nanos;
    }

    /** What is busy, in the words of an administrator. */
    public String name() {
        return name;
    }

    /** Whether it has been busy with the same thing for longer than its longest step takes, and so much more. */
    boolean stuck(Duration patience, long now) {
        long since = busySince;
        return since != RESTING && now - since > longestStep.plus(patience).toNanos();
    }

    /** Where its thread is now, innermost first. */
    public StackTraceElement[] where() {
        return thread.getStackTrace();
    }
}
