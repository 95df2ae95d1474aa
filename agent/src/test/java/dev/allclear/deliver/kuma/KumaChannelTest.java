package dev.allclear.deliver.kuma;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.kuma.KumaChannel.Method;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an ordinary HTTP server that gives Kuma's answers. */
class KumaChannelTest {
    private static final String TOKEN = "AbCdEfGhIj0123456789AbCdEfGhIj01";
    private static final Push PUSH = new Push("backup-3f1c0b6e: 14/14 gäste, 41 min", Duration.ofMinutes(41));
    private static final WireMockServer KUMA = new WireMockServer(options().dynamicPort());

    private KumaChannel channel;

    @BeforeAll
    static void startServer() {
        KUMA.start();
    }

    @AfterAll
    static void stopServer() {
        KUMA.stop();
    }

    @BeforeEach
    void forgetRequests() {
        KUMA.resetAll();
        channel = channel(Method.GET);
    }

    @AfterEach
    void closeChannel() {
        channel.close();
    }

    private static KumaChannel channel(Method method) {
        String url = "http://127.0.0.1:" + KUMA.port() + "/api/push/" + TOKEN + "?status=up&msg=OK&ping=";
        return new KumaChannel(((Valid) PushUrl.parse(url)).url(), method, Duration.ofSeconds(20));
    }

    private static ResponseDefinitionBuilder ok() {
        return aResponse()
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withBody("{\"ok\":true}");
    }

    /** As Express answers what it has no route for. */
    private static ResponseDefinitionBuilder cannot(String method) {
        return aResponse()
                .withStatus(404)
                .withHeader("Content-Type", "text/html; charset=utf-8")
                .withBody("<!DOCTYPE html>\n<html lang=\"en\">\n<body>\n<pre>Cannot " + method + " /api/push/" + TOKEN
                        + "</pre>\n</body>\n</html>\n");
    }

    private List<String> methods() {
        return KUMA.getAllServeEvents().stream()
                .map(event -> event.getRequest().getMethod().getName())
                .sorted()
                .toList();
    }

