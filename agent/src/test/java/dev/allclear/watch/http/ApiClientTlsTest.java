package dev.allclear.watch.http;

import static dev.allclear.testing.WireServer.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.allclear.config.Secret;
import dev.allclear.testing.Keys;
import dev.allclear.testing.WireServer;
import dev.allclear.watch.http.Reply.Failed;
import dev.allclear.watch.http.Reply.Got;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API behind TLS, with certificates made by the JDK's keytool. */
class ApiClientTlsTest {
    private static final Decoder<String> TEXT = JsonBody.data(body -> String.valueOf(body.scalar()));
    private static final Limits LIMITS = new Limits(
            Duration.ofSeconds(5), Duration.ofMillis(1500), Duration.ofSeconds(20), Duration.ofSeconds(20), 1 << 20);
    private static final Credentials PVE = Credentials.pve("allclear@pve!agent", new Secret("s3cr3t"));
    private static final Credentials PBS = Credentials.pbs("allclear@pbs!agent", new Secret("s3cr3t"));

    @TempDir
    private static Path directory;

    @TempDir
    private Path files;

    private static Keys keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = new Keys(directory)
                .make("authority", "-ext", "bc=ca:true", "-startdate", "-20d")
                .make("node", "-signer", "authority", "-ext", "san=ip:127.0.0.1")
                .make("stranger", "-signer", "authority", "-ext", "san=dns:pve9.example")
                .make(
                        "expired",
                        "-signer",
                        "authority",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-startdate",
                        "-9d",
                        "-validity",
                        "5")
                .make("selfsigned", "-ext", "san=ip:127.0.0.1");
    }

    private static ApiClient client(Trust trust, Credentials credentials, URI... urls) {
        return ApiClient.of(List.of(urls), trust, credentials, LIMITS, Clock.systemUTC());
    }

    private static Reply<String> ask(WireServer server, Trust trust) {
        return ask(server, trust, PVE);
    }

    private static Reply<String> ask(WireServer server, Trust trust, Credentials credentials) {
        try (ApiClient client = client(trust, credentials, server.url("https"))) {
            return client.get("/version", TEXT);
        }
    }

    private static String failure(Reply<String> reply) {
        assertThat(reply).isInstanceOf(Failed.class);
        return ((Failed<String>) reply).reason();
    }

    private Trust authority() throws Exception {
        Path pem = files.resolve("ca.pem");
        keys.pem("authority", pem);
        return Trust.authority(pem);
    }

    private static Trust pin(String... aliases) throws Exception {
        String[] pins = new String[aliases.length];
        for (int i = 0; i < aliases.length; i++) {
            pins[i] = keys.fingerprint(aliases[i]);
        }
        return Trust.pinned(List.of(pins));
    }

    @Test
    void believesAPinnedCertificateWhateverItsNameDateAndAuthority() throws Exception {
        for (String alias : List.of("stranger", "expired", "selfsigned")) {
            try (WireServer server = keys.serve(alias)) {
                assertThat(ask(server, pin(alias))).isEqualTo(new Got<>("good"));
            }
        }
    }

    @Test
    void asksAgainWithAllCurvesWhereX25519IsUnknown() throws Exception {
        try (WireServer server = keys.serveWithoutX25519("node");
                ApiClient client = client(pin("node"), PVE, server.url("https"))) {
            assertThat(client.get("/version", TEXT)).isEqualTo(new Got<>("good"));
        }
    }

    @Test
    void comparesFingerprintsInEitherCase() throws Exception {
        try (WireServer server = keys.serve("node")) {
            Trust lower = Trust.pinned(List.of(keys.fingerprint("node").toLowerCase(Locale.ROOT)));
            assertThat(ask(server, lower)).isEqualTo(new Got<>("good"));
        }
    }

    @Test
    void believesEachOfSeveralPins() throws Exception {
        try (WireServer server = keys.serve("node")) {
            assertThat(ask(server, pin("selfsigned", "node"))).isEqualTo(new Got<>("good"));
        }
    }

    @Test
    void namesBothFingerprintsOfAChangedCertificateAndSendsNothing() throws Exception {
        try (WireServer server = keys.serve("node")) {
            String reason = failure(ask(server, pin("selfsigned")));
            assertThat(reason)
                    .contains("SHOWS ANOTHER CERTIFICATE", keys.fingerprint("selfsigned"), keys.fingerprint("node"))
                    .contains("`pvenode cert info`", "`fingerprint` into agent.conf");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void namesTheCommandOfTheBackupServer() throws Exception {
        try (WireServer server = keys.serve("node")) {
            assertThat(failure(ask(server, pin("selfsigned"), PBS)))
                    .contains("`proxmox-backup-manager cert info`")
                    .doesNotContain("pvenode");
        }
    }

    @Test
    void comparesThePinAlsoWhenTheTlsSessionIsResumed() throws Exception {
        try (WireServer server = keys.serve("node")) {
            assertThat(ask(server, pin("node"))).isEqualTo(new Got<>("good"));
            assertThat(failure(ask(server, pin("selfsigned")))).contains("SHOWS ANOTHER CERTIFICATE");
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void comparesThePinOnEveryConnection() throws Exception {
        Trust pin = pin("node");
        try (WireServer server = keys.serve("node", WireServer.json(GOOD, "Connection: close"));
                ApiClient client = client(pin, PVE, server.url("https"))) {
            client.get("/a", TEXT);
            assertThat(client.get("/b", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void keepsTheConnectionForTheNextQuestion() throws Exception {
        try (WireServer server = keys.serve("node");
                ApiClient client = client(pin("node"), PVE, server.url("https"))) {
            client.get("/a", TEXT);
            client.get("/b", TEXT);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void goesOnWithTheNextNodeWhenOneShowsAnotherCertificate() throws Exception {
        try (WireServer first = keys.serve("selfsigned");
                WireServer second = keys.serve("node");
                ApiClient client = client(pin("node"), PVE, first.url("https"), second.url("https"))) {
            assertThat(client.get("/a", TEXT)).isEqualTo(new Got<>("good"));
            assertThat(first.heads()).isEmpty();
        }
    }

    @Test
    void believesWhatTheAuthorityInTheFileHasSigned() throws Exception {
        try (WireServer server = keys.serve("node")) {
            assertThat(ask(server, authority())).isEqualTo(new Got<>("good"));
        }
    }

    @Test
    void readsTheFileAgainWhenItChanges() throws Exception {
        Path pem = files.resolve("ca.pem");
        keys.pem("stranger", pem);
        try (WireServer server = keys.serve("node");
                ApiClient client = client(Trust.authority(pem), PVE, server.url("https"))) {
            failure(client.get("/a", TEXT));
            Path next = files.resolve("next.pem");
            keys.pem("authority", next);
            Files.move(next, pem, StandardCopyOption.REPLACE_EXISTING);
            assertThat(client.get("/b", TEXT)).isEqualTo(new Got<>("good"));
        }
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws Exception {
        try (WireServer server = keys.serve("node")) {
            Path pem = files.resolve("none.pem");
            assertThat(failure(ask(server, Trust.authority(pem)))).contains("none.pem", "does not exist", "`ca-file`");
            Files.writeString(pem, "nonsense");
            assertThat(failure(ask(server, Trust.authority(pem)))).contains("no PEM file with certificates");
            Files.writeString(pem, "");
            assertThat(failure(ask(server, Trust.authority(pem)))).contains("there is no certificate in it");
        }
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        try (WireServer server = keys.serve("stranger")) {
            assertThat(failure(ask(server, authority())))
                    .contains("for another name", keys.fingerprint("stranger"), "`pvenode cert info`");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void refusesACertificateThatHasExpired() throws Exception {
        try (WireServer server = keys.serve("expired")) {
            assertThat(failure(ask(server, authority()))).contains("has expired", "renew it");
        }
    }

    @Test
    void refusesASelfSignedCertificateAndSaysHowToPinIt() throws Exception {
        try (WireServer server = keys.serve("selfsigned")) {
            for (Trust trust : List.of(Trust.ofTheHost(), authority())) {
                assertThat(failure(ask(server, trust, PBS)))
                        .contains("self-signed or of an authority unknown here", keys.fingerprint("selfsigned"))
                        .contains("`proxmox-backup-manager cert info`", "`fingerprint`", "`ca-file`");
            }
        }
    }

    @Test
    void saysThatThePortSpeaksNoTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ApiClient client =
                        client(Trust.ofTheHost(), PVE, URI.create("https://127.0.0.1:" + plain.getLocalPort()))) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(
                    () -> {
                        try (Socket socket = plain.accept()) {
                            WireServer.write(socket, "HTTP/1.1 400 no\r\n\r\n");
                            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    task -> new Thread(task).start());
            assertThat(failure(client.get("/a", TEXT))).contains("does not speak TLS");
            server.exceptionally(e -> null).join();
        }
    }

    @Test
    void saysThatThePortSpeaksTls() throws Exception {
        try (WireServer server = keys.serve("node");
                ApiClient client = client(pin("node"), PVE, server.url("http"))) {
            assertThat(failure(client.get("/a", TEXT))).contains("http");
        }
    }

    @Test
    void doesNotWaitForATlsHandshakeThatNeverComes() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ApiClient client =
                        client(Trust.ofTheHost(), PVE, URI.create("https://127.0.0.1:" + silent.getLocalPort()))) {
            long start = System.nanoTime();
            assertThat(failure(client.get("/a", TEXT))).contains("sent nothing", "when TLS was to begin");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void readsNoFileBeforeTheFirstConnection() {
        client(Trust.authority(files.resolve("none.pem")), PVE, URI.create("https://127.0.0.1:1"))
                .close();
    }

    @Test
    void refusesWhatIsNoFingerprint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trust.pinned(List.of("4B:C1:9F")))
                .withMessageContaining("4B:C1:9F");
        assertThatIllegalArgumentException().isThrownBy(() -> Trust.pinned(List.of()));
    }
}
