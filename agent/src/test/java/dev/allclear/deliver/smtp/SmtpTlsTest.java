package dev.allclear.deliver.smtp;

import static dev.allclear.deliver.smtp.TestMail.PATIENT;
import static dev.allclear.deliver.smtp.TestMail.conf;
import static dev.allclear.deliver.smtp.TestMail.notice;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.allclear.config.TargetConf.Encryption;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Notice;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real mail servers, with and without TLS; certificates are made by the JDK's keytool. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmtpTlsTest {
    private static final String KEYS = "changeit";

    @TempDir
    private static Path directory;

    private static SSLContext good;
    private static SSLContext otherName;

    @BeforeAll
    static void makesCertificates() throws Exception {
        good = context("good", "dns:localhost");
        otherName = context("other", "dns:mail.example.org");
    }

    /** A context with a key and its certificate, which trusts this certificate. */
    private static SSLContext context(String name, String names) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + names,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        KEYS,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, KEYS.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, KEYS.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mail", keys.getCertificate("mail"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Answer send(ScriptedMailServer server, Encryption how, SSLContext trust) {
        return TestMail.send(conf(server.port(), how, "user", "a@example.com"), notice(), () -> trust, PATIENT);
    }

    private static Retry slow(Answer answer) {
        assertThat(answer).isInstanceOf(Retry.class);
        assertThat(((Retry) answer).slow()).isTrue();
        return (Retry) answer;
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void sendsOverTls(Encryption how) throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of(), good, how == Encryption.TLS)) {
            assertThat(send(server, how, good)).isEqualTo(new Delivered());
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void saysNothingBeforeTlsStands() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of(), good, false)) {
            send(server, Encryption.STARTTLS, good);
            assertThat(server.commands().subList(0, 4))
                    .satisfies(first -> assertThat(first.get(3)).startsWith("AUTH"))
                    .startsWith("EHLO pve1.example.com", "STARTTLS", "EHLO pve1.example.com");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void refusesACertificateThatNobodyTrusts(Encryption how) throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of(), good, how == Encryption.TLS)) {
            assertThat(slow(send(server, how, otherName)).reason()).contains("does not trust");
            assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void refusesACertificateForAnotherName(Encryption how) throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of(), otherName, how == Encryption.TLS)) {
            assertThat(slow(send(server, how, otherName)).reason()).contains("another name");
            assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @Test
    void goesNowhereWithoutTheStartTlsThatWasAskedFor() throws Exception {
        try (ScriptedMailServer server =
                new ScriptedMailServer(Map.of("EHLO", "250-test\r\n250 AUTH PLAIN"), good, false)) {
            assertThat(slow(send(server, Encryption.STARTTLS, good)).reason()).contains("no STARTTLS");
            assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @Test
    void triesAgainWhenTlsIsNotAvailableJustNow() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of("STARTTLS", "454 not now"), good, false)) {
            assertThat(send(server, Encryption.STARTTLS, good)).isInstanceOfSatisfying(Retry.class, retry -> {
                assertThat(retry.slow()).isFalse();
                assertThat(retry.reason()).contains("454 not now");
            });
            assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @Test
    void saysThatThePortSpeaksNoTls() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            assertThat(slow(send(server, Encryption.TLS, good)).reason()).contains("mode starttls");
        }
    }

    private static GreenMail greenMail(String protocol) {
        System.setProperty(
                "greenmail.tls.keystore.file", directory.resolve("good.p12").toString());
        System.setProperty("greenmail.tls.keystore.password", KEYS);
        System.setProperty("greenmail.tls.key.password", KEYS);
        GreenMail server = new GreenMail(new ServerSetup(0, "localhost", protocol));
        server.setUser("a@example.com", "user", TestMail.PASSWORD);
        server.start();
        return server;
    }

    @ParameterizedTest
    @EnumSource(names = {"INSECURE", "TLS"})
    void aRealServerReadsWhatWasSent(Encryption how) throws Exception {
        GreenMail server = greenMail(how == Encryption.TLS ? ServerSetup.PROTOCOL_SMTPS : ServerSetup.PROTOCOL_SMTP);
        try {
            int port = (how == Encryption.TLS ? server.getSmtps() : server.getSmtp()).getPort();
            String title = "Sicherung \"🦊\"\r\nBcc: evil@example.com " + "lang ".repeat(200);
            Notice notice = new Notice("n1", TestMail.event(title, null));
            Answer answer;
            try (SmtpChannel channel = new SmtpChannel(
                    conf(port, how, "user", "a@example.com", "b@example.com"),
                    TestMail.head("From here\n.\n🦊 " + "x".repeat(2000)),
                    () -> good,
                    PATIENT)) {
                answer = channel.send(notice);
            }
            assertThat(answer).isEqualTo(new Delivered());
            MimeMessage[] mails = server.getReceivedMessages();
            assertThat(mails).hasSize(2);
            assertThat(MimeUtility.unfold(mails[0].getSubject()))
                    .isEqualTo(title.replace("\r\n", " ").strip());
            assertThat((String) ((MimeMultipart) mails[0].getContent())
                            .getBodyPart(0)
                            .getContent())
                    .isEqualTo("From here\r\n.\r\n🦊 " + "x".repeat(2000));
            assertThat(List.of(mails[0].getMessageID())).containsExactly(mails[1].getMessageID());
        } finally {
            server.stop();
        }
    }

    @Test
    void aRealServerRefusesAWrongPassword() {
        GreenMail server = greenMail(ServerSetup.PROTOCOL_SMTP);
        try {
            server.setUser("a@example.com", "user", "another");
            Answer answer = TestMail.send(
                    conf(server.getSmtp().getPort(), Encryption.INSECURE, "user", "a@example.com"), notice());
            assertThat(slow(answer).reason()).contains("login of 'user'").doesNotContain(TestMail.PASSWORD);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }
}