    private LoggedRequest request() {
        assertThat(KUMA.getAllServeEvents()).hasSize(1);
        return KUMA.getAllServeEvents().get(0).getRequest();
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void sendsOneRequestWithEachParameterOnce(Method method) {
        KUMA.stubFor(any(anyUrl()).willReturn(ok()));
        try (KumaChannel sending = channel(method)) {
            assertThat(sending.send(PUSH)).isEqualTo(new Delivered());
        }
        assertThat(request().getMethod().getName()).isEqualTo(method.name());
        assertThat(request().getUrl())
                .isEqualTo("/api/push/" + TOKEN
                        + "?status=up&msg=backup-3f1c0b6e%3A%2014%2F14%20g%C3%A4ste%2C%2041%20min&ping=2460000");
        assertThat(request().getBody()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void sendsADownWithItsReason(Method method) {
        KUMA.stubFor(any(anyUrl()).willReturn(ok()));
        try (KumaChannel sending = channel(method)) {
            assertThat(sending.send(new Push("guest 101 failed", Duration.ofMinutes(41), false)))
                    .isEqualTo(new Delivered());
        }
        assertThat(request().getUrl()).isEqualTo("/api/push/" + TOKEN + "?status=down&msg=guest%20101%20failed");
    }

    @Test
    void offersNoUpgradeCookieOrCompression() {
        KUMA.stubFor(any(anyUrl()).willReturn(ok().withHeader("Set-Cookie", "session=1")));
        channel.send(PUSH);
        channel.send(PUSH);
        assertThat(KUMA.getAllServeEvents()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getRequest().getAllHeaderKeys())
                    .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                    .containsExactlyInAnyOrder("accept", "host", "connection", "user-agent");
            assertThat(event.getRequest().getHeader("Connection")).isEqualToIgnoringCase("keep-alive");
            assertThat(event.getRequest().getProtocol()).isEqualTo("HTTP/1.1");
        });
    }

    @Test
    void fallsBackToGetWithAKumaThatKnowsNoPost() {
        KUMA.stubFor(post(anyUrl()).willReturn(cannot("POST")));
        KUMA.stubFor(get(anyUrl()).willReturn(ok()));
        try (KumaChannel sending = channel(Method.POST)) {
            assertThat(sending.send(PUSH)).isEqualTo(new Delivered());
            assertThat(methods()).containsExactly("GET", "POST");
        }
    }

    @Test
    void remembersThatGetWorks() {
        KUMA.stubFor(post(anyUrl()).willReturn(cannot("POST")));
        KUMA.stubFor(get(anyUrl()).willReturn(ok()));
        try (KumaChannel sending = channel(Method.POST)) {
            sending.send(PUSH);
            sending.send(PUSH);
            assertThat(methods()).containsExactly("GET", "GET", "POST");
        }
    }

    @Test
    void staysWithPostWhenGetIsNoBetter() {
        KUMA.stubFor(post(anyUrl()).willReturn(cannot("POST")));
        KUMA.stubFor(get(anyUrl()).willReturn(cannot("GET")));
        try (KumaChannel sending = channel(Method.POST)) {
            assertThat(sending.send(PUSH)).isInstanceOf(Retry.class);
            sending.send(PUSH);
            assertThat(methods()).containsExactly("GET", "GET", "POST", "POST");
        }
    }

    @Test
    void doesNotAskTwiceForAnUnknownToken() {
        KUMA.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(404)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"ok\":false,\"msg\":\"Monitor not found or not active.\"}")));
        try (KumaChannel sending = channel(Method.POST)) {
            assertThat(sending.send(PUSH)).isInstanceOf(Retry.class);
            assertThat(methods()).containsExactly("POST");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        KUMA.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Location", "http://127.0.0.1:" + KUMA.port() + "/api/push/" + TOKEN)));
        assertThat(channel.send(PUSH).toString()).contains("redirect").doesNotContain(TOKEN);
        assertThat(methods()).containsExactly("GET");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 429, 500, 502, 503, 504})
    void asksOncePerAttempt(int status) {
        KUMA.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Retry-After", "7")
                        .withHeader("WWW-Authenticate", "Basic realm=\"x\"")
                        .withHeader("Proxy-Authenticate", "Basic realm=\"x\"")));
        assertThat(channel.send(PUSH)).isInstanceOf(Retry.class);
        assertThat(methods()).containsExactly("GET");
    }

    @Test
    void handsOnWhatTheServerAsksFor() {
        KUMA.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "7")));
        assertThat(((Retry) channel.send(PUSH)).notBefore()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void isRefusedByAHeadThatIsTooLarge() {
        KUMA.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(431)));
        assertThat(channel.send(PUSH)).isInstanceOf(Refused.class);
    }

    @Test
    void recognisesTheFrontPage() {
        KUMA.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/html; charset=utf-8")
                        .withBody("<!DOCTYPE html><html><title>Uptime Kuma</title></html>")));
        assertThat(channel.send(PUSH).toString()).contains("web page");
    }

    @Test
    void usesNoProxyOfTheSystem() {
        KUMA.stubFor(any(anyUrl()).willReturn(ok()));
        System.setProperty("http.proxyHost", "192.0.2.1");
        System.setProperty("http.nonProxyHosts", "");
        try (KumaChannel sending = channel(Method.GET)) {
            assertThat(sending.send(PUSH)).isEqualTo(new Delivered());
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @Test
    void sendsTheLoginOfTheUrlWithoutBeingAsked() {
        KUMA.stubFor(any(anyUrl()).willReturn(ok()));
        String url = "http://bob:secret@127.0.0.1:" + KUMA.port() + "/api/push/" + TOKEN;
        try (KumaChannel sending =
                new KumaChannel(((Valid) PushUrl.parse(url)).url(), Method.GET, Duration.ofSeconds(20))) {
            sending.send(PUSH);
        }
        assertThat(request().getHeader("Authorization")).isEqualTo("Basic Ym9iOnNlY3JldA==");
    }

    @Test
    void warmsUpWithoutARequest() {
        channel.warmUp();
        assertThat(KUMA.getAllServeEvents()).isEmpty();
    }

    @Test
    void saysSoWhenItIsClosed() {
        channel.close();
        Answer answer = channel.send(PUSH);
        assertThat(answer.toString()).contains("allclear is stopping");
    }
}
