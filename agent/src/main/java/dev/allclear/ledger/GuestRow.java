package dev.allclear.ledger;

import dev.allclear.task.Guest;
import dev.allclear.task.Upid;
import java.time.Instant;

/**
 * What one task did with one guest. Immutable and thread-safe.
 *
 * @param upid the task
 * @param source the source that saw the task first; an empty name when that was before sources had names
 * @param taskEnded when the task ended, or was last seen if it has not
 * @param guest the guest, as the task's log tells of it
 */
public record GuestRow(Upid upid, String source, Instant taskEnded, Guest guest) {}
