package dev.allclear.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverdueTest {
    @Test
    void isThreeTimesTheMedian() {
        assertThat(Overdue.after(minutes(50, 30, 600))).contains(Duration.ofMinutes(150));
    }

    @Test
    void takesTheMiddleOfTheTwoMiddleRuns() {
        assertThat(Overdue.after(minutes(40, 60, 600, 1))).contains(Duration.ofMinutes(150));
    }

    @Test
    void isAnHourAtLeast() {
        assertThat(Overdue.after(minutes(20))).contains(Duration.ofHours(1));
        assertThat(Overdue.after(minutes(21))).contains(Duration.ofMinutes(63));
    }

    @Test
    void countsTheNewestThirtyRuns() {
        List<Duration> runs = Stream.concat(
                        Collections.nCopies(30, Duration.ofHours(1)).stream(),
                        Collections.nCopies(100, Duration.ofHours(9)).stream())
                .toList();
        assertThat(Overdue.after(runs)).contains(Duration.ofHours(3));
    }

    @Test
    void saysNothingWithoutEarlierRuns() {
        assertThat(Overdue.after(List.of())).isEmpty();
    }

    private static List<Duration> minutes(long... minutes) {
        return java.util.Arrays.stream(minutes).mapToObj(Duration::ofMinutes).toList();
    }
}
