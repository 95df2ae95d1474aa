package dev.allclear.it;

import static dev.allclear.it.Notified.ask;
import static dev.allclear.it.Notified.awaitDeliveries;
import static dev.allclear.it.Notified.awaitMails;
import static dev.allclear.it.Notified.matcher;
import static dev.allclear.it.Notified.smtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allclear.it.receiver.Mail;
import dev.allclear.it.receiver.Postfix;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host.Result;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails through a real Postfix: by SMTP with STARTTLS and a login, and by the host's sendmail. */
final class MailIT {
    private static final String PASSWORD = "smtp-password-0815";
    private static final String ROOT = "root@" + Postfix.DOMAIN;

    private static @Nullable Postfix running;

    private Postfix postfix;
    private World world;
    private Path root;
    private int before;

    @BeforeAll
    static void startPostfix() {
        Optional<String> missing = Postfix.missing();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        running = Postfix.start(PASSWORD);
    }

    @AfterAll
    static void stopPostfix() {
        if (running != null) {
            running.close();
        }
    }

    @BeforeEach
    void build(@TempDir Path scratch) throws Exception {
        postfix = Objects.requireNonNull(running);
        root = scratch;
        world = new World(scratch);
        before = postfix.mails().size();
        Files.writeString(scratch.resolve("user.cfg"), "user:root@pam:1:0:::" + ROOT + ":::\n");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Agent startTrusting() throws Exception {
        return world.start(Map.of("ALLCLEAR_JAVA_OPTS", postfix.javaTrust(root)))
                .awaitReady();
    }

    /** An agent for which Postfix is the mail server of its host. */
    private Agent startBeside() throws Exception {
        Optional<String> impossible = Postfix.cannotBeTheHosts();
        assumeTrue(impossible.isEmpty(), () -> impossible.orElse(""));
        return world.start(postfix.asTheHosts()).awaitReady();
    }

    private List<Mail> awaitNew(int count) {
        List<Mail> all = awaitMails(postfix, before + count);
        return all.subList(before, all.size());
    }

    private void mailFailures(String password, String to) {
        world.host.stanzas(smtp("mail", postfix, password, to)
                + matcher("failures", "match-field exact:type=vzdump", "match-severity error", "target mail"));
    }

    @Test
    void mailsAFailedBackupOverStarttlsWithALogin() throws Exception {
        mailFailures(PASSWORD, "admin@" + Postfix.DOMAIN);
        startTrusting();
        world.failedRun();
        awaitDeliveries(world, "mail", 1, "delivered");
        world.awaitDelivery(world.goodRun(), "delivered");

        assertThat(awaitNew(1)).hasSize(1);
        Mail mail = awaitNew(1).get(0);
        assertThat(mail.header("Subject")).startsWith("vzdump backup status (").endsWith("backup failed");
        assertThat(mail.header("From")).isEqualTo("\"allclear\" <pve@" + Postfix.DOMAIN + ">");
        assertThat(mail.header("To")).isEqualTo("admin@" + Postfix.DOMAIN);
        assertThat(mail.header("X-Allclear-Severity")).isEqualTo("error");
        assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(mail.headers("Received").get(0)).contains("ESMTPSA");
        assertThat(mail.part("text/plain")).contains("web01", "no space left on device");
        assertThat(mail.part("text/html")).contains("<td", "no space left on device");
    }

    @Test
    void saysThatThePasswordIsWrong() throws Exception {
        mailFailures("not-the-password", "admin@" + Postfix.DOMAIN);
        startTrusting();
        Result result = ask(world, "test", "mail");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("not delivered", "535").doesNotContain("not-the-password");
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() throws Exception {
        mailFailures(PASSWORD, "admin@" + Postfix.DOMAIN);
        world.start().awaitReady();
        Result result = ask(world, "test", "mail");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("certificate");
    }

    @Test
    void losesNoRecipientThroughOneThatIsRefused() throws Exception {
        mailFailures(PASSWORD, Postfix.REFUSED + "\n\tmailto admin@" + Postfix.DOMAIN);
        startTrusting();
        world.failedRun();
        List<Map<String, Object>> told = awaitDeliveries(world, "mail", 1, "delivered");

        assertThat(awaitNew(1))
                .extracting(mail -> mail.header("X-Original-To"))
                .containsExactly("admin@" + Postfix.DOMAIN);
        assertThat((String) told.get(0).get("said")).contains(Postfix.REFUSED);
    }

    @Test
    void tellsRootOfWarningsAndWorseWithoutAnyMatcher() throws Exception {
        startBeside();
        VzdumpTask good = world.goodRun();
        world.awaitDelivery(good, "delivered");
        world.failedRun();
        awaitDeliveries(world, "mail-to-root", 2, "delivered");

        List<Mail> mails = awaitNew(2);
        assertThat(mails).hasSize(2);
        assertThat(mails).extracting(mail -> mail.header("To")).containsOnly(ROOT);
        assertThat(mails)
                .extracting(mail -> mail.header("Subject"))
                .anyMatch(subject -> subject.endsWith("backup failed"))
                .anyMatch(subject -> subject.startsWith("nightly failed"));
        assertThat(ask(world, "check").out()).contains("mail-to-root");
    }

    @Test
    void mailsPastAllMatchersInLegacyMode() throws Exception {
        world.host
                .ofSource("notification-mode legacy-sendmail", "mailto " + ROOT, "mailnotification failure")
                .stanzas(matcher("none", "match-field exact:type=nothing", "target mail-to-root"));
        startBeside();
        world.awaitDelivery(world.goodRun(), "delivered");
        world.failedRun();

        assertThat(awaitNew(1)).hasSize(1);
        assertThat(awaitNew(1).get(0).header("Subject")).endsWith("backup failed");
    }

    @Test
    void passesAMailForRootOnAsItIs() throws Exception {
        world.host.stanzas("sendmail: admins\n\tmailto admin@" + Postfix.DOMAIN + "\n\n"
                + matcher("mails", "match-field exact:type=system-mail", "target admins"));
        Agent agent = startBeside();
        String body = "8 pending sectors\n\n.\nFrom here on the disk is not to be trusted\n";
        String mail = "From: smartd <root@pve1.example.com>\nTo: root\nSubject: SMART error\n"
                + "X-Smartd: as it was\nMessage-ID: <4711@pve1.example.com>\n\n" + body;
        Result taken = world.host.commandReading(
                mail, "mail-forward", "--spool", world.host.spool().toString());

        assertThat(taken.exit()).isZero();
        Mail arrived = awaitNew(1).get(0);
        assertThat(arrived.body().replace("\n>From", "\nFrom")).startsWith(body);
        assertThat(arrived.header("Message-ID")).isEqualTo("<4711@pve1.example.com>");
        assertThat(arrived.header("X-Smartd")).isEqualTo("as it was");
        // The same mail comes back, as if an address led to root of this host: it is not sent round again.
        world.host.commandReading(
                arrived.raw(), "mail-forward", "--spool", world.host.spool().toString());
        agent.awaitLine("this host has forwarded it before");
        assertThat(Notified.events(world, "system-mail")).hasSize(1);
    }
}
