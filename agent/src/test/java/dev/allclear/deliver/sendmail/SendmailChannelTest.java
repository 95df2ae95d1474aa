package dev.allclear.deliver.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Common;
import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.mail.Letterhead;
import dev.allclear.deliver.mail.UserAddresses.Lookup;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sendmail that is a script of the test: it writes down how it was called, and ends as it is told. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SendmailChannelTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:24:07Z");
    private static final String RAW =
            "From: smartd <root@pve1>\nMessage-Id: <old@pve1>\nSubject: old\n\nK\u00c3\u00b6rper\n.\nend\n";

    @TempDir
    private Path directory;

    private Path script(String end) throws IOException {
        Path file = directory.resolve("sendmail");
        Files.writeString(
                file,
                "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + directory + "/argv'\nenv > '" + directory + "/env'\n" + end
                        + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Path script(int status) throws IOException {
        return script("cat > '" + directory + "/stdin'\necho 'it said so' >&2\nexit " + status);
    }

    private static TargetConf.Sendmail conf(List<String> mailto, @Nullable String from) {
        Common common = new Common("mail-to-root", false, Duration.ZERO, Duration.ZERO, null);
        return new TargetConf.Sendmail(common, new Recipients(mailto, List.of("root@pam", "joe@pve")), from, null);
    }

    private static Letterhead head() {
        return new Letterhead(
                "pve1.example.com",
                "allclear",
                () -> Optional.of("pve@example.com"),
                user -> user.equals("root@pam") ? Lookup.found("admin@example.com") : Lookup.none("no address"),
                Event::title,
                event -> "text",
                event -> "<p>html</p>",
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Event event(@Nullable String mail) {
        return new Event(
                "e1",
                Severity.ERROR,
                NOW,
                new TreeMap<>(Collections.singletonMap("type", "gc")),
                "Title",
                List.of(),
                mail);
    }

    private static Answer send(Path sendmail, TargetConf.Sendmail conf, Notice notice, Duration limit) {
        try (SendmailChannel channel = new SendmailChannel(conf, head(), sendmail, limit)) {
            return channel.send(notice);
        }
    }

    private static Answer send(Path sendmail, Notice notice) {
        return send(sendmail, conf(List.of("a@example.com"), null), notice, Duration.ofSeconds(30));
    }

    private List<String> argv() throws IOException {
        return Files.readAllLines(directory.resolve("argv"));
    }

    @Test
    void handsTheMailOverOnceForAllRecipients() throws IOException {
        Answer answer = send(script(0), new Notice("n1", event(null)));
        assertThat(answer).isEqualTo(new Delivered("the user joe@pve gets no mail: no address"));
        assertThat(argv())
                .containsExactly(
                        "-i", "-B", "8BITMIME", "-f", "pve@example.com", "--", "a@example.com", "admin@example.com");
        assertThat(Files.readString(directory.resolve("stdin")))
                .contains("Subject: Title\n", "From: \"allclear\" <pve@example.com>\n", "\ntext\n")
                .doesNotContain("\r");
    }

    @Test
    void givesItNothingOfItsOwnEnvironment() throws IOException {
        send(script(0), new Notice("n1", event(null)));
        assertThat(Files.readAllLines(directory.resolve("env")).stream().map(line -> line.replaceAll("=.*", "")))
                .contains("PATH", "LC_ALL")
                .isSubsetOf("PATH", "LC_ALL", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void passesAForwardedMailOnAsItCame() throws IOException {
        send(script(0), new Notice("n1", event(RAW)));
        assertThat(argv())
                .containsExactly(
                        "-i", "-N", "never", "-f", "pve@example.com", "--", "a@example.com", "admin@example.com");
        assertThat(Files.readString(directory.resolve("stdin"), StandardCharsets.ISO_8859_1))
                .isEqualTo("X-Allclear-Forwarded: pve1.example.com\n" + RAW);
    }

    @Test
    void stopsAMailThatComesBack() throws IOException {
        Answer answer = send(script(0), new Notice("n1", event("X-Allclear-Forwarded: PVE1.example.com\n" + RAW)));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Delivered.class, d -> assertThat(d.remark()).contains("not sent"));
        assertThat(directory.resolve("argv")).doesNotExist();
    }

    @Test
    void takesTheSenderOfTheTargetBeforeTheProductsOwn() throws IOException {
        send(script(0), conf(List.of(), "backup@example.com"), new Notice("n1", event(null)), Duration.ofSeconds(30));
        assertThat(argv()).contains("backup@example.com").doesNotContain("pve@example.com");
    }

    @Test
    void leavesOutWhoHasItAlready() throws IOException {
        Event event = event(null);
        send(script(0), new Notice("n1", event, List.of(event), Set.of("a@example.com")));
        assertThat(argv()).contains("admin@example.com").doesNotContain("a@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-oQ/tmp/x", "-t", "-C/etc/passwd@example.com"})
    void letsNoRecipientBeAnOption(String written) throws IOException {
        Answer answer =
                send(script(0), conf(List.of(written), null), new Notice("n1", event(null)), Duration.ofSeconds(30));
        assertThat(argv()).doesNotContain(written);
        assertThat(((Delivered) answer).remark()).contains(written);
    }

    @ParameterizedTest
    @CsvSource({
        "64, true",
        "66, true",
        "69, false",
        "70, false",
        "71, false",
        "72, true",
        "73, true",
        "74, false",
        "75, false",
        "76, false",
        "77, true",
        "78, true",
        "1, false",
        "2, false",
        "127, true",
        "255, false",
        "137, false"
    })
    void triesAgainAfterAStatusThatMayPass(int status, boolean slow) throws IOException {
        assertThat(send(script(status), new Notice("n1", event(null)))).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.slow()).isEqualTo(slow);
            assertThat(retry.reason()).contains("status " + status, "it said so");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 67, 68})
    void givesUpAfterAStatusThatStays(int status) throws IOException {
        assertThat(send(script(status), new Notice("n1", event(null))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("status " + status, "it said so"));
    }

    @Test
    void believesTheStatusAlsoWhenTheMailWasNotRead() throws IOException {
        Notice large = new Notice("n1", event(RAW + "x".repeat(1 << 20)));
        assertThat(send(script("exit 75"), large))
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains("status 75"));
        assertThat(send(script("exit 0"), large))
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains("whole mail"));
    }

    @Test
    void endsOneThatHangsWithAllThatItStarted() throws IOException {
        Path script = script("echo $$ > '" + directory + "/pid'\necho 'maildrop: Permission denied'\nsleep 1000");
        Answer answer = send(
                script, conf(List.of("a@example.com"), null), new Notice("n1", event(null)), Duration.ofMillis(1500));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains("did not end", "Permission denied"));
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        Awaitility.await()
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void readsAllThatATalkativeOneSays() throws IOException {
        Path script = script("cat > /dev/null\nhead -c 300000 /dev/zero | tr '\\0' x\nexit 70");
        assertThat(send(script, new Notice("n1", event(null))))
                .isInstanceOfSatisfying(
                        Retry.class,
                        retry -> assertThat(retry.reason().length()).isLessThan(1000));
    }

    @Test
    void doesNotWaitForWhatStaysInTheBackground() throws IOException {
        Path script = script("cat > /dev/null\nsleep 20 &\nexit 0");
        assertThat(send(
                        script,
                        conf(List.of("a@example.com"), null),
                        new Notice("n1", event(null)),
                        Duration.ofSeconds(15)))
                .isInstanceOf(Delivered.class);
    }

    @Test
    void saysWhatToInstallWhereThereIsNoSendmail() {
        assertThat(send(directory.resolve("missing"), new Notice("n1", event(null))))
                .isInstanceOfSatisfying(Retry.class, retry -> {
                    assertThat(retry.slow()).isTrue();
                    assertThat(retry.reason()).contains("apt-get install postfix");
                });
    }

    @Test
    void saysThatSomethingElseStandsInSendmailsPlace() throws IOException {
        Path file = directory.resolve("sendmail");
        Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 0});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(send(file, new Notice("n1", event(null))))
                .isInstanceOfSatisfying(
                        Retry.class, retry -> assertThat(retry.reason()).contains(file.toString()));
    }
}
