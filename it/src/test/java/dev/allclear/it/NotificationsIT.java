package dev.allclear.it;

import static dev.allclear.it.Notified.ask;
import static dev.allclear.it.Notified.awaitDeliveries;
import static dev.allclear.it.Notified.gotify;
import static dev.allclear.it.Notified.matcher;
import static dev.allclear.it.Notified.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.http.Request;
import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.receiver.Services;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host.Result;
import dev.allclear.it.world.JsonText;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matchers, targets over HTTP and the commands for them, from a task's log to the other side's answer. */
final class NotificationsIT {
    private static final String TOKEN = "AqGotifyToken.1";
    private static final String SECRET = "webhook-secret-4711";

    private final HttpTarget gotify = HttpTarget.of(Services.gotify(TOKEN));
    private final HttpTarget hook = HttpTarget.of(Services.webhook());
    private World world;
    private Path root;

    @BeforeEach
    void build(@TempDir Path scratch) {
        root = scratch;
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
        gotify.close();
        hook.close();
    }

    private String targets() {
        return gotify("phone", gotify.url(), TOKEN) + webhook("hook", hook.url() + "/in", SECRET);
    }

    private void tellOfFailedBackups() {
        world.host.stanzas(targets()
                + matcher(
                        "failures",
                        "match-field exact:type=vzdump",
                        "match-severity error",
                        "target phone",
                        "target hook"));
    }

    @Test
    void tellsEachTargetOnceOfAFailedBackupAndNoneOfAGoodOne() throws Exception {
        tellOfFailedBackups();
        world.start().awaitReady();
        world.failedRun();
        gotify.awaitTaken(1, Agent.PATIENCE);
        hook.awaitTaken(1, Agent.PATIENCE);
        VzdumpTask good = world.goodRun();
        world.awaitDelivery(good, "delivered");

        assertThat(Notified.events(world, "vzdump")).hasSize(2);
        assertThat(gotify.requests()).hasSize(1);
        assertThat(hook.requests()).hasSize(1);
        Map<String, Object> message = JsonText.object(gotify.requests().get(0).body());
        assertThat(message).containsEntry("priority", 9L);
        assertThat((String) message.get("title"))
                .startsWith("vzdump backup status (")
                .endsWith("backup failed");
        assertThat((String) message.get("message"))
                .contains("101", "web01", "no space left on device", "TASK ERROR: job errors");
        Request posted = hook.requests().get(0);
        Map<String, Object> body = JsonText.object(posted.body());
        assertThat(body).containsEntry("severity", "error").containsEntry("type", "vzdump");
        assertThat((String) body.get("text")).contains("no space left on device");
        assertThat(posted.header("x-secret")).isEqualTo(SECRET);
        assertThat(posted.header("idempotency-key")).isNotEmpty();
    }

    @Test
    void tellsItInTheAdministratorsOwnWords() throws Exception {
        tellOfFailedBackups();
        Path templates = Files.createDirectories(root.resolve("templates"));
        Files.writeString(templates.resolve("vzdump-subject.txt.hbs"), "Sicherung: {{ fields.type }}, {{ severity }}");
        world.start().awaitReady();
        world.failedRun();

        Request message = gotify.awaitTaken(1, Agent.PATIENCE).get(0);
        assertThat(JsonText.object(message.body())).containsEntry("title", "Sicherung: vzdump, error");
    }

    @Test
    void listsWhatHappenedAndWhoWasToldOfIt() throws Exception {
        tellOfFailedBackups();
        world.start().awaitReady();
        world.failedRun();
        List<Map<String, Object>> told = awaitDeliveries(world, "phone", 1, "delivered");

        Map<String, Object> event = Notified.events(world, "vzdump").get(0);
        assertThat(event).containsEntry("severity", "error");
        assertThat((Map<?, ?>) event.get("fields")).extracting("type").isEqualTo("vzdump");
        assertThat((String) event.get("text")).contains("no space left on device");
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .containsEntry("event", event.get("id"))
                .containsEntry("said", "stored as message 1")
                .containsEntry("attempts", 1L);
        assertThat(ask(world, "events", "--severity", "error").out())
                .contains("vzdump backup status", "nightly failed");
        assertThat(ask(world, "deliveries").out()).contains("phone", "hook", "delivered");
    }

    @Test
    void saysWhomAnEventWouldReachAndWhy() throws Exception {
        tellOfFailedBackups();
        Result failed = ask(world, "match", "--type", "vzdump", "--severity", "error");
        Result good = ask(world, "match", "--type", "vzdump", "--severity", "info");

        assertThat(failed.exit()).isZero();
        assertThat(failed.out()).contains("failures: ", "would be told: phone", "would be told: hook");
        assertThat(good.exit()).isEqualTo(1);
        assertThat(good.out()).contains("nobody would be told");
    }

