package dev.allclear.deliver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(1);

    @Test
    void readsSeconds() {
        assertThat(RetryAfter.read("120", NOW, LONGEST)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void readsADate() {
        assertThat(RetryAfter.read("Sat, 21 Nov 2026 03:05:00 GMT", NOW, LONGEST))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "-5", "0", "1.5", "Sat, 21 Nov 2026 02:00:00 GMT", "Foo, 99 Nov 2026 02:00:00 GMT"})
    void ignoresASenselessWish(String retryAfter) {
        assertThat(RetryAfter.read(retryAfter, NOW, LONGEST)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999999999", "864000", "Sat, 21 Nov 2099 02:00:00 GMT"})
    void limitsAHugeWish(String retryAfter) {
        assertThat(RetryAfter.read(retryAfter, NOW, LONGEST)).isEqualTo(LONGEST);
    }
}
