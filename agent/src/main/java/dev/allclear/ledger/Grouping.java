package dev.allclear.ledger;

import java.time.Duration;

/**
 * How a target wants several events together. Immutable and thread-safe.
 *
 * @param first how long the first event waits for others
 * @param interval how long after a message the next one is sent at the earliest
 */
public record Grouping(Duration first, Duration interval) {
    /** Each event at once, in a message of its own. */
    public static final Grouping NONE = new Grouping(Duration.ZERO, Duration.ZERO);

    /** Whether all that waits goes in one message. */
    boolean together() {
        return !first.isZero() || !interval.isZero();
    }
}
