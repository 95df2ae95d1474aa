package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import java.time.Duration;
import java.time.Instant;

/**
 * What the agent saw in the last day.
 *
 * @param tasks number of tasks
 * @param gaps number of stretches in which a node was not seen
 */
record NightSummary(int tasks, int gaps) {

    static NightSummary of(Entries entries, Instant now) {
        Instant yesterday = now.minus(Duration.ofDays(1));
        return new NightSummary(
                entries.tasks().countSeenSince(yesterday), entries.gaps().countSince(yesterday));
    }
}
