package dev.allclear.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices time that went by without the agent: the clock was set, the host slept, or the agent stood still, as in a paused
 * guest or container. Thread-safe.
 */
public final class Leaps {
    /** Less than this is what NTP and a busy host do all the time. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Duration least;
    private Instant lastTime;
    private long lastNanos;
    private long waitEnds;

    private Leaps(InstantSource clock, LongSupplier nanos, Duration least) {
        this.clock = clock;
        this.nanos = nanos;
        this.least = least;
        this.lastTime = clock.instant();
        this.lastNanos = nanos.getAsLong();
        this.waitEnds = lastNanos;
    }

    /**
     * Leaps of this clock.
     *
     * @param nanos a clock that nobody sets and that stands still while the host sleeps, as {@link System#nanoTime}
     */
    public static Leaps of(InstantSource clock, LongSupplier nanos) {
        return new Leaps(clock, nanos, LEAST);
    }

    /** A clock that may do what it likes. */
    static Leaps none(InstantSource clock) {
        return new Leaps(clock, System::nanoTime, ChronoUnit.FOREVER.getDuration());
    }

    /** Whether the clock leapt since {@link #take}. */
    public synchronized boolean any() {
        return leap(clock.instant(), nanos.getAsLong()).abs().compareTo(least) > 0;
    }

    /** Whoever takes the leaps waits now, for so long at most. */
    synchronized void waiting(Duration atMost) {
        waitEnds = nanos.getAsLong() + atMost.toNanos();
    }

    /** By how much the clock leapt, or how long the agent stood still when its wait was over; asked right after it. */
    synchronized Optional<Duration> take() {
        Instant now = clock.instant();
        long nowNanos = nanos.getAsLong();
        Duration leap = leap(now, nowNanos);
        Duration stood = Duration.ofNanos(nowNanos - waitEnds);
        lastTime = now;
        lastNanos = nowNanos;
        if (leap.abs().compareTo(least) > 0) {
            return Optional.of(leap);
        }
        return stood.compareTo(least) > 0 ? Optional.of(stood) : Optional.empty();
    }

    private Duration leap(Instant now, long nowNanos) {
        return Duration.between(lastTime, now).minusNanos(nowNanos - lastNanos);
    }
}
