package dev.allclear.it;

import static dev.allclear.it.Notified.base64;
import static dev.allclear.it.Notified.deliveries;
import static dev.allclear.it.Notified.gotify;
import static dev.allclear.it.Notified.matcher;
import static dev.allclear.it.Notified.webhook;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.receiver.Services;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens, passwords, secrets of webhooks, topics and the URLs of all sorts of switches are in nothing that is written
 * anywhere, also not when a service throws back at the agent what it was sent, or when they stand in the wrong line.
 */
final class NotificationSecretsIT {
    private static final String GOTIFY = "AqSecretGotify1";
    private static final String WEBHOOK = "secret-of-webhook-2";
    private static final String PATH = "secret-path-of-webhook-3";
    private static final String TOPIC = "secret-topic-4";
    private static final String NTFY = "tk_secretntfy5";
    private static final String LOGIN = "secret-login-of-alertmanager-6";
    private static final String SMTP = "secret-password-of-smtp-7";
    private static final String CHECK = "0f0f0f0f-93f4-4f5e-8d3b-2c1f7a5b9e18";
    private static final String GATUS = "secret-token-of-gatus-9";
    private static final String STACK = "secretbetterstack10";
    private static final String CRONITOR = "secretcronitor11";
    private static final String GENERIC = "secret-of-any-url-12";
    private static final List<String> SECRETS =
            List.of(GOTIFY, WEBHOOK, PATH, TOPIC, NTFY, LOGIN, SMTP, CHECK, GATUS, STACK, CRONITOR, GENERIC);
    private static final List<String> TARGETS = List.of("phone", "hook", "news", "alerts", "mail");

