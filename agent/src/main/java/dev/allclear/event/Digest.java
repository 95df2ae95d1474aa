package dev.allclear.event;

import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.event.Block.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Many events in one message, so that a storm is one message and nothing is missing from it. Pure and thread-safe. */
public final class Digest {

    /** The type of a digest of events of several types. */
    public static final String TYPE = "digest";

    /** How much of the events' own bodies is repeated, in characters of plain text. */
    static final int BODIES = 24 * 1024;

    private static final int LONGEST_TITLE = 300;
    private static final List<Severity> WORST_FIRST =
            List.of(Severity.ERROR, Severity.WARNING, Severity.UNKNOWN, Severity.NOTICE, Severity.INFO);

    private Digest() {}

    /**
     * One event for all of them: every one in its table in order of time, and then the bodies of the worst. A single one
     * stays as it is.
     *
     * @param events at least one
     */
    public static Event of(List<Event> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a digest needs an event");
        }
        if (events.size() == 1) {
            return events.get(0);
        }
        List<Event> inOrder = events.stream()
                .sorted(Comparator.comparing(Event::at).thenComparing(Event::identity))
                .toList();
        List<Block> body = new ArrayList<>();
        body.add(table(inOrder));
        addBodies(inOrder, body);
        Event last = inOrder.get(inOrder.size() - 1);
        return new Event(identity(inOrder), worst(events), last.at(), fields(events), title(events), body);
    }

    private static Table table(List<Event> inOrder) {
        return new Table(
                List.of("Time", "Severity", "Type", "Title"),
                inOrder.stream()
                        .map(event -> List.of(
                                time(event.at()),
                                event.severity().word(),
                                event.type(),
                                Amounts.atMost(LONGEST_TITLE, event.title())))
                        .toList());
    }

    private static void addBodies(List<Event> inOrder, List<Block> body) {
        List<Event> worst = inOrder.stream()
                .sorted(Comparator.comparingInt((Event event) -> WORST_FIRST.indexOf(event.severity())))
                .toList();
        int room = BODIES;
        int left = 0;
        for (Event event : worst) {
            int size =
                    left > 0 ? 0 : PlainText.of(event).length() + event.title().length();
            if (left > 0 || size > room) {
                left++;
            } else {
                room -= size;
                body.add(new Heading(event.title()));
                body.addAll(event.body());
            }
        }
        if (left > 0) {
            body.add(new Paragraph("The texts of " + Amounts.counted(left, "notification")
                    + " are left out here; `allclear events` shows them."));
        }
    }

    private static String title(List<Event> events) {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        events.forEach(event -> counts.merge(event.severity(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        for (Severity severity : WORST_FIRST) {
            Integer count = counts.get(severity);
            if (count != null) {
                parts.add(
                        severity == Severity.ERROR || severity == Severity.WARNING || severity == Severity.NOTICE
                                ? Amounts.counted(count, severity.word())
                                : count + " " + severity.word());
            }
        }
        return events.size() + " notifications: " + String.join(", ", parts);
    }

    private static Severity worst(List<Event> events) {
        return WORST_FIRST.stream()
                .filter(severity -> events.stream().anyMatch(event -> event.severity() == severity))
                .findFirst()
                .orElse(Severity.INFO);
    }

    /** What all of them have in common. */
    private static SortedMap<String, String> fields(List<Event> events) {
        SortedMap<String, String> common = new TreeMap<>(events.get(0).fields());
        events.forEach(event -> common.entrySet()
                .removeIf(field ->
                        !Objects.equals(field.getValue(), event.fields().get(field.getKey()))));
        common.putIfAbsent(Event.TYPE, TYPE);
        return common;
    }

    /** The same events make the same digest. */
    private static String identity(List<Event> inOrder) {
        StringBuilder all = new StringBuilder();
        inOrder.forEach(event -> all.append(event.identity()).append('\n'));
        return "digest " + inOrder.size() + " "
                + UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
