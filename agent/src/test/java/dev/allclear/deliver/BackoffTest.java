package dev.allclear.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import dev.allclear.deliver.Answer.Retry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final double WHOLE_STEP = Math.nextDown(1.0);

    private static Duration wait(int attempt, Retry answer, double random) {
        return Duration.between(NOW, Backoff.next(attempt, answer, NOW, random));
    }

    private static Retry quick(@Nullable Duration wish) {
        return new Retry("refused", false, wish);
    }

    private static Retry slow(@Nullable Duration wish) {
        return new Retry("unknown token", true, wish);
    }

    @ParameterizedTest
    @CsvSource({"1,500", "2,1000", "3,2000", "4,4000", "9,128000", "10,150000", "11,150000", "2147483647,150000"})
    void doublesFromOneSecondToFiveMinutes(int attempt, long halfOfTheStep) {
        assertThat(wait(attempt, quick(null), 0)).isEqualTo(Duration.ofMillis(halfOfTheStep));
        assertThat(wait(attempt, quick(null), WHOLE_STEP))
                .isBetween(Duration.ofMillis(2 * halfOfTheStep - 1), Duration.ofMillis(2 * halfOfTheStep));
    }

    @Test
    void waitsMinutesAtOnceWhenAPersonMustAct() {
        assertThat(wait(1, slow(null), 0)).isEqualTo(Duration.ofSeconds(150));
        assertThat(wait(1, slow(null), WHOLE_STEP)).isBetween(Duration.ofMillis(299_999), Duration.ofMinutes(5));
    }

    @Test
    void respectsALongerWishOfTheTarget() {
        assertThat(wait(1, quick(Duration.ofSeconds(90)), 0.3)).isEqualTo(Duration.ofSeconds(90));
        assertThat(wait(1, slow(Duration.ofMinutes(20)), 0.3)).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void respectsNoWishForMoreThanAnHour() {
        assertThat(wait(1, quick(Duration.ofDays(365)), 0.3)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void neverWaitsLessThanHalfOfItsStepOrMoreThanAnHour() {
        qt().forAll(integers().all(), doubles().between(0, WHOLE_STEP), longs().between(-100_000, 100_000))
                .check((attempt, random, wish) -> {
                    Duration wait = wait(attempt, quick(Duration.ofSeconds(wish)), random);
                    return wait.compareTo(Duration.ofMillis(500)) >= 0 && wait.compareTo(Duration.ofHours(1)) <= 0;
                });
    }

    @Test
    void neverWaitsLessAfterMoreAttempts() {
        qt().forAll(integers().between(1, 1000), doubles().between(0, WHOLE_STEP))
                .check((attempt, random) ->
                        wait(attempt, quick(null), random).compareTo(wait(attempt + 1, quick(null), random)) <= 0);
    }
}
