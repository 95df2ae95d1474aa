package dev.allclear.deliver.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.event.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Events as alerts, and what the members of a cluster say together. */
class AlertsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:10:00Z");

    private static Event event(Severity severity) {
        return new Event(
                "e",
                severity,
                Instant.parse("2026-11-21T08:00:00.5Z"),
                new TreeMap<>(Map.of("type", "prune", "hostname", "pbs1", "job-id", "j-1", "empty", "")),
                "Pruning",
                List.of());
    }

    private static String body(Severity severity) {
        return Alerts.body(List.of(event(severity)), Map.of("site", "b"), NOW, Event::title, e -> "text");
    }

    private static String labels(String severity) {
        return "\"labels\":{\"alertname\":\"prune\",\"hostname\":\"pbs1\",\"job_id\":\"j-1\",\"severity\":\"" + severity
                + "\",\"site\":\"b\"}";
    }

    @Test
    void firesAFailureForTwentySixHours() {
        assertThat(body(Severity.ERROR))
                .contains("{\"annotations\":{\"description\":\"text\",\"summary\":\"Pruning\"},"
                        + "\"endsAt\":\"2026-11-22T10:10:00Z\"," + labels("error")
                        + ",\"startsAt\":\"2026-11-21T08:00:00Z\"}");
    }

    @Test
    void endsWhatAnEarlierFailureFiredBySuccess() {
        for (String severity : List.of("warning", "error", "notice", "unknown")) {
            assertThat(body(Severity.INFO)).contains("\"endsAt\":\"2026-11-21T08:09:00Z\"," + labels(severity));
        }
        assertThat(body(Severity.INFO)).doesNotContain("2026-11-22", "\"info\"");
    }

    @Test
    void endsTheErrorWhenItBecomesAWarning() {
        assertThat(body(Severity.WARNING))
                .contains(
                        "\"endsAt\":\"2026-11-21T08:09:00Z\"," + labels("error"),
                        "\"endsAt\":\"2026-11-22T10:10:00Z\"," + labels("warning"));
    }

    @Test
    void firesATestForFiveMinutes() {
        Event test = TestEvent.of("4711", "alerts", "pve1", NOW);
        assertThat(Alerts.body(List.of(test), Map.of(), NOW, Event::title, e -> "text"))
                .isEqualTo("[{\"annotations\":{\"description\":\"text\",\"summary\":\"Test notification\"},"
                        + "\"endsAt\":\"2026-11-21T08:15:00Z\","
                        + "\"labels\":{\"alertname\":\"allclear\",\"severity\":\"info\"},"
                        + "\"startsAt\":\"2026-11-21T08:10:00Z\"}]");
    }

    @Test
    void neverEndsAnAlertBeforeItsStart() {
        String body = Alerts.body(
                List.of(event(Severity.INFO)),
                Map.of(),
                Instant.parse("2026-11-21T08:00:10Z"),
                Event::title,
                e -> "text");
        assertThat(body).contains("\"startsAt\":\"2026-11-21T07:59:10Z\"").doesNotContain("08:00:00");
    }

    @Test
    void makesAlertsOfEveryEvent() {
        String body =
                Alerts.body(List.of(event(Severity.ERROR), event(Severity.INFO)), Map.of(), NOW, Event::title, e -> "");
        assertThat(body.split("\"labels\"", -1)).hasSize(9);
    }

    @Test
    void isDeliveredWhenEveryMemberTookIt() {
        assertThat(all(new Delivered(), new Delivered())).isInstanceOf(Delivered.class);
    }

    @Test
    void remembersWhoTookItWhenAnotherDidNot() {
        assertThat(all(new Delivered(), new Retry("b is away.", false, Duration.ofSeconds(5))))
                .isEqualTo(new Retry("b is away.", false, Duration.ofSeconds(5), Set.of("a")));
    }

    @Test
    void asksARefusingMemberAgainOnlyWithTheOthers() {
        assertThat(all(new Refused("a says no."), new Retry("b is away.", true, null)))
                .isEqualTo(new Retry("a says no. b is away.", true, null));
    }

    @Test
    void isRefusedWhenNobodyIsLeftToAsk() {
        assertThat(all(new Delivered(), new Refused("b says no."))).isEqualTo(new Refused("b says no."));
    }

    private static Answer all(Answer a, Answer b) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("a", a);
        answers.put("b", b);
        return AlertmanagerChannel.all(answers);
    }
}
