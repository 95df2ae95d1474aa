package dev.allclear.it.kuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeKumaTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final FakeKuma v1 = FakeKuma.v1();
    private final FakeKuma v2 = FakeKuma.v2();
    private final String token1 = v1.addMonitor();
    private final String token2 = v2.addMonitor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        v1.close();
        v2.close();
    }

    private HttpResponse<String> send(String method, FakeKuma kuma, String target) throws Exception {
        return send(method, "http://127.0.0.1:" + kuma.port() + target, AMPLE);
    }

    private HttpResponse<String> send(String method, String url, Duration timeout) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, BodyPublishers.noBody())
                        .timeout(timeout)
                        .build(),
                BodyHandlers.ofString());
    }

    private Beat pushed(FakeKuma kuma, String token, String query) throws Exception {
        int before = kuma.beats(token).size();
        assertThat(send("GET", kuma, "/api/push/" + token + query).body()).isEqualTo("{\"ok\":true}");
        assertThat(kuma.beats(token)).hasSize(before + 1);
        return kuma.beats(token).get(before);
    }

    private static String raw(FakeKuma kuma, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kuma.port())) {
            socket.setSoTimeout((int) AMPLE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void takesThePushUrlAsItShowsIt() throws Exception {
        HttpResponse<String> answer = send("GET", v2.pushUrl(token2), AMPLE);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.headers().firstValue("Keep-Alive")).contains("timeout=5");
        Beat beat = v2.beats(token2).get(0);
        assertThat(beat).isEqualTo(new Beat(beat.time(), token2, true, "OK", null));
    }

    @Test
    void makesTokensAsLongAsItsVersionDoes() {
        assertThat(token1).matches("[A-Za-z0-9]{10}");
        assertThat(token2).matches("[A-Za-z0-9]{32}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
    void version2TakesEveryMethodForAPush(String method) throws Exception {
        assertThat(send(method, v2, "/api/push/" + token2).statusCode()).isEqualTo(200);
        assertThat(v2.beats()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"GET,200,1", "HEAD,200,1", "OPTIONS,200,0", "POST,404,0", "PUT,404,0", "DELETE,404,0"})
    void version1TakesGetAndHeadForAPush(String method, int status, int beats) throws Exception {
        assertThat(send(method, v1, "/api/push/" + token1).statusCode()).isEqualTo(status);
        assertThat(v1.beats()).hasSize(beats);
    }

    @Test
    void version1SaysThatItCannotPost() throws Exception {
        assertThat(send("POST", v1, "/api/push/" + token1).body()).contains("Cannot POST /api/push/" + token1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|true|OK|",
                "?status=|true|OK|",
                "?status=up&msg=14%2F14+%C3%A4%F0%9F%98%80%2B&ping=2460000|true|14/14 ä😀+|2460000",
                "?status=UP|false|OK|",
                "?status=down&msg=x|false|x|",
                "?status=up&status=up|false|OK|",
                "?status%5B%5D=up|false|OK|",
                "?status=up&msg=OK&ping=?status=up&msg=Backup_OK|true|[object Object]|",
                "?msg=%FF|true|%FF|",
                "?ping=0|true|OK|",
                "?ping=12.5|true|OK|12.5",
                "?ping=1e3|true|OK|1000",
                "?ping=12ms|true|OK|12",
                "?ping=12&ping=13|true|OK|12",
                "?ping=ms|true|OK|"
            })
    void readsParametersAsExpressDoes(String query, boolean up, String msg, Double ping) throws Exception {
        Beat beat = pushed(v2, token2, query);
        assertThat(beat.up()).isEqualTo(up);
        assertThat(beat.msg()).isEqualTo(msg);
        assertThat(beat.ping()).isEqualTo(ping);
    }

    @Test
    void storesAnInvalidEscapeAsItIs() throws Exception {
        raw(v2, "GET /api/push/" + token2 + "?msg=100%zz HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(v2.beats().get(0).msg()).isEqualTo("100%zz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "100000000001", "Infinity"})
    void refusesAPingOutsideItsRangeSinceVersion2(String ping) throws Exception {
        HttpResponse<String> answer = send("GET", v2, "/api/push/" + token2 + "?ping=" + ping);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"ok\":false", "Invalid ping value");
        assertThat(v2.beats()).isEmpty();
        assertThat(pushed(v1, token1, "?ping=" + ping).ping()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/push/nobody", "/api/push/", "/API/push/nobody"})
    void knowsNoOtherToken(String path) throws Exception {
        HttpResponse<String> answer = send("GET", v2, path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"ok\":false,\"msg\":\"Monitor not found or not active.\"}");
    }

    @Test
    void doesNotKnowAPausedMonitor() throws Exception {
        v2.setActive(token2, false);
        assertThat(send("GET", v2.pushUrl(token2), AMPLE).statusCode()).isEqualTo(404);
        v2.setActive(token2, true);
        assertThat(send("GET", v2.pushUrl(token2), AMPLE).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/push/TOKEN/", "//api/push/TOKEN", "/kuma/api/push/TOKEN", "/"})
    void showsItsFrontPageOnAnyOtherPath(String path) throws Exception {
        HttpResponse<String> answer = send("GET", v2, path.replace("TOKEN", token2));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(send("POST", v2, path.replace("TOKEN", token2)).body()).contains("Cannot POST");
        assertThat(v2.beats()).isEmpty();
    }

    @Test
    void knowsThePathInCapitals() throws Exception {
        assertThat(send("GET", v2, "/API/PUSH/" + token2).statusCode()).isEqualTo(200);
        assertThat(v2.beats()).hasSize(1);
    }

    @Test
    void closesAnOfferToUpgradeAfterASecond() throws Exception {
        Instant start = Instant.now();
        assertThat(
                        raw(
                                v2,
                                "GET /api/push/" + token2
                                        + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"))
                .isEmpty();
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(990));
        assertThat(v2.beats()).isEmpty();
    }

    @Test
    void isATrapForTheDefaultClientOfJava() {
        HttpRequest push =
                HttpRequest.newBuilder(URI.create(v2.pushUrl(token2))).build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(push, BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("header parser received no bytes");
        assertThat(v2.beats()).isEmpty();
    }

    @Test
    void refusesAHeadAboveSixteenKibibytes() throws Exception {
        assertThat(raw(v2, "GET /api/push/" + token2 + "?msg=" + "x".repeat(17_000) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(pushed(v2, token2, "?msg=" + "x".repeat(15_000)).msg()).hasSize(15_000);
    }

    @Test
    void speaksNoHttp2() throws Exception {
        assertThat(raw(v2, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEmpty();
    }

    @Test
    void version2AnswersLateWhenAMonitorComesBack() throws Exception {
        v2.setNotificationTime(Duration.ofMillis(700));
        pushed(v2, token2, "?status=down");
        assertThatThrownBy(() -> send("GET", v2.pushUrl(token2), Duration.ofMillis(200)))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(v2.awaitBeats(2, AMPLE)).last().matches(Beat::up);
        assertThat(pushed(v2, token2, "").up()).isTrue();
    }

    @Test
    void refusesConnectionsAndListensAgainOnTheSamePort() throws Exception {
        v2.fault(new Fault.RefuseConnections());
        assertThatThrownBy(() -> send("GET", v2.pushUrl(token2), AMPLE)).isInstanceOf(IOException.class);
        v2.heal();
        assertThat(send("GET", v2.pushUrl(token2), AMPLE).statusCode()).isEqualTo(200);
    }

    @Test
    void failsAsOftenAsToldAndThenWorks() throws Exception {
        v2.fault(new Fault.Status(503, "text/plain", "later"), 2);
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            codes.add(send("GET", v2.pushUrl(token2), AMPLE).statusCode());
        }
        assertThat(codes).containsExactly(503, 503, 200);
        assertThat(v2.beats()).hasSize(1);
    }

    @Test
    void showsAPageOrANewAddressInsteadOfStoring() throws Exception {
        v2.fault(new Fault.HtmlFrontPage(), 1);
        assertThat(send("GET", v2.pushUrl(token2), AMPLE).body()).contains("<title>Uptime Kuma</title>");
        v2.fault(new Fault.Redirect("https://kuma.example/"), 1);
        assertThat(send("GET", v2.pushUrl(token2), AMPLE).headers().firstValue("Location"))
                .contains("https://kuma.example/");
        assertThat(v2.beats()).isEmpty();
    }

    @Test
    void closesWithoutAnAnswerWithAndWithoutABeat() throws Exception {
        String push = "POST /api/push/" + token2 + " HTTP/1.1\r\n\r\n";
        v2.fault(new Fault.CloseWithoutAnswer(false), 1);
        assertThat(raw(v2, push)).isEmpty();
        assertThat(v2.beats()).isEmpty();
        v2.fault(new Fault.CloseWithoutAnswer(true), 1);
        assertThat(raw(v2, push)).isEmpty();
        assertThat(v2.beats()).hasSize(1);
    }

    @Test
    void dripsOrDelaysItsAnswer() throws Exception {
        v2.fault(new Fault.DripSlowly(Duration.ofMillis(2)), 1);
        assertThat(send("GET", v2.pushUrl(token2), AMPLE).body()).isEqualTo("{\"ok\":true}");
        v2.fault(new Fault.Delay(Duration.ofMillis(300)), 1);
        assertThatThrownBy(() -> send("GET", v2.pushUrl(token2), Duration.ofMillis(100)))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(v2.awaitBeats(2, AMPLE)).hasSize(2);
    }

    @Test
    void answersOnceAndThenNeverAgainOnThatConnection() throws Exception {
        v2.fault(new Fault.AnswerThenHang(), 1);
        assertThat(send("GET", v2.pushUrl(token2), AMPLE).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> send("GET", v2.pushUrl(token2), Duration.ofMillis(300)))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(v2.beats()).hasSize(1);
    }

    @Test
    void callsBackBeforeAndAfterItsAnswer() throws Exception {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        v2.onRequest(request -> calls.add("asked, beats " + v2.beats().size()));
        v2.onAnswered(request -> calls.add("answered, beats " + v2.beats().size()));
        raw(v2, "GET /api/push/" + token2 + " HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(calls).containsExactly("asked, beats 0", "answered, beats 1");
        assertThat(v2.requests()).hasSize(1);
    }

    @Test
    void saysWhichBeatsAreMissing() {
        assertThatThrownBy(() -> v2.awaitBeats(1, Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected 1 beats");
    }
}
