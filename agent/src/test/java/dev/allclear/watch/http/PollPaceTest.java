package dev.allclear.watch.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PollPaceTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private double random = 0.5;
    private final PollPace pace = new PollPace(INTERVAL, INTERVAL, () -> random);

    @Test
    void anIntervalIsTenPercentMoreOrLess() {
        random = 0;
        assertThat(pace.well().in()).isEqualTo(Duration.ofSeconds(27));
        random = 1;
        assertThat(pace.well().in()).isEqualTo(Duration.ofSeconds(33));
    }

    @Test
    void failuresDoubleThePauseUpToFiveMinutes() {
        assertThat(Stream.generate(() -> pace.failed((Duration) null).in().toSeconds())
                        .limit(7))
                .containsExactly(30L, 60L, 120L, 240L, 300L, 300L, 300L);
    }

    @Test
    void aLookThatSeesEndsThePauses() {
        pace.failed((Duration) null);
        pace.failed((Duration) null);
        pace.well();
        assertThat(pace.failed((Duration) null).in()).isEqualTo(INTERVAL);
    }

    @Test
    void respectsTheWishOfAServerUpToAnHour() {
        assertThat(pace.failed(new Reply.Failed<>("429", Duration.ofMinutes(7))).in())
                .isEqualTo(Duration.ofMinutes(7));
        assertThat(pace.failed(new Reply.Failed<>("429", Duration.ofDays(7))).in())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aShortWishDoesNotShortenThePause() {
        assertThat(pace.failed(Duration.ofSeconds(1)).in()).isEqualTo(INTERVAL);
    }

    @Test
    void looksSoonerWhenSomethingIsAwaited() {
        assertThat(pace.well(Duration.ofSeconds(2)).in()).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.well(Duration.ofSeconds(99)).in()).isEqualTo(INTERVAL);
    }
}
