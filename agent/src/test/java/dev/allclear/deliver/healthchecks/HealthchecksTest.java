package dev.allclear.deliver.healthchecks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.Push.Signal;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.PushService.Usable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthchecksTest {
    private static final String CHECK = "f0e1d2c3-0000-4000-8000-00000000abcd";
    private static final String RID =
            UUID.nameUUIDFromBytes("run-1".getBytes(StandardCharsets.UTF_8)).toString();

    private static Healthchecks service(String url) {
        return (Healthchecks) ((Usable) Healthchecks.of(url)).service();
    }

    private static Push push(Signal signal, String report) {
        return new Push(signal, "14/14 guests", Duration.ofMinutes(41), "run-1", report);
    }

    private static String target(String url, Signal signal) {
        return service(url).message(push(signal, "")).url().target().toString();
    }

    private static byte[] body(Healthchecks service, Push push) {
        return requireNonNull(service.message(push).body()).getBytes(StandardCharsets.UTF_8);
    }

    private static HttpReply reply(int status, String body) {
        return HttpReply.of(status, Map.of(), body, true, Instant.EPOCH);
    }

    private static Answer read(int status, String body) {
        return service("https://hc-ping.com/" + CHECK).read(reply(status, body));
    }

    @ParameterizedTest
    @CsvSource({"START,/start", "UP,''", "DOWN,/fail", "LOG,/log"})
    void tellsEverySignalByTheEndOfThePath(Signal signal, String end) {
        assertThat(target("https://hc-ping.com/" + CHECK, signal)).isEqualTo("/" + CHECK + end + "?rid=" + RID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/fail", "/start", "/log", "/0", "?rid=1"})
    void takesOffWhatWasCopiedTooMuch(String end) {
        assertThat(target("https://hc.example/ping/" + CHECK + end, Signal.UP))
                .isEqualTo("/ping/" + CHECK + "?rid=" + RID);
    }

    @Test
    void knowsChecksByPingKeyAndSlug() {
        assertThat(target("https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/log?create=1", Signal.DOWN))
                .isEqualTo("/fqOOd6-F4MMNuCEnzTU01w/log/fail?create=1&rid=" + RID);
    }

    @Test
    void sendsNoRidWithoutARun() {
        HttpMessage message = service("https://hc-ping.com/" + CHECK).message(new Push("m", Duration.ZERO));
        assertThat(message.url().target()).hasToString("/" + CHECK);
    }

    @Test
    void postsTextAndReport() {
        HttpMessage message = service("https://hc-ping.com/" + CHECK).message(push(Signal.UP, "vm 101: ok"));
        assertThat(message.method()).isEqualTo("POST");
        assertThat(message.body()).isEqualTo("14/14 guests\n\nvm 101: ok");
    }

    @Test
    void sendsNoMoreThanTheServerSaysItKeeps() {
        Healthchecks service = service("https://hc-ping.com/" + CHECK);
        Push large = push(Signal.LOG, "ü".repeat(100_000));
        assertThat(body(service, large)).hasSizeBetween(Healthchecks.USUAL_LIMIT - 1, Healthchecks.USUAL_LIMIT);
        service.read(HttpReply.of(200, Map.of("Ping-Body-Limit", "100001"), "OK", true, Instant.EPOCH));
        assertThat(body(service, large)).hasSizeBetween(100_000, 100_001);
    }

    @Test
    void isDeliveredByOkAndByACheckThatWasCreated() {
        assertThat(read(200, "OK\n")).isEqualTo(new Delivered());
        assertThat(read(201, "Created")).isInstanceOf(Delivered.class);
    }

    @ParameterizedTest
    @CsvSource({
        "200,OK (not found),no check has this address,true",
        "200,OK (rate limited),too many pings,false",
        "200,nice,nothing proves that it arrived,true",
        "202,OK,nothing proves that it arrived,true",
        "400,invalid url format,no address of this form,true",
        "404,not found,no check has this address,true",
        "404,nginx,nothing at this address,true",
        "409,ambiguous slug,several checks have this slug,true"
    })
    void saysWhatElseAnAnswerMeans(int status, String body, String words, boolean slow) {
        Retry retry = (Retry) read(status, body);
        assertThat(retry.reason()).contains(words);
        assertThat(retry.slow()).isEqualTo(slow);
    }

    @Test
    void isRefusedWhenTheRequestItselfIsWrong() {
        assertThat(read(400, "bad rid")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hc-ping.com/",
                "https://hc-ping.com/nightly-s3cret",
                "hc-ping.com/s3cret",
                "https://h/ping/s3cret"
            })
    void saysWhatIsNoPingUrl(String url) {
        assertThat(Healthchecks.of(url).fault())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("copy the ping URL").doesNotContain("s3cret"));
    }

    @Test
    void hidesThePingKeyAndTheLogin() {
        Healthchecks service = service("https://bob:passw0rd@hc.example/ping/fqOOd6-F4MMNuCEnzTU01w/nightly");
        assertThat(service.peer().clean("fqOOd6-F4MMNuCEnzTU01w bob:passw0rd passw0rd nightly", 100))
                .isEqualTo("<masked> <masked> <masked> nightly");
        assertThat(service.peer()).hasToString("https://hc.example/…");
    }
}