    @Test
    void testsATargetTheRealWayAndPrintsTheAnswer() throws Exception {
        tellOfFailedBackups();
        world.start().awaitReady();
        Result result = ask(world, "test", "phone");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("phone: delivered: stored as message 1");
        assertThat(gotify.requests().get(0).body()).contains("Test notification");
        assertThat(hook.requests()).isEmpty();
    }

    @Test
    void saysThatTheTokenOfATestedTargetIsWrong() throws Exception {
        world.host.stanzas(gotify("phone", gotify.url(), "AqOutdated"));
        world.start().awaitReady();
        Result result = ask(world, "test", "phone");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("not delivered", "401", "token").doesNotContain("AqOutdated");
    }

    @Test
    void givesUpWhatIsRefusedAndSendsItAgainWhenAsked() throws Exception {
        world.host.stanzas(webhook("hook", hook.url() + "/in", SECRET, "{{#if title}}never closed")
                + matcher("all", "match-field exact:type=vzdump", "target hook"));
        Agent agent = world.start().awaitReady();
        world.failedRun();
        List<Map<String, Object>> refused = awaitDeliveries(world, "hook", 1, "refused");
        assertThat((String) refused.get(0).get("said")).contains("body");
        world.host.stanzas(webhook("hook", hook.url() + "/in", SECRET));
        agent.hangUp();
        agent.awaitLine("the configuration was read again");
        Result resent = ask(world, "deliveries", "--resend", "hook");

        assertThat(resent.exit()).isZero();
        assertThat(hook.awaitTaken(1, Agent.PATIENCE)).hasSize(1);
    }

    @Test
    void readsProxmoxsOwnFilesAndLeavesOutOnlyWhatIsFaulty() throws Exception {
        Path open = root.resolve("notifications.cfg");
        Path hidden = root.resolve("notifications-priv.cfg");
        Files.writeString(open, """
                matcher: broken
                \tmatch-field exact:type=vzdump
                \ttarget phone
                \tmode sometimes

                gotify: phone
                \tcomment created in the web interface
                \tserver %s

                matcher: default-matcher
                \tmatch-field exact:type=vzdump
                \tmode all
                \torigin modified-builtin
                \ttarget phone
                """.formatted(gotify.url()));
        Files.writeString(hidden, "gotify: phone\n\ttoken " + TOKEN + "\n");
        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
        world.host.ofSource("notifications " + open + " " + hidden);
        Agent agent = world.start().awaitReady();
        world.failedRun();

        assertThat(gotify.awaitTaken(1, Agent.PATIENCE).get(0).body()).contains("backup failed");
        assertThat(agent.awaitLine("left out")).contains(open + ":4");
        Result check = ask(world, "check");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.out()).contains(open + ":4");
    }

    @Test
    void takesUpANewTargetAtSighup() throws Exception {
        Agent agent = world.start().awaitReady();
        tellOfFailedBackups();
        agent.hangUp();
        agent.awaitLine("the configuration was read again");
        world.failedRun();

        gotify.awaitTaken(1, Agent.PATIENCE);
        hook.awaitTaken(1, Agent.PATIENCE);
    }

    @Test
    void keepsAMailForRootWhileTheDaemonIsDownAndTellsOfItOnce() throws Exception {
        world.host.stanzas(targets() + matcher("mails", "match-field exact:type=system-mail", "target phone"));
        world.start().awaitReady().terminate();
        String mail = """
                From: smartd <root@pve1.example.com>
                To: root
                Subject: =?UTF-8?Q?Platte_f=C3=A4llt_aus?=
                Content-Type: text/html; charset=utf-8

                <p>Device <b>/dev/sda</b>: 8 pending sectors</p>
                """;
        Result taken = world.host.commandReading(
                mail, "mail-forward", "--spool", world.host.spool().toString());
        assertThat(taken.exit()).isZero();
        world.start().awaitReady();
        gotify.awaitTaken(1, Agent.PATIENCE);
        awaitDeliveries(world, "phone", 1, "delivered");

        Map<String, Object> message = JsonText.object(gotify.requests().get(0).body());
        assertThat((String) message.get("title")).isEqualTo("Platte fällt aus");
        assertThat((String) message.get("message")).contains("Device /dev/sda: 8 pending sectors");
        assertThat(Notified.events(world, "system-mail")).hasSize(1);
        assertThat(gotify.requests()).hasSize(1);
    }

    @Test
    void letsPostfixTryAgainWhenTheMailCannotBeKept() throws Exception {
        Result result = world.host.commandReading(
                "Subject: x\n\nx\n",
                "mail-forward",
                "--spool",
                root.resolve("nowhere").toString());

        assertThat(result.exit()).isEqualTo(75);
        assertThat(result.err()).contains("the mail was not taken");
    }
}
