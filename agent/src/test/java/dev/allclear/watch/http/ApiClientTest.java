package dev.allclear.watch.http;

import static dev.allclear.testing.WireServer.GOOD;
import static dev.allclear.testing.WireServer.http;
import static dev.allclear.testing.WireServer.json;
import static dev.allclear.testing.WireServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.allclear.config.Secret;
import dev.allclear.testing.WireServer;
import dev.allclear.watch.http.Reply.Denied;
import dev.allclear.watch.http.Reply.Failed;
import dev.allclear.watch.http.Reply.Got;
import dev.allclear.watch.http.Reply.NodeDown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On real sockets, against servers that also do what no HTTP server would do. */
class ApiClientTest {
    private static final Credentials TOKEN = Credentials.pve("allclear@pve!agent", new Secret("s3cr3t"));
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final Decoder<String> TEXT = JsonBody.data(body -> String.valueOf(body.scalar()));

    private static final Limits QUICK = limits(Duration.ofSeconds(20), Duration.ofSeconds(20));

    private static Limits limits(Duration answer, Duration whole) {
        return new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), answer, whole, 64 << 10);
    }

    private static ApiClient client(Limits limits, URI... urls) {
        return ApiClient.of(List.of(urls), Trust.ofTheHost(), TOKEN, limits, NOON);
    }

    private static Reply<String> ask(WireServer.Script script) throws IOException {
        try (WireServer server = new WireServer(script);
                ApiClient client = client(QUICK, server.url())) {
            return client.get("/version", TEXT);
        }
    }

    private static Reply<String> ask(String answer) throws IOException {
        return ask((head, socket) -> write(socket, answer));
    }

    private static String failure(Reply<String> reply) {
        assertThat(reply).isInstanceOf(Failed.class);
        assertThat(((Failed<String>) reply).reason()).doesNotContain("s3cr3t");
        return ((Failed<String>) reply).reason();
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void asksWithTheTokenAndNothingElse() throws Exception {
        try (WireServer server = WireServer.saying(json(GOOD, "Set-Cookie: a=b; Path=/"));
                ApiClient client = client(QUICK, server.url())) {
            client.get("/version", TEXT);
            assertThat(client.get("/nodes/a%20b/tasks?limit=1", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(server.heads().get(1))
                    .startsWith("GET /api2/json/nodes/a%20b/tasks?limit=1 HTTP/1.1\r\n")
                    .contains(
                            "\r\nAuthorization: PVEAPIToken=allclear@pve!agent=s3cr3t\r\n",
                            "\r\nAccept-Encoding: gzip\r\n")
                    .doesNotContainIgnoringCase("cookie")
                    .doesNotContainIgnoringCase("upgrade");
        }
    }

    @Test
    void asksBehindThePathOfAReverseProxy() throws Exception {
        try (WireServer server = WireServer.saying(json(GOOD));
                ApiClient client = client(QUICK, URI.create(server.url() + "/pve/"))) {
            client.get("/version", TEXT);
            assertThat(server.heads().get(0)).startsWith("GET /pve/api2/json/version HTTP/1.1\r\n");
        }
    }

    @Test
    void readsCompressedAnswers() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }
        try (WireServer server = new WireServer((head, socket) -> {
                    write(
                            socket,
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                                    + packed.size() + "\r\n\r\n");
                    write(socket, packed.toByteArray());
                });
                ApiClient client = client(QUICK, server.url())) {
            client.get("/a", TEXT);
            assertThat(client.get("/b", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void refusesDamagedCompression() throws Exception {
        assertThat(failure(ask(json("no gzip", "Content-Encoding: gzip")))).contains("compressed data is damaged");
        assertThat(failure(ask(json("", "Content-Encoding: gzip")))).contains("compressed data breaks off");
    }

    @Test
    void goesOnWithTheNextAddressAndStaysThere() throws Exception {
        try (WireServer second = WireServer.saying(json(GOOD));
                WireServer first = WireServer.saying(http("502 Bad Gateway", "text/html", "<h1>no</h1>"));
                ApiClient client = client(QUICK, first.url(), second.url())) {
            assertThat(client.get("/a", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(client.get("/b", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(first.heads()).hasSize(1);
            assertThat(second.heads()).hasSize(2);
        }
    }

    @Test
    void goesOnWhenTheConnectionIsRefused() throws Exception {
        try (WireServer second = WireServer.saying(json(GOOD));
                ApiClient client = client(QUICK, nobody(), second.url())) {
            assertThat(client.get("/a", TEXT)).isEqualTo(new Got<>("good"));
        }
    }

    @Test
    void goesOnWhenTheAnswerBreaksOff() throws Exception {
        try (WireServer second = WireServer.saying(json(GOOD));
                WireServer first = new WireServer((head, socket) -> {
                    write(
                            socket,
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"da");
                    socket.close();
                });
                ApiClient client = client(QUICK, first.url(), second.url())) {
            assertThat(client.get("/a", TEXT)).isEqualTo(new Got<>("good"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "595 No route to host",
                "596 Connection timed out",
                "500 x",
                "401 No ticket",
                "403 x",
                "400 x",
                "429 x"
            })
    void doesNotAskElsewhereWhatTheApiItselfHasAnswered(String status) throws Exception {
        try (WireServer first = WireServer.saying(http(status, "application/json", ""));
                WireServer second = WireServer.saying(json(GOOD));
                ApiClient client = client(QUICK, first.url(), second.url())) {
            assertThat(client.get("/a", TEXT)).isInstanceOfAny(NodeDown.class, Failed.class, Denied.class);
            assertThat(second.heads()).isEmpty();
        }
    }

    @Test
    void namesWhatIsWrongWithEveryAddress() throws Exception {
        URI nobody = nobody();
        try (WireServer first = WireServer.saying(http("503 x", "text/html", "<p>", "Retry-After: 90"));
                ApiClient client = client(QUICK, first.url(), nobody)) {
            Reply<String> reply = client.get("/a", TEXT);
            assertThat(failure(reply))
                    .contains(first.url() + " answered 503", nobody + " cannot be reached: connection refused");
            assertThat(((Failed<String>) reply).retryAfter()).isEqualTo(Duration.ofSeconds(90));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"120", "Sat, 21 Nov 2026 12:02:00 GMT"})
    void readsHowLongItWantsToBeLeftAlone(String header) throws Exception {
        Failed<String> reply =
                (Failed<String>) ask(http("429 Too Many Requests", "text/plain", "", "Retry-After: " + header));
        assertThat(reply.retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "0", "Sat, 21 Nov 2026 11:59:00 GMT"})
    void ignoresASenselessWish(String header) throws Exception {
        Failed<String> reply = (Failed<String>) ask(http("429 x", "text/plain", "", "Retry-After: " + header));
        assertThat(reply.retryAfter()).isNull();
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        try (WireServer elsewhere = WireServer.saying(json(GOOD));
                WireServer server =
                        WireServer.saying(http("302 Found", "text/html", "", "Location: " + elsewhere.url() + "/x"));
                ApiClient client = client(QUICK, server.url())) {
            assertThat(failure(client.get("/a", TEXT))).contains("302", "a redirect");
            assertThat(elsewhere.heads()).isEmpty();
        }
    }

    @Test
    void ignoresTheProxyOfTheSystem() throws Exception {
        URI nobody = nobody();
        System.setProperty("http.proxyHost", nobody.getHost());
        System.setProperty("http.proxyPort", "" + nobody.getPort());
        System.setProperty("http.nonProxyHosts", "");
        try {
            assertThat(ask(json(GOOD))).isEqualTo(new Got<>("good"));
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @Test
    void refusesAWebPage() throws Exception {
        assertThat(failure(ask(http("200 OK", "text/html", "<html>login</html>"))))
                .contains("answered 200 with text/html instead of JSON");
    }

    @Test
    void refusesAnEmptyAnswer() throws Exception {
        assertThat(failure(ask(json("")))).contains("there is nothing in it");
        assertThat(failure(ask("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))).contains("there is nothing in it");
    }

    @Test
    void refusesJsonThatBreaksOff() throws Exception {
        assertThat(failure(ask(json("{\"data\":\"go")))).contains("JSON breaks off in the middle");
        assertThat(failure(ask(json("{\"data\":\"good\"")))).contains("breaks off");
    }

    @Test
    void refusesWhatIsNoJson() throws Exception {
        assertThat(failure(ask(json("error: x")))).contains("it is no JSON");
        assertThat(failure(ask(json("[1]")))).contains("no JSON object");
        assertThat(failure(ask(json(GOOD + "x")))).contains("no JSON");
        assertThat(failure(ask(json(GOOD + GOOD)))).contains("more behind its end");
    }

    @Test
    void refusesAnAnswerThatIsShorterThanItSays() throws Exception {
        assertThat(failure(ask((head, socket) -> {
                    write(
                            socket,
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"da");
                    socket.close();
                })))
                .contains("broke off in the middle of its answer");
    }

    @Test
    void saysThatTheConnectionWasResetBehindTheHead() throws Exception {
        assertThat(failure(ask((head, socket) -> {
                    write(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n");
                    WireServer.reset(socket);
                })))
                .containsAnyOf("broke off", "reset the connection");
    }

    @Test
    void saysThatItIsNoHttp() throws Exception {
        assertThat(failure(ask((head, socket) -> {
                    write(socket, "SSH-2.0-OpenSSH_9.2\r\nInvalid SSH identification string.\r\n");
                    socket.close();
                })))
                .contains("closed the connection without an answer", "no HTTP");
    }

    @Test
    void refusesAHeadWithoutEnd() throws Exception {
        assertThat(failure(ask(json(GOOD, "X-Waste: 1\r\n".repeat(300) + "X: 2"))))
                .contains("does not answer in HTTP");
    }

    @Test
    void saysThatTheNameIsUnknown() {
        try (ApiClient client = client(QUICK, URI.create("http://no-such-host.invalid:8006"))) {
            assertThat(failure(client.get("/a", TEXT))).contains("getent hosts no-such-host.invalid");
        }
    }

    @Test
    void doesNotReadAGiantAnswerToItsEnd() throws Exception {
        CountDownLatch gaveUp = new CountDownLatch(1);
        Reply<String> reply = ask((head, socket) -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"waste\":[\"");
            endless(socket, "0123456789abcdef".repeat(64) + "\",\"", gaveUp);
        });
        assertThat(failure(reply)).contains("larger than 64 KiB");
        assertThat(gaveUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void doesNotUnpackAnAnswerThatIsSmallOnlyOnTheWire() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"waste\":\"".getBytes(StandardCharsets.UTF_8));
            out.write(" ".repeat(4 << 20).getBytes(StandardCharsets.UTF_8));
        }
        Reply<String> reply = ask((head, socket) -> {
            write(
                    socket,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + packed.size() + "\r\n\r\n");
            write(socket, packed.toByteArray());
        });
        assertThat(failure(reply)).contains("larger than 64 KiB");
    }

    @Test
    void doesNotReadAGiantErrorToItsEnd() throws Exception {
        CountDownLatch gaveUp = new CountDownLatch(1);
        Reply<String> reply = ask((head, socket) -> {
            write(socket, "HTTP/1.1 500 oh\r\nContent-Type: text/plain\r\n\r\n");
            endless(socket, "waste ".repeat(200), gaveUp);
        });
        assertThat(failure(reply)).contains("500 (waste waste").hasSizeLessThan(1000);
        assertThat(gaveUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void endless(Socket socket, String waste, CountDownLatch gaveUp) throws InterruptedException {
        try {
            while (true) {
                write(socket, waste);
            }
        } catch (IOException e) {
            gaveUp.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"data\":\"",
                "HTTP/1.1 200 OK\r\nX-Slow: "
            })
    void endsAnAnswerThatComesByteByByte(String beginning) throws Exception {
        Limits limits = limits(Duration.ofSeconds(20), Duration.ofMillis(700));
        try (WireServer server = new WireServer((head, socket) -> {
                    write(socket, beginning);
                    while (true) {
                        write(socket, "x");
                        TimeUnit.MILLISECONDS.sleep(50);
                    }
                });
                ApiClient client = client(limits, server.url())) {
            long start = System.nanoTime();
            assertThat(failure(client.get("/a", TEXT))).contains("did not finish its answer");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void doesNotWaitForAServerThatSaysNothing() throws Exception {
        try (WireServer server = new WireServer((head, socket) -> {});
                ApiClient client = client(limits(Duration.ofMillis(300), Duration.ofSeconds(20)), server.url())) {
            assertThat(failure(client.get("/a", TEXT))).contains("is there but sent nothing");
        }
    }

    @Test
    void keepsTheConnectionWhenTheLastWordIsKeepAlive() throws Exception {
        try (WireServer server = WireServer.saying(json(GOOD, "Connection: close", "Connection: Keep-Alive"));
                ApiClient client = client(QUICK, server.url())) {
            client.get("/a", TEXT);
            client.get("/b", TEXT);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void leavesTheConnectionWhenTheLastWordIsClose() throws Exception {
        try (WireServer server = WireServer.saying(json(GOOD, "Connection: close"));
                ApiClient client = client(QUICK, server.url())) {
            client.get("/a", TEXT);
            client.get("/b", TEXT);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void keepsTheConnectionAfterAnError() throws Exception {
        try (WireServer server = WireServer.saying(http("400 x", "text/plain", "no"));
                ApiClient client = client(QUICK, server.url())) {
            client.get("/a", TEXT);
            client.get("/b", TEXT);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void asksAgainWhenAKeptConnectionIsClosedInsteadOfAnswered() throws Exception {
        List<Socket> answered = new ArrayList<>();
        try (WireServer server = new WireServer((head, socket) -> {
                    if (answered.contains(socket)) {
                        WireServer.reset(socket);
                    } else {
                        answered.add(socket);
                        write(socket, json(GOOD));
                    }
                });
                ApiClient client = client(QUICK, server.url())) {
            client.get("/a", TEXT);
            assertThat(client.get("/b", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void asksOnlyOnceOnANewConnection() throws Exception {
        try (WireServer server = new WireServer((head, socket) -> socket.close());
                ApiClient client = client(QUICK, server.url())) {
            assertThat(failure(client.get("/a", TEXT))).contains("closed the connection without an answer");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void closesIdleConnectionsByItself() throws Exception {
        try (WireServer server = WireServer.saying(json(GOOD));
                LeanHttp http = new LeanHttp(Trust.ofTheHost(), QUICK, Duration.ofMillis(100))) {
            try (var response = http.send(
                    new HttpHost("http", "127.0.0.1", server.url().getPort()),
                    LeanHttp.request(URI.create("/a"), "none"),
                    HttpClientContext.create())) {
                EntityUtils.consume(response.getEntity());
            }
            http.sweepLater();
            await().atMost(Duration.ofSeconds(10)).until(() -> server.open() == 0);
        }
    }

    @Test
    void answersManyWhileOneWaits() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (WireServer server = new WireServer((head, socket) -> {
                    if (head.startsWith("GET /api2/json/slow")) {
                        release.await();
                    }
                    write(socket, json(GOOD));
                });
                ApiClient client = client(QUICK, server.url())) {
            List<CompletableFuture<Reply<String>>> slow = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                slow.add(CompletableFuture.supplyAsync(
                        () -> client.get("/slow", TEXT), task -> new Thread(task).start()));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> server.heads().size() == 10);
            assertThat(client.get("/quick", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(slow).noneMatch(CompletableFuture::isDone);
            release.countDown();
            for (CompletableFuture<Reply<String>> reply : slow) {
                assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(new Got<>("good"));
            }
        }
    }

    @Test
    void givesUpAtOnceWhenClosed() throws Exception {
        try (WireServer server = new WireServer((head, socket) -> {})) {
            ApiClient client = client(QUICK, server.url());
            CompletableFuture<Reply<String>> waiting =
                    CompletableFuture.supplyAsync(() -> client.get("/a", TEXT), task -> new Thread(task).start());
            await().atMost(Duration.ofSeconds(10)).until(() -> server.heads().size() == 1);
            client.close();
            assertThat(failure(waiting.get(5, TimeUnit.SECONDS))).contains("allclear is stopping");
            assertThat(failure(client.get("/b", TEXT))).contains("allclear is stopping");
        }
    }

    @Test
    void needsNoThreadOfItsOwn() throws Exception {
        ask(json(GOOD));
        int before = Thread.getAllStackTraces().size();
        List<ApiClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(client(QUICK, nobody()));
            clients.get(i).get("/a", TEXT);
        }
        assertThat(Thread.getAllStackTraces()).hasSizeLessThan(before + 20);
        clients.forEach(ApiClient::close);
    }

    @Test
    void neverShowsTheSecret() throws Exception {
        assertThat(TOKEN.toString()).contains("allclear@pve!agent").doesNotContain("s3cr3t");
        assertThat(failure(ask(http("400 PVEAPIToken=allclear@pve!agent=s3cr3t", "text/plain", ""))))
                .contains("***");
        assertThat(failure(ask(json("s3cr3t")))).contains("no JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a:8006", "a:8006", "https:///x", "https://root:pw@a:8006"})
    void refusesWhatIsNoUrlOfAnApi(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(QUICK, URI.create(url)))
                .withMessageNotContaining("pw@");
    }

    @Test
    void encodesPartsOfPaths() {
        assertThat(ApiClient.encode("store\\x3a/ü é!-._~")).isEqualTo("store%5Cx3a%2F%C3%BC%20%C3%A9!-._~");
    }
}
