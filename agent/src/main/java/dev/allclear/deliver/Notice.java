package dev.allclear.deliver;

import dev.allclear.event.Event;
import java.util.List;
import java.util.Set;

/**
 * One message to one target: an event, or a digest of several that waited together. Immutable and thread-safe.
 *
 * @param id the same at every attempt, and never of another message: a repetition can be recognised by it
 * @param message what to send: the only event, or the digest
 * @param events what the message is about, oldest first, for targets that take each for itself
 * @param reached the recipients that an earlier attempt reached already
 */
public record Notice(String id, Event message, List<Event> events, Set<String> reached) {

    public Notice {
        events = List.copyOf(events);
        reached = Set.copyOf(reached);
    }

    /** A message about one event, at its first attempt. */
    public Notice(String id, Event event) {
        this(id, event, List.of(event), Set.of());
    }
}
