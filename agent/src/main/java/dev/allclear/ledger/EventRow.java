package dev.allclear.ledger;

import dev.allclear.event.Event;
import java.time.Instant;

/**
 * An event that is written down. Immutable and thread-safe.
 *
 * @param id its number, counted in the order in which events were written
 * @param event what happened; its body is empty once it is old
 * @param seenAt when it was written
 */
public record EventRow(long id, Event event, Instant seenAt) {}
