package dev.allclear.deliver.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnyUrlTest {
    private static final String URL = "https://nosnch.in/c2354d53d2?m=done";

    private static PushService service(String method, @Nullable String expected) {
        return ((Usable) AnyUrl.of(method, URL, expected)).service();
    }

    private static Answer read(@Nullable String expected, int status, String body) {
        return service("get", expected).read(HttpReply.of(status, Map.of(), body, true, Instant.EPOCH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "POST", "put"})
    void asksTheUrlAsItIs(String method) {
        HttpMessage message = service(method, null).message(new Push("14/14", Duration.ZERO));
        assertThat(message.method()).isEqualToIgnoringCase(method);
        assertThat(message.url().target()).hasToString("/c2354d53d2?m=done");
        assertThat(message.body()).isEqualTo(method.equals("get") ? null : "14/14");
    }

    @Test
    void knowsNothingButASuccess() {
        assertThat(Signal.values()).filteredOn(service("get", null)::knows).containsExactly(Signal.UP);
    }

    @Test
    void isDeliveredByAnyGoodStatusWhenNoBodyIsExpected() {
        assertThat(read(null, 200, "<html>")).isEqualTo(new Delivered());
        assertThat(read(null, 204, "")).isEqualTo(new Delivered());
    }

    @ParameterizedTest
    @CsvSource({"'Got it, thanks!',true", "'said: Got it, thanks! Bye',true", "Got nothing,false", "'',false"})
    void isDeliveredByTheExpectedBodyAlone(String body, boolean delivered) {
        Answer answer = read("Got it, than[k]s!", 200, body);
        assertThat(answer instanceof Delivered).isEqualTo(delivered);
        assertThat(answer instanceof Retry retry && retry.slow()).isNotEqualTo(delivered);
    }

    @Test
    void saysWhatIsNoExpression() {
        assertThat(AnyUrl.of("get", URL, "a(b").fault())
                .hasValueSatisfying(why -> assertThat(why).contains("RE2"));
        assertThat(AnyUrl.of("delete", URL, null).fault())
                .hasValueSatisfying(why -> assertThat(why).contains("get, post and put"));
    }

    @Test
    void hidesEveryPartOfTheUrl() {
        assertThat(service("get", null).peer().clean("c2354d53d2 and m=done at https://nosnch.in/other", 100))
                .isEqualTo("<masked> and m=<masked> at https://nosnch.in/<masked>");
    }
}
