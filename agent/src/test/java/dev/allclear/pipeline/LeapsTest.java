package dev.allclear.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeapsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Instant now = Instant.parse("2026-11-21T02:00:00Z");
    private long nanos;
    private final Leaps leaps = Leaps.of(() -> now, () -> nanos);

    private void pass(Duration byTheClock, Duration really) {
        now = now.plus(byTheClock);
        nanos += really.toNanos();
    }

    @Test
    void aWaitThatEndsInTimeIsNone() {
        leaps.waiting(MINUTE);
        pass(MINUTE.plusSeconds(20), MINUTE);
        assertThat(leaps.take()).isEmpty();
    }

    @Test
    void anHourThatTheHostSleptIsOne() {
        leaps.waiting(MINUTE);
        pass(Duration.ofHours(1), Duration.ZERO);
        assertThat(leaps.take()).contains(Duration.ofHours(1));
    }

    @Test
    void aClockThatIsSetBackIsOne() {
        leaps.waiting(MINUTE);
        pass(Duration.ofHours(-1), Duration.ZERO);
        assertThat(leaps.take()).contains(Duration.ofHours(-1));
    }

    @Test
    void aWaitThatEndsFarTooLateIsOneByTheTimeThatItWasTooLate() {
        leaps.waiting(MINUTE);
        pass(Duration.ofMinutes(11), Duration.ofMinutes(11));
        assertThat(leaps.take()).contains(Duration.ofMinutes(10));
    }

    @Test
    void timeBetweenTwoWaitsIsSpentWorking() {
        leaps.waiting(MINUTE);
        assertThat(leaps.take()).isEmpty();
        pass(Duration.ofHours(1), Duration.ofHours(1));
        leaps.waiting(MINUTE);
        assertThat(leaps.take()).isEmpty();
    }

    @Test
    void eachIsTakenOnce() {
        leaps.waiting(MINUTE);
        pass(Duration.ofHours(1), Duration.ZERO);
        assertThat(leaps.any()).isTrue();
        assertThat(leaps.take()).isPresent();
        assertThat(leaps.any()).isFalse();
        leaps.waiting(MINUTE);
        assertThat(leaps.take()).isEmpty();
    }

    @Test
    void whereTheClockDoesNotMatterThereAreNone() {
        Leaps none = Leaps.none(() -> now);
        none.waiting(MINUTE);
        now = now.plus(Duration.ofDays(1000));
        assertThat(none.any()).isFalse();
        assertThat(none.take()).isEmpty();
    }
}
