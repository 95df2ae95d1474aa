package dev.allclear.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects when the judge has to look again although nothing new was seen. Used by the judge's thread. */
final class Wakes {
    /** While a run is open, what stands around it (a node that went offline, a guest that moved) is looked at again. */
    private static final Duration WHILE_OPEN = Duration.ofSeconds(60);

    private @Nullable Instant next;

    void clear() {
        next = null;
    }

    void at(Instant moment) {
        if (next == null || moment.isBefore(next)) {
            next = moment;
        }
    }

    /** A run is open. */
    void pending(Instant now, @Nullable Instant lookAgain) {
        at(now.plus(WHILE_OPEN));
        if (lookAgain != null && lookAgain.isAfter(now)) {
            at(lookAgain);
        }
    }

    Optional<Instant> next() {
        return Optional.ofNullable(next);
    }
}
