package dev.allclear.deliver.cronitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Push;
import dev.allclear.deliver.Push.Signal;
import dev.allclear.deliver.http.PushService;
import dev.allclear.deliver.http.PushService.Usable;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronitorTest {
    private static PushService service(String url) {
        return ((Usable) Cronitor.of(url)).service();
    }

    @ParameterizedTest
    @CsvSource({
        "START,state=run&series=run-1&message=14%2F14",
        "UP,state=complete&series=run-1&message=14%2F14&metric=duration%3A2460",
        "DOWN,state=fail&series=run-1&message=14%2F14&metric=duration%3A2460"
    })
    void tellsTheSignalByTheState(Signal signal, String query) {
        PushService service = service("https://cronitor.link/p/4p1k3y/nightly?state=complete&env=prod&message=x");
        assertThat(service.message(new Push(signal, "14/14", Duration.ofMinutes(41), "run-1", "r"))
                        .url()
                        .target())
                .hasToString("/p/4p1k3y/nightly?env=prod&" + query);
    }

    @Test
    void knowsNoLog() {
        assertThat(service("https://cronitor.link/p/4p1k3y/nightly").knows(Signal.LOG))
                .isFalse();
    }

    @Test
    void cutsAMessageAtCronitorsLimit() {
        assertThat(service("https://cronitor.link/p/4p1k3y/nightly")
                        .message(new Push("x".repeat(9999), Duration.ZERO))
                        .url()
                        .query())
                .hasSizeBetween(1900, 2050);
    }

    @Test
    void saysWhatIsNoTelemetryUrl() {
        assertThat(Cronitor.of("https://cronitor.link/p/s3cret").fault())
                .hasValueSatisfying(why -> assertThat(why).contains("API-KEY").doesNotContain("s3cret"));
    }
}
