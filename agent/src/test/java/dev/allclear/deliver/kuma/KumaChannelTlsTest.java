package dev.allclear.deliver.kuma;

import static dev.allclear.deliver.kuma.ScriptedServer.OK;
import static dev.allclear.deliver.kuma.ScriptedServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.kuma.KumaChannel.Method;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kuma behind TLS, with certificates made by the JDK's keytool. */
class KumaChannelTlsTest {
    private static final String TOKEN = "AbCdEfGhIj0123456789AbCdEfGhIj01";
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Push PUSH = new Push("14/14 guests", Duration.ofMinutes(41));

    @TempDir
    private Path directory;

    private KeyStore selfSigned(String... options) throws Exception {
        return keyPair("kuma", options);
    }

    /** Adds a key and its certificate to the one key store of the test. */
    private KeyStore keyPair(String alias, String... options) throws Exception {
        Path file = directory.resolve("kuma.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString()));
        command.addAll(List.of(options));
        Path said = directory.resolve("keytool.out");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(said)).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file.toFile())) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static ScriptedServer serve(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return new ScriptedServer(
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
                (head, socket) -> write(socket, OK));
    }

    private static SSLContext trusting(@Nullable Certificate certificate) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        if (certificate != null) {
            trust.setCertificateEntry("kuma", certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static KumaChannel channel(String scheme, ScriptedServer server, Callable<SSLContext> trust) {
        String url = scheme + "://127.0.0.1:" + server.port() + "/api/push/" + TOKEN + "?status=up&msg=OK&ping=";
        return new KumaChannel(
                ((Valid) PushUrl.parse(url)).url(), Method.GET, Duration.ofSeconds(20), Clock.systemUTC(), trust);
    }

    private static Answer send(String scheme, ScriptedServer server, Callable<SSLContext> trust) {
        try (KumaChannel channel = channel(scheme, server, trust)) {
            return channel.send(PUSH);
        }
    }

    private static String slow(Answer answer) {
        assertThat(answer).isInstanceOf(Retry.class);
        assertThat(((Retry) answer).slow()).isTrue();
        assertThat(((Retry) answer).reason()).doesNotContain(TOKEN);
        return ((Retry) answer).reason();
    }

    @Test
    void pushesToATrustedCertificate() throws Exception {
        KeyStore keys = selfSigned("-ext", "san=ip:127.0.0.1");
        try (ScriptedServer server = serve(keys)) {
            assertThat(send("https", server, () -> trusting(keys.getCertificate("kuma"))))
                    .isEqualTo(new Delivered());
        }
    }

    @Test
    void saysHowToTrustASelfSignedCertificate() throws Exception {
        try (ScriptedServer server = serve(selfSigned("-ext", "san=ip:127.0.0.1"))) {
            String reason = slow(send("https", server, LazyTls::ofTheSystem));
            assertThat(reason).contains("does not trust", "/usr/local/share/ca-certificates", "update-ca-certificates");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void readsTheTrustStoreAgainAfterAFailure() throws Exception {
        KeyStore keys = selfSigned("-ext", "san=ip:127.0.0.1");
        AtomicInteger reads = new AtomicInteger();
        Callable<SSLContext> imported =
                () -> reads.getAndIncrement() == 0 ? LazyTls.ofTheSystem() : trusting(keys.getCertificate("kuma"));
        try (ScriptedServer server = serve(keys);
                KumaChannel channel = channel("https", server, imported)) {
            slow(channel.send(PUSH));
            assertThat(channel.send(PUSH)).isEqualTo(new Delivered());
        }
    }

    @Test
    void saysThatTheCertificateIsForAnotherName() throws Exception {
        KeyStore keys = selfSigned("-ext", "san=dns:kuma.example");
        try (ScriptedServer server = serve(keys)) {
            assertThat(slow(send("https", server, () -> trusting(keys.getCertificate("kuma")))))
                    .contains("certificate for another name", "127.0.0.1");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void saysThatTheCertificateHasExpired() throws Exception {
        Certificate authority =
                keyPair("authority", "-ext", "bc=ca:true", "-startdate", "-20d").getCertificate("authority");
        KeyStore keys = keyPair(
                "kuma", "-signer", "authority", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        keys.deleteEntry("authority");
        try (ScriptedServer server = serve(keys)) {
            assertThat(slow(send("https", server, () -> trusting(authority)))).contains("has expired", "renew it");
        }
    }

    @Test
    void saysThatJavaTrustsNothing() throws Exception {
        try (ScriptedServer server = serve(selfSigned("-ext", "san=ip:127.0.0.1"))) {
            assertThat(slow(send("https", server, () -> trusting(null)))).contains("apt install ca-certificates-java");
        }
    }

    @Test
    void saysThatThePortSpeaksTls() throws Exception {
        try (ScriptedServer server = serve(selfSigned("-ext", "san=ip:127.0.0.1"))) {
            Answer answer = send("http", server, LazyTls::ofTheSystem);
            assertThat(((Retry) answer).reason()).contains("https://").doesNotContain(TOKEN);
        }
    }

    @Test
    void needsNoTrustStoreForPlainHttp() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        Callable<SSLContext> counted = () -> {
            reads.incrementAndGet();
            return LazyTls.ofTheSystem();
        };
        try (ScriptedServer server = new ScriptedServer((head, socket) -> write(socket, OK));
                KumaChannel channel = channel("http", server, counted)) {
            channel.warmUp();
            channel.send(PUSH);
        }
        assertThat(reads).hasValue(0);
    }

    @Test
    void warmsUpTlsWithoutConnectingToKuma() throws Exception {
        KeyStore keys = selfSigned("-ext", "san=ip:127.0.0.1");
        AtomicInteger reads = new AtomicInteger();
        Callable<SSLContext> counted = () -> {
            reads.incrementAndGet();
            return trusting(keys.getCertificate("kuma"));
        };
        try (ScriptedServer server = serve(keys);
                KumaChannel channel = channel("https", server, counted)) {
            channel.warmUp();
            assertThat(server.connections()).isZero();
            assertThat(channel.send(PUSH)).isEqualTo(new Delivered());
        }
        assertThat(reads).hasValue(1);
    }
}
