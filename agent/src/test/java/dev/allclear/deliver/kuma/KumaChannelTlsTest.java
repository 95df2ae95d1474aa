package dev.allclear.deliver.kuma;

import static dev.allclear.testing.WireServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.kuma.KumaChannel.Method;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import dev.allclear.testing.Keys;
import dev.allclear.testing.WireServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kuma behind TLS, with certificates made by the JDK's keytool. */
class KumaChannelTlsTest {
    private static final String TOKEN = "AbCdEfGhIj0123456789AbCdEfGhIj01";
    private static final String OK = json("{\"ok\":true}");
    private static final Push PUSH = new Push("14/14 guests", Duration.ofMinutes(41));

    @TempDir
    private Path directory;

    private Keys selfSigned(String... options) throws Exception {
        return new Keys(directory).make("kuma", options);
    }

    private static WireServer serve(Keys keys) throws Exception {
        return keys.serve("kuma", OK);
    }

    private static KumaChannel channel(String scheme, WireServer server, Callable<SSLContext> trust) {
        String url = scheme + "://127.0.0.1:" + server.port() + "/api/push/" + TOKEN + "?status=up&msg=OK&ping=";
        return new KumaChannel(
                ((Valid) PushUrl.parse(url)).url(), Method.GET, Duration.ofSeconds(20), new LazyTls(trust));
    }

    private static Answer send(String scheme, WireServer server, Callable<SSLContext> trust) {
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
        Keys keys = selfSigned("-ext", "san=ip:127.0.0.1");
        try (WireServer server = serve(keys)) {
            assertThat(send("https", server, () -> Keys.trusting(keys.certificate("kuma"))))
                    .isEqualTo(new Delivered());
        }
    }

    @Test
    void saysHowToTrustASelfSignedCertificate() throws Exception {
        try (WireServer server = serve(selfSigned("-ext", "san=ip:127.0.0.1"))) {
            String reason = slow(send("https", server, LazyTls::systemContext));
            assertThat(reason).contains("does not trust", "/usr/local/share/ca-certificates", "update-ca-certificates");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void readsTheTrustStoreAgainAfterAFailure() throws Exception {
        Keys keys = selfSigned("-ext", "san=ip:127.0.0.1");
        AtomicInteger reads = new AtomicInteger();
        Callable<SSLContext> imported =
                () -> reads.getAndIncrement() == 0 ? LazyTls.systemContext() : Keys.trusting(keys.certificate("kuma"));
        try (WireServer server = serve(keys);
                KumaChannel channel = channel("https", server, imported)) {
            slow(channel.send(PUSH));
            assertThat(channel.send(PUSH)).isEqualTo(new Delivered());
        }
    }

    @Test
    void saysThatTheCertificateIsForAnotherName() throws Exception {
        Keys keys = selfSigned("-ext", "san=dns:kuma.example");
        try (WireServer server = serve(keys)) {
            assertThat(slow(send("https", server, () -> Keys.trusting(keys.certificate("kuma")))))
                    .contains("certificate for another name", "127.0.0.1");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void saysThatTheCertificateHasExpired() throws Exception {
        Keys keys = new Keys(directory).make("authority", "-ext", "bc=ca:true", "-startdate", "-20d");
        keys.make("kuma", "-signer", "authority", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        try (WireServer server = serve(keys)) {
            assertThat(slow(send("https", server, () -> Keys.trusting(keys.certificate("authority")))))
                    .contains("has expired", "renew it");
        }
    }

    @Test
    void saysThatJavaTrustsNothing() throws Exception {
        try (WireServer server = serve(selfSigned("-ext", "san=ip:127.0.0.1"))) {
            assertThat(slow(send("https", server, () -> Keys.trusting(null))))
                    .contains("apt install ca-certificates-java");
        }
    }

    @Test
    void saysThatThePortSpeaksTls() throws Exception {
        try (WireServer server = serve(selfSigned("-ext", "san=ip:127.0.0.1"))) {
            Answer answer = send("http", server, LazyTls::systemContext);
            assertThat(((Retry) answer).reason()).contains("https://").doesNotContain(TOKEN);
        }
    }

    @Test
    void needsNoTrustStoreForPlainHttp() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        Callable<SSLContext> counted = () -> {
            reads.incrementAndGet();
            return LazyTls.systemContext();
        };
        try (WireServer server = WireServer.saying(OK);
                KumaChannel channel = channel("http", server, counted)) {
            channel.warmUp();
            channel.send(PUSH);
        }
        assertThat(reads).hasValue(0);
    }

    @Test
    void warmsUpTlsWithoutConnectingToKuma() throws Exception {
        Keys keys = selfSigned("-ext", "san=ip:127.0.0.1");
        AtomicInteger reads = new AtomicInteger();
        Callable<SSLContext> counted = () -> {
            reads.incrementAndGet();
            return Keys.trusting(keys.certificate("kuma"));
        };
        try (WireServer server = serve(keys);
                KumaChannel channel = channel("https", server, counted)) {
            channel.warmUp();
            assertThat(server.connections()).isZero();
            assertThat(channel.send(PUSH)).isEqualTo(new Delivered());
        }
        assertThat(reads).hasValue(1);
    }
}
