package dev.allclear.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.LocalHost;
import dev.allclear.config.PageConf;
import dev.allclear.config.Secret;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Ledger;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Heartbeat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, in the words of HTTP, since a client library would not send what an attacker does. */
class StatusServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String TOKEN = "pushSecret4711";

    @TempDir
    private Path directory;

    private StatusServer server;
    private Ledger ledger;
    private boolean judging = true;

    @BeforeEach
    void serve() {
        ledger = Ledger.open(directory);
        AgentConf conf = conf();
        server = new StatusServer(new StatusSite(
                () -> conf,
                new MetricRegistry(),
                () -> judging,
                InstantSource.system(),
                ZoneOffset.UTC,
                List.of("pve1", "pve1.example.com")));
        server.use(new PageConf(false, ANY_PORT, null));
    }

    private AgentConf conf() {
        HeartbeatConf heartbeat = new HeartbeatConf(
                new Heartbeat(
                        "nightly",
                        new Heartbeat.JobWatch("backup-1"),
                        new TreeSet<>(),
                        true,
                        false,
                        true,
                        Duration.ofMinutes(15),
                        null),
                new Secret("http://127.0.0.1:1/api/push/" + TOKEN),
                HeartbeatConf.Method.GET,
                null,
                Duration.ofSeconds(30),
                false,
                false,
                Duration.ofHours(1));
        return new AgentConf(
                List.of(heartbeat),
                List.of(new SourceConf(
                        "local",
                        Upid.Product.PVE,
                        List.of(),
                        null,
                        Secret.NONE,
                        List.of(),
                        null,
                        new TreeSet<>(),
                        Duration.ofSeconds(30),
                        LocalHost.DEFAULT,
                        false)),
                directory);
    }

    @AfterEach
    void stop() {
        server.close();
        ledger.close();
    }

    private int port() {
        return server.address().orElseThrow().getPort();
    }

    /** Sends these lines and an empty one, and reads to the end. */
    private String ask(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(20_000);
            String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1", "Host: localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8019",
                "localhost.",
                "127.0.0.1:8019",
                "[::1]:8019",
                "pve1",
                "PVE1.example.com:8019",
                "192.0.2.7"
            })
    void answersToItsOwnNamesAndToAddresses(String host) throws IOException {
        assertThat(ask("GET / HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "pve1:8019@evil.example",
                "",
                "[::1"
            })
    void answersToNoOtherNameBecauseItMayPointHereToStealThePage(String host) throws IOException {
        assertThat(ask("GET / HTTP/1.1", "Host: " + host))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("nightly");
    }

    @Test
    void refusesAQuestionWithoutAHost() throws IOException {
        assertThat(ask("GET / HTTP/1.1", "Accept: */*")).startsWith("HTTP/1.1 421 ");
    }

    @Test
    void refusesAQuestionWithTwoHosts() throws IOException {
        assertThat(ask("GET / HTTP/1.1", "Host: localhost", "Host: evil.example"))
                .startsWith("HTTP/1.1 421 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void changesNothing(String method) throws IOException {
        assertThat(ask(method + " / HTTP/1.1", "Host: localhost", "Content-Length: 0"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD");
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws IOException {
        String answer = ask("HEAD /healthz HTTP/1.1", "Host: localhost");
        assertThat(answer).startsWith("HTTP/1.1 ").endsWith("\r\n\r\n").containsPattern("Content-(L|l)ength: [1-9]");
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200",
        "/guests, 200",
        "/events, 200",
        "/heartbeat/nightly, 200",
        "/heartbeat/nightl%79, 200",
        "/metrics, 200",
        "/style.css, 200",
        "/icon.svg, 200",
        "/nothing, 404",
        "/heartbeat/, 404",
        "/heartbeat/other, 404",
        "/heartbeat/nightly/run/none, 404",
        "/heartbeat/nightly/run/, 404",
        "/../../etc/passwd, 404",
        "/guests/, 404"
    })
    void knowsItsPaths(String path, int status) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/heartbeat/%zz", "//", "nothing", "http://[/"})
    void refusesWhatIsNoPath(String path) throws IOException {
        assertThat(get(path)).containsPattern("^HTTP/1\\.1 40[04] ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/metrics", "/healthz", "/style.css"})
    void letsTheBrowserDoNothingButShowThePage(String path) throws IOException {
        assertThat(get(path))
                .containsIgnoringCase("Content-Security-Policy: default-src 'none'; style-src 'self'")
                .containsIgnoringCase("frame-ancestors 'none'")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Referrer-Policy: no-referrer")
                .containsIgnoringCase("Cache-Control: no-store")
                .doesNotContain("unsafe-inline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/heartbeat/nightly", "/guests", "/events", "/nothing"})
    void hasNeitherScriptNorStyleInThePage(String path) throws IOException {
        assertThat(get(path)).doesNotContain("<script").doesNotContain("<style").doesNotContain("style=\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/heartbeat/nightly", "/metrics", "/healthz", "/events"})
    void showsNoPushUrl(String path) throws IOException {
        assertThat(get(path)).doesNotContain(TOKEN);
    }

    @Test
    void showsAPathAsTextOnly() throws IOException {
        assertThat(get("/%3Cscript%3Ealert(1)%3C/script%3E"))
                .startsWith("HTTP/1.1 404 ")
                .doesNotContain("alert(1)");
    }

    @Test
    void saysThatASourceHasNotBeenLookedAt() throws IOException {
        assertThat(get("/healthz"))
                .startsWith("HTTP/1.1 503 ")
                .containsIgnoringCase("Content-Type: text/plain; charset=utf-8")
                .contains("source local is not looked at yet");
    }

    @Test
    void saysThatTheJudgeIsDead() throws IOException {
        judging = false;
        assertThat(get("/healthz")).startsWith("HTTP/1.1 503 ").contains("the judge is not running");
    }

    @Test
    void metricsAreSoundTextOfTheirFormat() throws IOException {
        assertThat(get("/metrics"))
                .containsIgnoringCase("Content-Type: text/plain; version=0.0.4; charset=utf-8")
                .contains("# TYPE allclear_heartbeat_state gauge")
                .contains("allclear_heartbeat_state{heartbeat=\"nightly\",state=\"never\"} 1\n")
                .contains("allclear_source_state{source=\"local\",state=\"unknown\"} 1\n")
                .contains("allclear_ledger_readable 1\n")
                .contains("process_resident_memory_bytes ");
    }

    @Test
    void aMissingLedgerIsSaidAndMetricsGoOn() throws IOException {
        loseTheLedger();
        assertThat(get("/")).startsWith("HTTP/1.1 503 ").contains("there is no ledger in");
        assertThat(get("/healthz")).startsWith("HTTP/1.1 503 ").contains("there is no ledger in");
        assertThat(get("/metrics")).startsWith("HTTP/1.1 200 ").contains("allclear_ledger_readable 0\n");
    }

    @Test
    void aDamagedLedgerIsSaidWithoutAStackTrace() throws IOException {
        loseTheLedger();
        Files.writeString(
                directory.resolve("allclear.db"), "this is no database, and long enough to be none".repeat(99));
        assertThat(get("/"))
                .startsWith("HTTP/1.1 503 ")
                .contains("is damaged")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    private void loseTheLedger() throws IOException {
        ledger.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void asksForNameAndPasswordWhereAFileNamesUsers() throws IOException {
        Path file = directory.resolve("passwords");
        Files.writeString(
                file,
                "# who may look\n\n" + PasswordLine.of("änne", "correct horse").line() + "\n");
        server.use(new PageConf(false, ANY_PORT, file));
        assertThat(get("/"))
                .startsWith("HTTP/1.1 401 ")
                .contains("Basic realm=\"allclear\"")
                .doesNotContain("nightly");
        assertThat(as("änne:correct horse")).startsWith("HTTP/1.1 200 ");
        assertThat(as("änne:correct horse")).startsWith("HTTP/1.1 200 ");
        assertThat(as("änne:correct hors")).startsWith("HTTP/1.1 401 ");
        assertThat(as("other:correct horse")).startsWith("HTTP/1.1 401 ");
        assertThat(as("correct horse")).startsWith("HTTP/1.1 401 ");
    }

    private String as(String pair) throws IOException {
        return ask(
                "GET / HTTP/1.1",
                "Host: localhost",
                "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isNotShownWithAPasswordFileOfNoUse() throws IOException {
        Path file = Files.writeString(directory.resolve("passwords"), "admin:plaintext\n");
        server.use(new PageConf(false, ANY_PORT, file));
        assertThat(server.address()).isEmpty();
    }

    @Test
    void goesOnWithoutThePortThatAnotherProgramHasAndTakesAnotherLater() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.use(new PageConf(
                    false, new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort()), null));
            assertThat(server.address()).isEmpty();
        }
        server.use(new PageConf(false, ANY_PORT, null));
        assertThat(get("/")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void isGoneWhenItIsDisabled() {
        server.use(PageConf.NONE);
        assertThat(server.address()).isEmpty();
    }

    @Test
    void slowClientsDoNotKeepOthersWaitingForLong() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(get("/healthz")).startsWith("HTTP/1.1 ");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
