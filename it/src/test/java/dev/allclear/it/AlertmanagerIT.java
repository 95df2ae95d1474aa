package dev.allclear.it;

import static dev.allclear.it.Notified.ask;
import static dev.allclear.it.Notified.matcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allclear.it.http.Request;
import dev.allclear.it.receiver.Alertmanager;
import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.receiver.Services;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host.Result;
import dev.allclear.it.world.JsonText;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts in a real Alertmanager: they fire, change their severity and end as the backups do. */
final class AlertmanagerIT {
    private final HttpTarget told = HttpTarget.of(Services.webhook());
    private @Nullable Alertmanager alertmanager;
    private World world;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        Optional<String> missing = Alertmanager.missing();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        Alertmanager started = Alertmanager.start(scratch.resolve("alertmanager"), told.url() + "/told");
        alertmanager = started;
        world = new World(scratch.resolve("host"));
        world.host.stanzas("alertmanager: alerts\n\turl " + started.url() + "\n\tlabel name=site,value=vienna\n\n"
                + matcher("backups", "match-field exact:type=vzdump", "target alerts"));
        world.start().awaitReady();
    }

    @AfterEach
    void close() {
        if (alertmanager != null) {
            world.close();
            alertmanager.close();
        }
        told.close();
    }

    private List<Map<String, Object>> firing() {
        return alertmanager == null ? List.of() : alertmanager.firing();
    }

    private Map<String, Object> awaitOnly(String severity) {
        await().atMost(Agent.PATIENCE)
                .until(
                        this::firing,
                        alerts -> alerts.size() == 1
                                && severity.equals(
                                        Alertmanager.labels(alerts.get(0)).get("severity")));
        return firing().get(0);
    }

    private void endWithWarnings() {
        world.night()
                .quickTask(101)
                .backUp(101, "web01")
                .warn("guest agent is not running")
                .end();
    }

    /** What a Prometheus user's receiver was told: {@code firing error}, {@code resolved error} and so on. */
    private List<String> told() {
        return told.requests().stream()
                .map(Request::body)
                .map(JsonText::object)
                .map(message -> message.get("status") + " " + label(message.get("commonLabels"), "severity"))
                .toList();
    }

    private static String label(Object labels, String name) {
        return String.valueOf(((Map<?, ?>) labels).get(name));
    }

    @Test
    void aFailedBackupIsAnAlertWithItsFieldsAsLabels() {
        world.failedRun();
        Map<String, Object> alert = awaitOnly("error");

        assertThat(Alertmanager.labels(alert))
                .containsEntry("alertname", "vzdump")
                .containsEntry("site", "vienna")
                .containsEntry("source", "local")
                .containsKey("hostname");
        assertThat((Map<?, ?>) alert.get("annotations"))
                .extracting("description")
                .asString()
                .contains("no space left on device");
        assertThat(OffsetDateTime.parse((String) alert.get("endsAt")).toInstant())
                .isBetween(Instant.now().plusSeconds(25 * 3600), Instant.now().plusSeconds(26 * 3600));
    }

    @Test
    void theNextGoodBackupEndsIt() {
        world.failedRun();
        awaitOnly("error");
        await().atMost(Agent.PATIENCE).untilAsserted(() -> assertThat(told()).containsExactly("firing error"));
        world.goodRun();

        await().atMost(Agent.PATIENCE)
                .untilAsserted(() -> assertThat(told()).containsExactly("firing error", "resolved error"));
        assertThat(firing()).isEmpty();
    }

    @Test
    void aWarningTakesThePlaceOfTheError() {
        world.failedRun();
        awaitOnly("error");
        endWithWarnings();
        awaitOnly("warning");

        await().atMost(Agent.PATIENCE)
                .untilAsserted(() -> assertThat(told())
                        .containsExactlyInAnyOrder("firing error", "resolved error", "firing warning"));
    }

    @Test
    void aFailureThatComesAgainIsTheSameAlert() {
        world.failedRun();
        awaitOnly("error");
        world.failedRun();

        Notified.awaitDeliveries(world, "alerts", 2, "delivered");
        assertThat(firing()).hasSize(1);
        assertThat(told()).containsExactly("firing error");
    }

    @Test
    void aGoodBackupWithoutAnEarlierFailureTellsNobody() {
        world.goodRun();
        Notified.awaitDeliveries(world, "alerts", 1, "delivered");

        assertThat(firing()).isEmpty();
        assertThat(told.requests()).isEmpty();
    }

    @Test
    void aTestIsSeenForAFewMinutes() throws Exception {
        Result result = ask(world, "test", "alerts");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("alerts: delivered");
        Map<String, Object> alert = awaitOnly("info");
        assertThat(Alertmanager.labels(alert)).containsEntry("alertname", "allclear");
        assertThat(OffsetDateTime.parse((String) alert.get("endsAt")).toInstant())
                .isBefore(Instant.now().plusSeconds(301));
    }
}
