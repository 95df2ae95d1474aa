package dev.allclear.deliver.alertmanager;

import dev.allclear.deliver.NoticeText;
import dev.allclear.deliver.json.JsonText;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.event.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Events as alerts of Alertmanager's API v2. To Alertmanager the labels are the alert. So an event that is no success fires the
 * alert of its severity, and every event ends those of the other severities with the same other labels: the next success of a
 * job or heartbeat resolves whatever was red, and an error that becomes a warning is not shown twice. Ending an alert that never
 * fired notifies nobody. Pure.
 */
final class Alerts {
    /** As long as a daily job may take to come again. Without an end Alertmanager would resolve it after five minutes. */
    static final Duration FIRES = Duration.ofHours(26);

    /** Nothing ever resolves a test, which is no failure and fires all the same: it is to be seen. */
    static final Duration TEST_FIRES = Duration.ofMinutes(5);

    /**
     * An end that lies in Alertmanager's future does not shorten an alert that has a later one, so a clock that goes a little
     * ahead would keep it firing.
     */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final int SUMMARY_LIMIT = 250;
    private static final int DESCRIPTION_LIMIT = 4096;
    private static final List<Severity> FIRING =
            List.of(Severity.NOTICE, Severity.WARNING, Severity.ERROR, Severity.UNKNOWN);

    private Alerts() {}

    /**
     * The body of one request.
     *
     * @param labels added to every alert; they win over those of the event
     * @param title of an event
     * @param text of an event
     */
    static String body(
            List<Event> events,
            Map<String, String> labels,
            Instant now,
            Function<Event, String> title,
            Function<Event, String> text) {
        List<Object> alerts = new ArrayList<>();
        for (Event event : events) {
            Map<String, String> annotations = Map.of(
                    "summary", NoticeText.line(title.apply(event), SUMMARY_LIMIT),
                    "description",
                            NoticeText.cut(text.apply(event), DESCRIPTION_LIMIT).strip());
            boolean test = TestEvent.is(event);
            for (Severity severity : test ? List.of(event.severity()) : FIRING) {
                boolean fires = severity == event.severity();
                Instant end = fires ? now.plus(test ? TEST_FIRES : FIRES) : now.minus(SKEW);
                Instant start = event.at().isBefore(end) ? event.at() : fires ? now : end;
                SortedMap<String, Object> alert = new TreeMap<>();
                alert.put("labels", labels(event, severity, labels));
                alert.put("annotations", new TreeMap<>(annotations));
                alert.put("startsAt", start.truncatedTo(ChronoUnit.SECONDS).toString());
                alert.put("endsAt", end.truncatedTo(ChronoUnit.SECONDS).toString());
                alerts.add(alert);
            }
        }
        return JsonText.of(alerts);
    }

    /** {@code alertname} is the type; names of fields with underscores, since not every Alertmanager takes hyphens. */
    static SortedMap<String, String> labels(Event event, Severity severity, Map<String, String> more) {
        SortedMap<String, String> labels = new TreeMap<>();
        event.fields().forEach((name, value) -> {
            if (!name.equals(Event.TYPE)) {
                labels.put(name(name), NoticeText.line(value, SUMMARY_LIMIT));
            }
        });
        labels.put("alertname", event.type().isEmpty() ? "allclear" : event.type());
        labels.put("severity", severity.word());
        more.forEach((name, value) -> labels.put(name(name), value));
        labels.values().removeIf(String::isEmpty);
        return labels;
    }

    private static String name(String field) {
        String name = field.replaceAll("[^A-Za-z0-9_]", "_");
        return name.matches("[0-9].*") || name.isEmpty() ? "_" + name : name;
    }
}
