package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Paragraph;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The events of messages that did not arrive, of type {@code delivery}. What they quote are the titles of other events and
 * the reasons of channels, neither of which contain secrets. Pure and thread-safe.
 */
public final class DeliveryEvents {

    /** The type of these events; whoever routes them must keep them from a target that fails for them too. */
    public static final String TYPE = "delivery";

    private static final int LONGEST = 160;

    private DeliveryEvents() {}

    /**
     * A target refused a message for good.
     *
     * @param delivery the delivery's number
     * @param title of the event, or the text of the push, that it refused
     * @param reason the channel's words
     */
    public static Event refused(String target, String delivery, String title, String reason, Instant at) {
        return event(target, delivery, "refused", title, reason, at);
    }

    /** A message was tried until it was too old. */
    public static Event givenUp(String target, String delivery, String title, String reason, Instant at) {
        return event(target, delivery, "given up", title, reason, at);
    }

    private static Event event(String target, String delivery, String what, String title, String reason, Instant at) {
        List<Block> body = List.of(
                new Facts(List.of(
                        new Fact("Target", target),
                        new Fact("Delivery", delivery),
                        new Fact("Message", Amounts.atMost(LONGEST, title)))),
                new Paragraph(reason),
                new Paragraph(
                        "The message was not delivered. `allclear deliveries` lists it with its reason and can send it"
                                + " again."));
        return new Event(
                "delivery " + delivery + " " + what,
                Severity.WARNING,
                at,
                new TreeMap<>(Map.of(Event.TYPE, TYPE, "target", target)),
                "delivery to " + target + " " + what + ": " + Amounts.atMost(LONGEST, reason),
                body);
    }
}
