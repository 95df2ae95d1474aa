package dev.allclear.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * A message that is to be delivered once. Immutable and thread-safe.
 *
 * @param identity derived from what happened: the same identity is never delivered twice
 * @param target where to
 * @param heartbeat whose state it tells
 * @param run of which run
 * @param runStarted when that run was started; the beat of the newest run supersedes the others
 * @param msg its text
 * @param duration of the run
 * @param createdAt when the verdict was reached
 * @param dueAt when to send it
 * @param expiresAt from when on it must not be sent any more
 * @param signal what it tells: {@code start}, {@code up}, {@code down} or {@code log}
 * @param report more text, for switches that keep one; empty for none
 */
public record NewDelivery(
        String identity,
        String target,
        String heartbeat,
        String run,
        Instant runStarted,
        String msg,
        Duration duration,
        Instant createdAt,
        Instant dueAt,
        Instant expiresAt,
        String signal,
        String report) {

    /** That all is well, or what is wrong. */
    public NewDelivery(
            String identity,
            String target,
            String heartbeat,
            String run,
            Instant runStarted,
            String msg,
            Duration duration,
            Instant createdAt,
            Instant dueAt,
            Instant expiresAt,
            boolean up) {
        this(
                identity,
                target,
                heartbeat,
                run,
                runStarted,
                msg,
                duration,
                createdAt,
                dueAt,
                expiresAt,
                up ? "up" : "down",
                "");
    }
}
