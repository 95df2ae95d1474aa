package dev.allclear.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
    private final Exposition out = new Exposition();

    @Test
    void tellsAFamilyOnceAndItsSamplesTogether() {
        out.gauge("a", "A.", Map.of("x", "1"), 1);
        out.counter("b_total", "B.", Map.of(), 2);
        out.gauge("a", "A.", Map.of("x", "2"), 3);
        assertThat(out).hasToString("""
                # HELP a A.
                # TYPE a gauge
                a{x="1"} 1
                a{x="2"} 3
                # HELP b_total B.
                # TYPE b_total counter
                b_total 2
                """);
    }

    @Test
    void escapesWhatWouldEndALabel() {
        out.gauge("a", "A.", Map.of("x", "back\\slash \"quote\"\nnext 1"), 1);
        assertThat(out.toString()).contains("a{x=\"back\\\\slash \\\"quote\\\"\\nnext 1\"} 1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1795229227, 1795229227",
        "1795229227.125, 1795229227.125",
        "0.25, 0.25",
        "-3, -3",
        "NaN, NaN",
        "Infinity, +Inf"
    })
    void writesNumbersThatPeopleReadToo(double value, String text) {
        out.gauge("a", "A.", Map.of(), value);
        assertThat(out.toString()).endsWith("a " + text + "\n");
    }

    @Test
    void takesLabelsFromTheRegistrysNames() {
        MetricRegistry registry = new MetricRegistry();
        registry.counter("pushes;heartbeat=nightly;outcome=delivered;reason=").inc(2);
        new RegistryMetrics(registry).write(out);
        assertThat(out.toString())
                .contains("# TYPE allclear_pushes_total counter\n")
                .contains("allclear_pushes_total{heartbeat=\"nightly\",outcome=\"delivered\",reason=\"\"} 2\n");
    }

    @Test
    void aTimerIsASummaryInSecondsWithItsSum() {
        MetricRegistry registry = new MetricRegistry();
        registry.timer("poll_duration;source=pve").update(Duration.ofMillis(250));
        registry.counter("poll_duration.nanos;source=pve").inc(TimeUnit.MILLISECONDS.toNanos(250));
        new RegistryMetrics(registry).write(out);
        assertThat(out.toString())
                .contains("# TYPE allclear_poll_duration_seconds summary\n")
                .contains("allclear_poll_duration_seconds{source=\"pve\",quantile=\"0.5\"} 0.25\n")
                .contains("allclear_poll_duration_seconds_sum{source=\"pve\"} 0.25\n")
                .contains("allclear_poll_duration_seconds_count{source=\"pve\"} 1\n")
                .doesNotContain("nanos");
    }
}
