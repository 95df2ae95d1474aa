package dev.allclear.ledger;

import dev.allclear.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What goes to a target in one message. Immutable and thread-safe.
 *
 * @param message the number by which its notices are found
 * @param last the number of its last notice: with other members it is another message
 * @param target where to
 * @param events what it tells, oldest first
 * @param since when the first of them was to be told
 * @param attempts how often a notice of it was handed to the sender, this time included
 * @param reached the recipients that have it already
 */
public record NoticeBatch(
        long message, long last, String target, List<Event> events, Instant since, int attempts, Set<String> reached) {
    public NoticeBatch {
        events = List.copyOf(events);
        reached = Set.copyOf(reached);
    }
}
