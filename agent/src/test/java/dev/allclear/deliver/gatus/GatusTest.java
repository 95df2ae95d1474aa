package dev.allclear.deliver.gatus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Secret;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
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
import org.junit.jupiter.params.provider.ValueSource;

class GatusTest {
    private static final Secret TOKEN = new Secret("s3cret-token");

    private static PushService service(String url) {
        return ((Usable) Gatus.of(url, TOKEN)).service();
    }

    private static HttpMessage message(String path, boolean up) {
        return service("https://gatus.example" + path)
                .message(new Push("guest 101: a & b", Duration.ofMinutes(41), up));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/endpoints/core_nightly/external",
                "/api/v1/endpoints/core_nightly/external/",
                "/api/v1/endpoints/core_nightly",
                "/api/v1/endpoints/core_nightly/external?success=true&error=&duration=10s"
            })
    void postsASuccess(String path) {
        HttpMessage message = message(path, true);
        assertThat(message.method()).isEqualTo("POST");
        assertThat(message.url().target())
                .hasToString("/api/v1/endpoints/core_nightly/external?success=true&duration=2460s");
        assertThat(message.headers()).containsExactly(new HttpMessage.Header("Authorization", "Bearer s3cret-token"));
    }

    @Test
    void postsAFailureWithItsReason() {
        assertThat(message("/sub/api/v1/endpoints/a_b/external", false).url().target())
                .hasToString("/sub/api/v1/endpoints/a_b/external?success=false&error=guest%20101%3A%20a%20%26%20b"
                        + "&duration=2460s");
    }

    @Test
    void isDeliveredByNothing() {
        assertThat(service("https://g/api/v1/endpoints/a_b").read(HttpReply.of(200, Map.of(), "", true, Instant.EPOCH)))
                .isEqualTo(new Delivered());
    }

    @ParameterizedTest
    @CsvSource({"401,invalid token,Compare token", "404,not found,no external endpoint has this key"})
    void saysWhatAPersonMustMend(int status, String body, String words) {
        Retry retry = (Retry) service("https://g/api/v1/endpoints/a_b")
                .read(HttpReply.of(status, Map.of(), body, true, Instant.EPOCH));
        assertThat(retry.reason()).contains(words);
        assertThat(retry.slow()).isTrue();
    }

    @Test
    void saysWhatIsNoEndpoint() {
        assertThat(Gatus.of("https://g/s3cret", TOKEN).fault())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("names no endpoint").doesNotContain("s3cret"));
        assertThat(Gatus.of("https://g/api/v1/endpoints/a_b", Secret.NONE).fault())
                .hasValueSatisfying(why -> assertThat(why).contains("token"));
    }
}
