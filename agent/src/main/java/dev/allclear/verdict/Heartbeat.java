package dev.allclear.verdict;

import java.time.Duration;
import java.util.SortedSet;

/**
 * What a configured dead man's switch watches, and how strictly. Where to push is not its business. Immutable.
 *
 * @param name the id of its stanza in agent.conf
 * @param watch the job or the kind of task whose runs it judges
 * @param guests the guests that must be covered; empty means those that the task itself names
 * @param warningsOk whether a run with warnings is an all-clear
 * @param emptyOk whether a run that backed up nothing is an all-clear
 * @param maxAge how long after its end an all-clear may still be pushed
 */
public record Heartbeat(
        String name, Watch watch, SortedSet<Integer> guests, boolean warningsOk, boolean emptyOk, Duration maxAge) {

    /** What a heartbeat watches. */
    public sealed interface Watch {}

    /** The PVE backup job with this id. */
    public record JobWatch(String jobId) implements Watch {}

    /** Every task of this worker type, each a run of its own. */
    public record TaskWatch(String type) implements Watch {}
}
