package dev.allclear.watch.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When something is asked for that no verdict depends on. */
class SlowQuestionTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final double LAST = 0.999_999;

    private final AtomicLong nanos = new AtomicLong(1);

    private SlowQuestion question(Duration interval, int units, double chance) {
        SourceSetup setup = new SourceSetup(
                "lab",
                "allclear@pve!agent",
                Duration.ofSeconds(30),
                upid -> false,
                node -> Optional.empty(),
                sighting -> {},
                () -> VirtualTimes.BEGIN,
                nanos::get,
                () -> chance);
        return new SlowQuestion("updates", "a right", interval, units, setup);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void isAskedAboutAClusterWithinHalfAMinute() {
        SlowQuestion question = question(DAY, 5, LAST);
        assertThat(question.due()).isFalse();
        pass(Duration.ofSeconds(26));
        assertThat(question.due()).isTrue();
    }

    @Test
    void isSpreadOverAFleet() {
        assertThat(question(DAY, 3000, LAST).in()).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(51));
        assertThat(question(DAY, 3000, 0.5).in()).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(26));
        assertThat(question(DAY, 3000, 0).due()).isTrue();
    }

    @Test
    void isNeverAskedLaterThanItsInterval() {
        assertThat(question(FIVE_MINUTES, 3000, LAST).in()).isLessThanOrEqualTo(FIVE_MINUTES);
    }

    @Test
    void isAskedAgainAfterItsInterval() {
        SlowQuestion question = question(DAY, 5, 0.5);
        question.answered(null);
        assertThat(question.in()).isEqualTo(DAY);
    }

    @Test
    void isAskedAgainWithinAnHourAfterAFailure() {
        SlowQuestion daily = question(DAY, 5, 0.5);
        SlowQuestion often = question(FIVE_MINUTES, 5, 0.5);
        daily.answered(new Reply.Failed<>("no usable answer", null));
        often.answered(new Reply.Failed<>("no usable answer", null));
        assertThat(daily.in()).isEqualTo(Duration.ofHours(1));
        assertThat(often.in()).isEqualTo(FIVE_MINUTES);
    }

    @Test
    void isAskedAgainAfterADayWhereTheTokenMayNotAsk() {
        SlowQuestion question = question(FIVE_MINUTES, 5, 0.5);
        question.answered(new Reply.Denied<>(403, "Permission check failed"));
        assertThat(question.off()).isTrue();
        assertThat(question.in()).isEqualTo(DAY);
    }
}
