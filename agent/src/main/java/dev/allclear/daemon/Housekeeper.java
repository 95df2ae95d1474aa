package dev.allclear.daemon;

import dev.allclear.pipeline.JudgeLoop;
import dev.allclear.pipeline.Leaps;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a minute whether the clock leapt or the host slept, and says when the night is over. {@link #run} is the body
 * of one thread.
 */
final class Housekeeper implements Runnable {
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final LocalTime NIGHT_IS_OVER = LocalTime.of(6, 0);

    private final JudgeLoop judge;
    private final InstantSource clock;
    private final Leaps leaps;
    private final ZoneId zone;
    private final Runnable round;
    private @Nullable LocalDate lastNight;

    /** @param round what else is done in each round */
    Housekeeper(JudgeLoop judge, InstantSource clock, Leaps leaps, ZoneId zone, Runnable round) {
        this.round = round;
        this.judge = judge;
        this.clock = clock;
        this.leaps = leaps;
        this.zone = zone;
        ZonedDateTime now = clock.instant().atZone(zone);
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
        if (leaps.any()) {
            // It takes them itself before it judges anything, in case something else wakes it first.
            judge.wake();
        }
        ZonedDateTime local = clock.instant().atZone(zone);
        if (!local.toLocalTime().isBefore(NIGHT_IS_OVER) && !local.toLocalDate().equals(lastNight)) {
            lastNight = local.toLocalDate();
            judge.nightOver();
        }
        round.run();
    }
}
