package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Paragraph;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The events of how well a source sees, of type {@code source}. Pure and thread-safe. */
public final class SourceEvents {

    /** The type of these events. */
    public static final String TYPE = "source";

    private static final int LONGEST = 160;

    private SourceEvents() {}

    /**
     * A source sees nothing any more.
     *
     * @param node the node that it is about; null for the whole source
     * @param why what happened, what it means, what to do
     */
    public static Event blind(String source, @Nullable String node, String why, Instant at) {
        String title = name(source, node) + " is blind: " + Amounts.atMost(LONGEST, why);
        return event(
                new Subject(source, node),
                "blind",
                Severity.WARNING,
                at,
                title,
                List.of(
                        new Paragraph(why),
                        new Paragraph(
                                "While it is blind, no run of this source is an all-clear and nothing is pushed for it.")));
    }

    /** A source sees something, not everything. */
    public static Event degraded(String source, @Nullable String node, String why, Instant at) {
        String title = name(source, node) + " sees only a part: " + Amounts.atMost(LONGEST, why);
        return event(
                new Subject(source, node),
                "degraded",
                Severity.WARNING,
                at,
                title,
                List.of(
                        new Paragraph(why),
                        new Paragraph("Runs for which it does not see everything are no all-clear until it does.")));
    }

    /**
     * A source sees everything again.
     *
     * @param since since when it did not; null if that is not known
     */
    public static Event seeing(String source, @Nullable String node, @Nullable Instant since, Instant at) {
        String words = since == null ? "" : " after it did not since " + time(since);
        return event(
                new Subject(source, node),
                "seeing",
                Severity.INFO,
                at,
                name(source, node) + " sees again",
                List.of(new Paragraph(name(source, node) + " sees everything again" + words + ".")));
    }

    /** Tasks that ended between these times were not seen and cannot be seen any more. */
    public static Event gap(String source, String node, Instant from, Instant to, Instant at) {
        String between = "from " + time(from) + " to " + time(to);
        String title = name(source, node) + ": tasks " + between + " were not seen";
        return event(
                new Subject(source, node),
                "gap " + from.getEpochSecond() + " " + to.getEpochSecond(),
                Severity.WARNING,
                at,
                title,
                List.of(new Paragraph("The tasks that ended on node " + node + " " + between
                        + " were not seen, since its list no longer reaches back so far. Runs in that time are no"
                        + " all-clear.")));
    }

    private record Subject(String source, @Nullable String node) {}

    private static Event event(
            Subject subject, String what, Severity severity, Instant at, String title, List<Block> words) {
        SortedMap<String, String> fields = new TreeMap<>();
        List<Fact> facts = new ArrayList<>();
        fields.put(Event.TYPE, TYPE);
        fields.put("source", subject.source());
        facts.add(new Fact("Source", subject.source()));
        String node = subject.node();
        if (node != null) {
            fields.put("node", node);
            facts.add(new Fact("Node", node));
        }
        List<Block> body = new ArrayList<>();
        body.add(new Facts(facts));
        body.addAll(words);
        // A gap is itself wherever it is seen; the rest happens again.
        String identity = "source " + subject.source() + (node == null ? "" : " node " + node) + " " + what
                + (what.startsWith("gap ") ? "" : " " + at.getEpochSecond());
        return new Event(identity, severity, at, fields, SafeText.line(title).strip(), body);
    }

    private static String name(String source, @Nullable String node) {
        return "source " + source + (node == null ? "" : " (node " + node + ")");
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
