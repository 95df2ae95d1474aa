package dev.allclear.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it stands. Immutable and thread-safe.
 *
 * @param id its place in the order of its target
 * @param target where to
 * @param heartbeat whose state it tells
 * @param run of which run
 * @param msg its text
 * @param duration of the run
 * @param createdAt when the verdict was reached
 * @param dueAt when it is tried next
 * @param expiresAt from when on it must not be sent any more
 * @param state how it stands
 * @param attempts how often it was handed to the sender
 * @param interrupted how often the agent died while it was being sent: possible duplicates
 * @param lastError why the last attempt did not succeed
 * @param closedAt when it was closed
 * @param signal what it tells: {@code start}, {@code up}, {@code down} or {@code log}
 * @param report more text, for switches that keep one; empty for none
 */
public record DeliveryRow(
        long id,
        String target,
        String heartbeat,
        String run,
        String msg,
        Duration duration,
        Instant createdAt,
        Instant dueAt,
        Instant expiresAt,
        DeliveryState state,
        int attempts,
        int interrupted,
        @Nullable String lastError,
        @Nullable Instant closedAt,
        String signal,
        String report) {

    /** Whether it tells that all is well. */
    public boolean up() {
        return signal.equals("up");
    }
}
