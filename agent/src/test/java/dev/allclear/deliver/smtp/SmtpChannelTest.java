package dev.allclear.deliver.smtp;

import static dev.allclear.deliver.smtp.TestMail.conf;
import static dev.allclear.deliver.smtp.TestMail.notice;
import static dev.allclear.deliver.smtp.TestMail.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Secret;
import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Encryption;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Notice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a mail, whatever a server answers to each command. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmtpChannelTest {
    private static final String A = "a@example.com";
    private static final String B = "b@example.com";

    private static Answer answer(Map<String, String> script) throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(script)) {
            return send(conf(server.port(), Encryption.INSECURE, "user", A, B), notice());
        }
    }

    private static Retry retry(Answer answer) {
        assertThat(answer).isInstanceOf(Retry.class);
        assertThat(((Retry) answer).reason())
                .startsWith("The mail server localhost:")
                .doesNotContain("\n");
        return (Retry) answer;
    }

    @Test
    void sendsOneMailToAll() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A, B), notice()))
                    .isEqualTo(new Delivered());
            assertThat(server.commands())
                    .startsWith(
                            "EHLO pve1.example.com",
                            "MAIL FROM:<allclear@example.com>",
                            "RCPT TO:<" + A + ">",
                            "RCPT TO:<" + B + ">",
                            "DATA");
            assertThat(server.mails()).singleElement().asString().contains("\r\nSubject: Title\r\n", "\r\ntext\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"MAIL FROM", "DATA", "."})
    void triesAgainWhenTheServerPutsTheMailOff(String command) throws IOException {
        Retry retry = retry(answer(Map.of(command, "451 4.7.1 later")));
        assertThat(retry.slow()).isFalse();
        assertThat(retry.reached()).isEmpty();
        assertThat(retry.reason()).contains("451 4.7.1 later");
    }

    @ParameterizedTest
    @CsvSource({"MAIL FROM", "DATA", "."})
    void givesUpWhenTheServerRefusesTheMail(String command) throws IOException {
        assertThat(answer(Map.of(command, "554 5.7.1 no")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains("554 5.7.1 no"));
    }

    @ParameterizedTest
    @CsvSource({"421, false", "450, false", "554, true"})
    void keepsTheMailWhenTheServerDoesNotTalkToThisMachine(int code, boolean slow) throws IOException {
        Retry retry = retry(answer(Map.of(ScriptedMailServer.GREETING, code + " not you")));
        assertThat(retry.slow()).isEqualTo(slow);
        assertThat(retry.reason()).contains("not you");
    }

    @Test
    void fallsBackToHeloAsOldServersWant() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of("EHLO", "502 what"))) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A), notice()))
                    .isEqualTo(new Delivered());
        }
    }

    @ParameterizedTest
    @CsvSource({"454, false", "502, true"})
    void keepsTheMailWhenTheServerTakesNoHello(int code, boolean slow) throws IOException {
        assertThat(retry(answer(Map.of("EHLO", code + " no", "HELO", code + " no")))
                        .slow())
                .isEqualTo(slow);
    }

    @Test
    void losesNobodyWhenOneIsRefused() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of("RCPT TO:<" + A, "550 5.1.1 no such user"))) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A, B), notice()))
                    .isInstanceOfSatisfying(
                            Delivered.class,
                            delivered -> assertThat(delivered.remark())
                                    .contains(A, "550 5.1.1 no such user")
                                    .doesNotContain(B));
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void triesAgainOnlyForThoseThatWerePutOff() throws IOException {
        Answer first = answer(Map.of("RCPT TO:<" + A, "450 4.2.0 greylisted"));
        assertThat(retry(first).reached()).containsExactly(B);
        assertThat(retry(first).reason()).contains(A, "greylisted");
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A, B), notice(B)))
                    .isEqualTo(new Delivered());
            assertThat(server.commands()).contains("RCPT TO:<" + A + ">").doesNotContain("RCPT TO:<" + B + ">");
        }
    }

    @Test
    void remembersWhoHasItFromEarlierAttempts() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of("RCPT TO:<" + A, "450 later"))) {
            Answer answer = send(conf(server.port(), Encryption.INSECURE, null, A, B, "c@d.e"), notice(B));
            assertThat(retry(answer).reached()).containsExactlyInAnyOrder(B, "c@d.e");
        }
    }

    @Test
    void sendsNothingWhenAllHaveIt() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A), notice(A)))
                    .isEqualTo(new Delivered());
            assertThat(server.commands()).isEmpty();
        }
    }

    @Test
    void givesUpWhenEverybodyIsRefused() throws IOException {
        assertThat(answer(Map.of("RCPT", "554 5.7.1 relay access denied")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains(A, B, "relay access denied"));
    }

    @Test
    void isDoneWhenTheLastOneIsRefusedAndTheOthersHaveIt() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of("RCPT TO", "550 no such user"))) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A, B), notice(B)))
                    .isInstanceOfSatisfying(
                            Delivered.class,
                            delivered -> assertThat(delivered.remark()).contains(A));
        }
    }

    @Test
    void triesAgainWhenSomeArePutOffAndTheRestIsRefused() throws IOException {
        Retry retry = retry(answer(Map.of("RCPT TO:<" + A, "450 later", "RCPT TO:<" + B, "550 never")));
        assertThat(retry.reached()).isEmpty();
        assertThat(retry.reason()).contains(A, B, "later", "never");
    }

    @Test
    void namesWhatIsNoAddressAndSendsToTheOthers() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, "root", B), notice()))
                    .isInstanceOfSatisfying(
                            Delivered.class,
                            delivered -> assertThat(delivered.remark()).contains("'root'"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO", "MAIL FROM", "RCPT TO", "DATA", ScriptedMailServer.GREETING, "AUTH"})
    void sendsAgainWhatNeverLeftWhenTheServerHangsUp(String command) throws IOException {
        Retry retry = retry(answer(Map.of(command, ScriptedMailServer.DROP)));
        assertThat(retry.slow()).isFalse();
        assertThat(retry.reason()).contains("Nothing was sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedMailServer.BODY, "."})
    void saysThatTheMailMayHaveArrivedWhenTheServerHangsUpThen(String command) throws IOException {
        Retry retry = retry(answer(Map.of(command, ScriptedMailServer.DROP)));
        assertThat(retry.slow()).isFalse();
        assertThat(retry.reason()).contains("may have arrived");
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, SILENCE",
        "EHLO, SILENCE",
        "AUTH, SILENCE",
        "MAIL, DRIP",
        "RCPT, SILENCE",
        "DATA, DRIP",
        "., SILENCE",
        "., DRIP",
        "GREETING, DRIP"
    })
    void isBoundedAsAWhole(String command, String how) throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of(command, how))) {
            long start = System.nanoTime();
            Answer answer = send(
                    conf(server.port(), Encryption.INSECURE, "user", A),
                    notice(B),
                    Line::trustOfTheSystem,
                    Duration.ofMillis(700));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(retry(answer).reached()).containsExactly(B);
            assertThat(retry(answer).reason()).contains(command.equals(".") ? "may have arrived" : "Nothing was sent");
        }
    }

    @Test
    void endsWithTheChannel() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of("MAIL", ScriptedMailServer.SILENCE))) {
            SmtpChannel channel = new SmtpChannel(
                    conf(server.port(), Encryption.INSECURE, null, A),
                    TestMail.head("x"),
                    Line::trustOfTheSystem,
                    Duration.ofSeconds(50));
            Thread closing = new Thread(() -> {
                Awaitility.await().until(() -> server.commands().stream().anyMatch(c -> c.startsWith("MAIL")));
                channel.close();
            });
            closing.start();
            long start = System.nanoTime();
            assertThat(channel.send(notice())).isInstanceOf(Retry.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            closing.join();
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(retry(send(conf(port, Encryption.INSECURE, null, A), notice()))
                        .reason())
                .contains("connection refused");
    }

    @Test
    void logsInByPlain() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            send(conf(server.port(), Encryption.INSECURE, "user", A), notice());
            assertThat(server.commands()).contains("AUTH PLAIN " + base64("\0user\0" + TestMail.PASSWORD));
        }
    }

    @Test
    void logsInByLoginWhereThereIsNoPlain() throws IOException {
        Map<String, String> script = Map.of(
                "EHLO",
                "250-test\r\n250 AUTH LOGIN CRAM-MD5",
                "AUTH LOGIN",
                "334 VXNlcm5hbWU6",
                base64("user"),
                "334 UGFzc3dvcmQ6",
                base64(TestMail.PASSWORD),
                "235 welcome");
        try (ScriptedMailServer server = new ScriptedMailServer(script)) {
            assertThat(send(conf(server.port(), Encryption.INSECURE, "user", A), notice()))
                    .isEqualTo(new Delivered());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {432, 454, 530, 534, 535, 538, 500})
    void waitsForAPersonWhenTheLoginFails(int code) throws IOException {
        Retry retry = retry(answer(Map.of(
                "AUTH",
                code + " 5.7.8 no: " + base64("\0user\0" + TestMail.PASSWORD) + " " + TestMail.PASSWORD + " "
                        + base64(TestMail.PASSWORD))));
        assertThat(retry.slow()).isTrue();
        assertThat(retry.reason())
                .contains("5.7.8 no", "password")
                .doesNotContain(TestMail.PASSWORD, base64(TestMail.PASSWORD), base64("\0user\0" + TestMail.PASSWORD));
    }

    @Test
    void waitsForAPersonWhenTheServerWantsALogin() throws IOException {
        assertThat(retry(answer(Map.of("MAIL FROM", "530 5.7.0 Authentication required")))
                        .slow())
                .isTrue();
    }

    @Test
    void doesNotLogInByWaysThatTheServerDoesNotOffer() throws IOException {
        Retry retry = retry(answer(Map.of("EHLO", "250-test\r\n250 AUTH CRAM-MD5")));
        assertThat(retry.slow()).isTrue();
        assertThat(retry.reason()).contains("CRAM-MD5");
    }

    @Test
    void saysThatThePasswordIsMissing() {
        var conf = conf(1, Encryption.INSECURE, "user", A);
        var without = new TargetConf.Smtp(
                conf.common(),
                conf.recipients(),
                conf.server(),
                conf.port(),
                conf.encryption(),
                "user",
                Secret.NONE,
                conf.from(),
                null);
        assertThat(send(without, notice()))
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains("no password"));
    }

    @Test
    void sendsDotsAndBytesOfAForwardedMailUnchanged() throws IOException {
        String raw =
                "From: a@b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n.\n..x\nK\u00c3\u00b6rper\n";
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            Notice notice = new Notice("n1", TestMail.event("Title", raw));
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A), notice))
                    .isEqualTo(new Delivered());
            assertThat(server.commands()).contains("MAIL FROM:<allclear@example.com> BODY=8BITMIME");
            assertThat(server.mails())
                    .singleElement()
                    .asString()
                    .endsWith("\r\n\r\n..\r\n...x\r\nK\u00c3\u00b6rper\r\n");
        }
    }

    @Test
    void stopsAForwardedMailThatComesBack() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            Notice notice = new Notice("n1", TestMail.event("T", "x-allclear-forwarded: pve1.example.com\n\nx\n"));
            assertThat(send(conf(server.port(), Encryption.INSECURE, null, A), notice))
                    .isInstanceOfSatisfying(
                            Delivered.class, d -> assertThat(d.remark()).contains("not sent"));
            assertThat(server.commands()).isEmpty();
        }
    }

    @Test
    void leavesOutASenderThatWouldBeACommand() throws IOException {
        try (ScriptedMailServer server = new ScriptedMailServer(Map.of())) {
            var conf = conf(server.port(), Encryption.INSECURE, null, "x@y.z>\r\nRCPT TO:<evil@example.com", A);
            send(conf, notice());
            assertThat(server.commands()).noneMatch(command -> command.contains("evil"));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
