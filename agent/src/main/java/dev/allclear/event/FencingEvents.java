package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Paragraph;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of a node that the high availability manager fences, of type {@code fencing}; the host name is that of the node
 * that failed. Both are errors, as with Proxmox VE ({@code PVE/HA/NodeStatus.pm}). Pure and thread-safe.
 */
public final class FencingEvents {

    /** The type of these events. */
    public static final String TYPE = "fencing";

    private FencingEvents() {}

    /**
     * A node is to be fenced.
     *
     * @param silentSince when the resource manager of the node gave its last sign, by which one fencing is told from
     *     another; null if not known
     */
    public static Event trying(String source, String node, @Nullable Instant silentSince, Instant at) {
        return event(
                source,
                node,
                "trying",
                silentSince,
                at,
                "Trying to fence node '" + node + "'",
                "The high availability manager has lost node " + node
                        + " and makes sure that it is off before its guests"
                        + " are started elsewhere. Guests of that node that are not under high availability stay off.");
    }

    /** A node was fenced. */
    public static Event succeeded(String source, String node, @Nullable Instant silentSince, Instant at) {
        return event(
                source,
                node,
                "succeeded",
                silentSince,
                at,
                "Successfully fenced node '" + node + "'",
                "Node " + node
                        + " is off as far as the high availability manager can make sure, and the guests under its"
                        + " care are started on other nodes.");
    }

    private static Event event(
            String source,
            String node,
            String what,
            @Nullable Instant silentSince,
            Instant at,
            String title,
            String words) {
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put(Event.TYPE, TYPE);
        fields.put("hostname", node);
        fields.put("source", source);
        // Without a sign of which fencing it is, those of one hour are the same.
        String which = silentSince == null
                ? "hour " + at.getEpochSecond() / 3600
                : String.valueOf(silentSince.getEpochSecond());
        return new Event(
                "fencing " + source + " " + node + " " + which + " " + what,
                Severity.ERROR,
                at,
                fields,
                SafeText.line(title),
                List.of(new Facts(List.of(new Fact("Node", node))), new Paragraph(words)));
    }
}