    private final HttpTarget service = HttpTarget.of(Services.webhook());
    private final List<String> printed = new ArrayList<>();
    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
        String url = service.url();
        world.host
                .heartbeat("checks", "task vzdump", url + "/ping/" + CHECK, "kind healthchecks")
                .heartbeat(
                        "gatus",
                        "task vzdump",
                        url + "/api/v1/endpoints/core_backup/external",
                        "kind gatus",
                        "token " + GATUS)
                .heartbeat("stack", "task vzdump", url + "/api/v1/heartbeat/" + STACK, "kind betterstack")
                .heartbeat("cronitor", "task vzdump", url + "/p/" + CRONITOR + "/nightly", "kind cronitor")
                .heartbeat("any", "task vzdump", url + "/any?key=" + GENERIC, "kind generic")
                .stanzas(stanzas());
    }

    @AfterEach
    void close() {
        world.close();
        service.close();
    }

    private String stanzas() {
        String url = service.url();
        return gotify("phone", url, GOTIFY)
                + webhook("hook", url + "/hooks/" + PATH, WEBHOOK)
                + "ntfy: news\n\tserver " + url + "\n\ttopic " + TOPIC + "\n\ttoken " + NTFY + "\n\n"
                + "alertmanager: alerts\n\turl " + url + "\n\n"
                + "smtp: mail\n\tserver 127.0.0.1\n\tport 1\n\tmode insecure\n\tusername agent\n\tpassword " + SMTP
                + "\n\tfrom-address a@example.com\n\tmailto b@example.com\n\n"
                + matcher("all", "target phone", "target hook", "target news", "target alerts", "target mail");
    }

    /** As careless services and proxies do. */
    private static Response throwBack(Request request, int status) {
        return Response.of(status, "No")
                .with("Content-Type", "text/plain")
                .body("cannot " + request.method() + " " + request.path() + "?" + request.query() + " with "
                        + request.headers() + " and " + request.body());
    }

    private void ask(String... arguments) throws InterruptedException {
        Result result = Notified.ask(world, arguments);
        printed.add(result.out());
        printed.add(result.err());
    }

    private void everyCommand() throws InterruptedException {
        ask("check");
        ask("check", "--json");
        ask("status", "--json");
        ask("explain", "checks", "--json");
        ask("events", "--json");
        ask("deliveries");
        ask("deliveries", "--json");
        ask("match", "--type", "vzdump", "--json");
    }

    /** Waits until every target was tried so often with something. */
    private void awaitAttempts(long attempts) {
        await().atMost(Agent.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(TARGETS)
                        .allSatisfy(target -> assertThat(deliveries(world, target))
                                .anyMatch(each -> (long) each.get("attempts") >= attempts)));
    }

    @Test
    void areNowhereThoughTheServicesThrowThemBack() throws Exception {
        service.fault(request -> throwBack(request, 500));
        Agent agent = world.start().awaitReady();
        world.failedRun();
        world.goodRun();
        awaitAttempts(1);
        everyCommand();
        service.fault(request -> throwBack(request, 401));
        agent.hangUp();
        agent.awaitLine("the configuration was read again");
        awaitAttempts(2);
        service.fault(request -> throwBack(request, 404));
        ask("test", "hook", "--wait", "5");
        ask("test", "news", "--wait", "5");
        everyCommand();
        service.heal();
        agent.hangUp();
        agent.awaitLine("the configuration was read again", 2, Agent.PATIENCE);
        assertNowhere(agent);
        assertThat(service.requests())
                .anyMatch(request -> request.header("x-secret").equals(WEBHOOK));
        assertThat(service.requests()).anyMatch(request -> request.path().contains(CHECK));
        assertThat(String.join("\n", printed)).contains("401");
    }

    @Test
    void areNotShownWhenTheyStandInTheWrongLine() throws Exception {
        Agent agent = world.start().awaitReady();
        String good = world.host.readConfig();
        for (String broken : List.of(
                "gotify: x\n\tserver " + service.url() + "\n\ttokken " + GOTIFY,
                "gotify: x\n\ttoken: " + GOTIFY,
                "webhook: x\n\tmethod post\n\turl htp://h/" + PATH,
                "webhook: x\n\tmethod post\n\turl http://h/\n\tsecret name=key,value=" + WEBHOOK + "!",
                "webhook: x\n\tmethod post\n\turl http://h/\n\tsecret " + base64(WEBHOOK),
                "webhook: x\n\tmethod post\n\turl http://h/\n\theader name=A,value=" + WEBHOOK + "!",
                "ntfy: x\n\ttopic " + TOPIC + "/x",
                "ntfy: x\n\ttopic a\n\ttokn " + NTFY,
                "alertmanager: x\n\turl htp://a:" + LOGIN + "@h",
                "smtp: x\n\tserver h\n\tfrom-address a@b.example\n\tmailto a@b.example\n\tusername a\n\tpasswort "
                        + SMTP,
                "heartbeat: x\n\ttask vzdump\n\tkind healthchecks\n\turl htp://h/ping/" + CHECK,
                "heartbeat: x\n\ttask vzdump\n\tkind gatus\n\turl http://h/x\n\ttoken " + GATUS,
                "heartbeat: x\n\ttask vzdump\n\tkind betterstack\n\turl http://h/heartbeats/" + STACK,
                "heartbeat: x\n\ttask vzdump\n\tkind cronitor\n\turl http://h/" + CRONITOR,
                "heartbeat: x\n\ttask vzdump\n\tkind generic\n\turl any://h/" + GENERIC)) {
            world.host.config(good + "\n" + broken + "\n");
            agent.hangUp();
            ask("check");
        }
        assertThat(agent.lines()).anyMatch(line -> line.contains("left out"));
        assertNowhere(agent);
    }

    private void assertNowhere(Agent agent) throws Exception {
        List<String> commandLines = SecretsIT.commandLines();
        agent.terminate();
        printed.addAll(agent.lines());
        List<String> written = List.of(world.host.ledger(), world.host.spool()).stream()
                .flatMap(NotificationSecretsIT::files)
                .toList();
        for (String secret : SECRETS) {
            for (String form : List.of(secret, base64(secret))) {
                assertThat(printed.stream().flatMap(String::lines).filter(line -> line.contains(form)))
                        .as("printed")
                        .isEmpty();
                assertThat(commandLines).as("processes").noneMatch(line -> line.contains(form));
                assertThat(written).as("written").noneMatch(file -> file.contains(form));
            }
        }
    }

    private static Stream<String> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<String> all = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(Files.readString(file, ISO_8859_1));
            }
            return all.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
