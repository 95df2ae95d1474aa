package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "45, PT45S",
        "0, PT0S",
        "5m, PT5M",
        "5min, PT5M",
        "20h, PT20H",
        "2d, PT48H",
        "1h30m, PT90M",
        "1h 30min, PT90M",
        "1 d 1 s, PT24H1S",
        "999999999d, PT23999999976H",
    })
    void readsLengthsOfTime(String text, Duration duration) {
        assertThat(Durations.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "h", "1.5h", "-1s", "1w", "1h30", "30 m x", "1H", "1s,", "1h  ,", "9999999999", "٣s"})
    void refusesEverythingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "300, 5min", "5400, 90min", "7200, 2h", "172800, 2d"})
    void writesTheShortestForm(long seconds, String text) {
        assertThat(Durations.text(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
