package dev.allclear.deliver.betterstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.Push.Signal;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.PushService;
import dev.allclear.deliver.http.PushService.Usable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetterStackTest {
    private static PushService service(String path) {
        return ((Usable) BetterStack.of("https://uptime.betterstack.com" + path)).service();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/heartbeat/T0ken,UP,/api/v1/heartbeat/T0ken",
        "/api/v1/heartbeat/T0ken,DOWN,/api/v1/heartbeat/T0ken/fail",
        "/api/v1/heartbeat/T0ken/fail,UP,/api/v1/heartbeat/T0ken",
        "/api/v1/heartbeat/T0ken/1/,DOWN,/api/v1/heartbeat/T0ken/fail"
    })
    void tellsTheSignalByTheEndOfThePath(String path, Signal signal, String target) {
        HttpMessage message = service(path).message(new Push(signal, "14/14", Duration.ZERO, "r", "vm 101: ok"));
        assertThat(message.url().target()).hasToString(target);
        assertThat(message.method()).isEqualTo("POST");
        assertThat(message.body()).isEqualTo("14/14\n\nvm 101: ok");
    }

    @Test
    void saysThatTheTokenIsUnknown() {
        Retry retry = (Retry)
                service("/api/v1/heartbeat/T0ken").read(HttpReply.of(404, Map.of(), "not found", true, Instant.EPOCH));
        assertThat(retry.reason()).contains("no heartbeat has this token");
        assertThat(retry.slow()).isTrue();
    }

    @Test
    void saysWhatIsNoHeartbeat() {
        assertThat(BetterStack.of("https://uptime.betterstack.com/s3cret").fault())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("copy the URL").doesNotContain("s3cret"));
    }
}
