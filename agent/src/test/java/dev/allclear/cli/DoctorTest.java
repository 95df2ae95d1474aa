package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.SourceConf;
import dev.allclear.daemon.ApiTime;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.testing.Keys;
import dev.allclear.testing.WireServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} finds where something is wrong with the world, over real sockets. */
class DoctorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NEVER = Instant.EPOCH;

    @TempDir
    private Path directory;

    private final List<Finding> findings = new ArrayList<>();

    private List<String> lines() {
        return findings.stream().map(Finding::toString).toList();
    }

    private AgentConf conf(String text) throws IOException {
        String file = Terminal.conf(directory, text);
        AgentConf.Reading read = AgentConf.read(Path.of(file), null, Map.of(), PushUrl::fault);
        assertThat(read).isInstanceOf(AgentConf.Reading.Good.class);
        return ((AgentConf.Reading.Good) read).conf();
    }

    private SourceConf api(URI url, String more) throws IOException {
        return conf("heartbeat: nightly\n\tjob backup-1\n\npve: cluster\n\turl " + url
                        + "\n\ttoken-id allclear@pve!agent\n\ttoken 00000000-0000-4000-8000-000000000001\n\tlocal no"
                        + more)
                .source("cluster")
                .orElseThrow();
    }

    private List<String> examine(SourceConf source) {
        new SourceExamination(source, ApiProbe.REAL, findings).examine(false);
        return lines();
    }

    private static WireServer pve(String permissions, String date) throws IOException {
        return new WireServer((head, socket) -> {
            String path = head.split(" ", 3)[1];
            String body = path.contains("/access/permissions")
                    ? "{\"data\":" + permissions + "}"
                    : path.contains("/cluster/status")
                            ? "{\"data\":[{\"type\":\"node\",\"name\":\"pve1\",\"online\":1,\"local\":1,\"id\":\"node/pve1\"}]}"
                            : path.endsWith("/nodes")
                                    ? "{\"data\":[{\"node\":\"pve1\",\"status\":\"online\"}]}"
                                    : path.endsWith("/time")
                                            ? "{\"data\":{\"timezone\":\"America/New_York\",\"time\":1}}"
                                            : "{\"data\":[]}";
            WireServer.write(socket, WireServer.json(body, "Date: " + date));
        });
    }

    private static String date(Instant at) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    @Test
    void aTokenWithoutRightsIsToldWithTheCommandThatMendsIt() throws IOException {
        try (WireServer server = pve("{}", date(NOW))) {
            assertThat(examine(api(server.url(), "")))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("PROBLEM  source cluster")
                            .contains("pveum acl modify"));
        }
    }

    @Test
    void anUnreachableSourceIsAProblem() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(examine(api(URI.create("http://127.0.0.1:" + port), "")))
                .anySatisfy(line ->
                        assertThat(line).startsWith("PROBLEM  source cluster").contains("connection refused"));
    }

    @Test
    void anExpiredCertificateOfASourceIsAProblem() throws Exception {
        Keys keys = expired();
        Path authority = directory.resolve("ca.pem");
        keys.pem("authority", authority);
        try (WireServer server = keys.serve("expired")) {
            assertThat(examine(api(server.url("https"), "\n\tca-file " + authority)))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("PROBLEM  source cluster")
                            .contains("a certificate that has expired"));
        }
    }

    private Keys expired() throws Exception {
        return new Keys(directory)
                .make("authority", "-ext", "bc=ca:true", "-startdate", "-20d")
                .make(
                        "expired",
                        "-signer",
                        "authority",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-startdate",
                        "-9d",
                        "-validity",
                        "5");
    }

    @Test
    void anExpiredCertificateOfAMonitorIsAProblem() throws Exception {
        Keys keys = expired();
        try (WireServer server = keys.serve("expired")) {
            SSLContext trust = Keys.trusting(keys.certificate("authority"));
            TargetExamination targets = new TargetExamination(findings, () -> trust);
            targets.heartbeat(heartbeat(server.url("https")));
            assertThat(lines())
                    .singleElement()
                    .asString()
                    .startsWith("PROBLEM  nightly: ")
                    .contains("has expired");
            assertThat(server.heads())
                    .as("requests, each of which would be a beat")
                    .isEmpty();
        }
    }

    private HeartbeatConf heartbeat(URI kuma) throws IOException {
        return conf("heartbeat: nightly\n\tjob backup-1\n\turl " + kuma + "/api/push/abc")
                .heartbeats()
                .get(0);
    }

    @Test
    void aClockTenMinutesOffIsAProblem() throws IOException {
        try (WireServer server = pve("{}", date(Instant.now().plus(Duration.ofMinutes(10))))) {
            ApiTime time = ApiProbe.REAL.time(api(server.url(), "")).orElseThrow();
            new ClockExamination(NOW, BERLIN, findings).ofSource("cluster", time);
            assertThat(lines().get(0))
                    .matches(
                            "PROBLEM  source cluster: its clock is (59[89]|60[0-2]) s ahead of this host's, so runs .*");
        }
    }

    @Test
    void theSameClockIsWell() throws IOException {
        try (WireServer server = pve("{}", date(Instant.now()))) {
            ApiTime time = ApiProbe.REAL.time(api(server.url(), "")).orElseThrow();
            new ClockExamination(NOW, BERLIN, findings).ofSource("cluster", time);
            assertThat(lines().get(0)).startsWith("ok       source cluster: its clock and this host's are the same");
        }
    }

    @Test
    void anotherTimeZoneIsWarnedOf() throws IOException {
        try (WireServer server = pve("{}", date(Instant.now()))) {
            ApiTime time = ApiProbe.REAL.time(api(server.url(), "")).orElseThrow();
            new ClockExamination(NOW, BERLIN, findings).ofSource("cluster", time);
            assertThat(lines().get(1))
                    .startsWith("warning  source cluster: node pve1 has the time zone America/New_York, this host"
                            + " Europe/Berlin");
        }
    }

    @Test
    void aZoneOfAnotherNameWithTheSameTimesIsWell() {
        new ClockExamination(NOW, BERLIN, findings)
                .ofSource("cluster", new ApiTime(Duration.ZERO, "pve1", "Europe/Vienna"));
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aHostWithoutATimeServiceIsWarnedOf() throws IOException {
        Files.createDirectories(directory.resolve("run/systemd/system"));
        new ClockExamination(NOW, BERLIN, findings).ofThisHost(directory);
        assertThat(lines()).singleElement().asString().startsWith("warning  no time service keeps");
    }

    @Test
    void chronyKeepsTheClock() throws IOException {
        Files.createDirectories(directory.resolve("run/systemd/system"));
        Files.createDirectories(directory.resolve("run/chrony"));
        Files.createFile(directory.resolve("run/chrony/chronyd.pid"));
        new ClockExamination(NOW, BERLIN, findings).ofThisHost(directory);
        assertThat(lines()).singleElement().asString().startsWith("ok       this host's clock is kept");
    }

    @Test
    void aContainerHasTheClockOfItsHost() throws IOException {
        Files.createDirectories(directory.resolve("run/systemd/system"));
        Files.createFile(directory.resolve("run/systemd/container"));
        new ClockExamination(NOW, BERLIN, findings).ofThisHost(directory);
        assertThat(lines()).isEmpty();
    }

    @Test
    void aFullDiskIsAProblem() {
        LedgerExamination.look(directory, existing -> LedgerExamination.NEARLY_FULL - 1, findings);
        assertThat(lines())
                .anyMatch(line -> line.startsWith("PROBLEM  only 15 MB are free for the ledger in " + directory));
    }

    @Test
    void aDiskThatFillsUpIsWarnedOf() {
        LedgerExamination.look(directory, existing -> LedgerExamination.ENOUGH - 1, findings);
        assertThat(lines()).anyMatch(line -> line.startsWith("warning  only 255 MB are free"));
    }

    @Test
    void whatIsFreeIsAskedOfTheFileSystemThatTheLedgerWillBeOn() {
        List<Path> asked = new ArrayList<>();
        LedgerExamination.look(
                directory.resolve("not/there/yet"),
                existing -> {
                    asked.add(existing);
                    return Long.MAX_VALUE;
                },
                findings);
        assertThat(asked).containsExactly(directory);
    }

    private List<String> target(String stanza) throws IOException {
        AgentConf conf = conf("heartbeat: nightly\n\tjob backup-1\n\n" + stanza);
        new TargetExamination(findings).target(conf.targets().get(0));
        return lines();
    }

    private static String smtp(int port) {
        return "smtp: relay\n\tserver 127.0.0.1\n\tport " + port
                + "\n\tmode insecure\n\tmailto a@example.com\n\tfrom-address b@example.com";
    }

    private static ServerSocket greeting(String words) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try (var socket = server.accept()) {
                socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                return; // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @Test
    void aMailServerThatGreetsIsWell() throws IOException {
        try (ServerSocket server = greeting("220 mail.example.com ESMTP\r\n")) {
            assertThat(target(smtp(server.getLocalPort())))
                    .singleElement()
                    .asString()
                    .startsWith("ok       target relay: 127.0.0.1:")
                    .endsWith("greets as a mail server (nothing was sent)");
        }
    }

    @Test
    void aMailServerThatWantsNobodyIsAProblem() throws IOException {
        try (ServerSocket server = greeting("554 no SMTP service here\r\n")) {
            assertThat(target(smtp(server.getLocalPort())))
                    .singleElement()
                    .asString()
                    .startsWith("PROBLEM  target relay: ")
                    .contains("does not greet with 220");
        }
    }

    @Test
    void aGotifyIsAskedForItsVersionOnly() throws IOException {
        try (WireServer server = WireServer.saying(WireServer.json("{\"version\":\"2.5.0\"}"))) {
            assertThat(target("gotify: phone\n\tserver " + server.url() + "\n\ttoken AbCdEf"))
                    .singleElement()
                    .asString()
                    .endsWith(" answers (nothing was sent)");
            assertThat(server.heads())
                    .singleElement()
                    .asString()
                    .startsWith("GET /version ")
                    .doesNotContain("AbCdEf");
        }
    }

    @Test
    void aServerThatIsNoGotifyIsAProblem() throws IOException {
        try (WireServer server = WireServer.saying(WireServer.http("404 Not Found", "text/html", "no"))) {
            assertThat(target("gotify: phone\n\tserver " + server.url() + "\n\ttoken AbCdEf"))
                    .singleElement()
                    .asString()
                    .startsWith("PROBLEM  target phone: ")
                    .contains("answers 404 to GET version");
        }
    }

    @Test
    void aHookThatPushesToTheSameMonitorIsWarnedOf() throws IOException {
        new SampleHost(directory.resolve("host")).pve("01-ok-1-guest").hook();
        HeartbeatConf heartbeat = conf("heartbeat: nightly\n\tjob backup-1\n\turl http://10.0.0.5:3001/api/push/"
                        + SampleHost.TOKEN + "?status=up&msg=OK&ping=")
                .heartbeats()
                .get(0);
        HookExamination.look(directory.resolve("host"), List.of(heartbeat), findings);
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("warning  nightly: the hook script /usr/local/bin/hook.sh pushes to the same monitor")
                .doesNotContain(SampleHost.TOKEN);
    }

    @Test
    void offlineNobodyIsConnectedTo() throws IOException {
        try (WireServer server = pve("{}", date(NEVER))) {
            AgentConf conf = conf("heartbeat: nightly\n\tjob backup-1\n\turl " + server.url()
                    + "/api/push/abc\n\npve: cluster\n\turl "
                    + server.url() + "\n\ttoken-id allclear@pve!agent\n\ttoken 00000000-0000-4000-8000-000000000001"
                    + "\n\tlocal no");
            Examination.of(conf, ApiProbe.LOCAL, false, NOW, BERLIN);
            assertThat(server.connections()).isZero();
        }
    }
}
