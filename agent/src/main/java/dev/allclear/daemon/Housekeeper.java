package dev.allclear.daemon;

import dev.allclear.pipeline.JudgeLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a minute whether the clock leapt or the host slept, and says when the night is over. {@link #run} is the body
 * of one thread.
 */
final class Housekeeper implements Runnable {
    private static final Duration ROUND = Duration.ofSeconds(60);
    /** Less than this is what NTP does all the time. */
    private static final Duration LEAP = Duration.ofSeconds(30);

    private static final LocalTime NIGHT_IS_OVER = LocalTime.of(6, 0);

    private final JudgeLoop judge;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ZoneId zone;
    private Instant lastTime;
    private long lastNanos;
    private @Nullable LocalDate lastNight;

    /** @param nanos a clock that never leaps and stands still while the host sleeps, as {@link System#nanoTime} */
    Housekeeper(JudgeLoop judge, InstantSource clock, LongSupplier nanos, ZoneId zone) {
        this.judge = judge;
        this.clock = clock;
        this.nanos = nanos;
        this.zone = zone;
        this.lastTime = clock.instant();
        this.lastNanos = nanos.getAsLong();
        ZonedDateTime now = lastTime.atZone(zone);
        this.lastNight = now.toLocalTime().isBefore(NIGHT_IS_OVER) ? null : now.toLocalDate();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(ROUND.toMillis());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round. */
    void look() throws InterruptedException {
        Instant now = clock.instant();
        long nowNanos = nanos.getAsLong();
        Duration leap = Duration.between(lastTime, now).minusNanos(nowNanos - lastNanos);
        lastTime = now;
        lastNanos = nowNanos;
        if (leap.abs().compareTo(LEAP) > 0) {
            judge.clockLeapt(leap);
        }
        ZonedDateTime local = now.atZone(zone);
        if (!local.toLocalTime().isBefore(NIGHT_IS_OVER) && !local.toLocalDate().equals(lastNight)) {
            lastNight = local.toLocalDate();
            judge.nightOver();
        }
    }
}
