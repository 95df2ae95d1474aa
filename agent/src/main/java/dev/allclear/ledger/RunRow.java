package dev.allclear.ledger;

import dev.allclear.verdict.Verdict;
import java.time.Instant;

/**
 * A judged run. Immutable and thread-safe.
 *
 * @param heartbeat for which heartbeat
 * @param run its name: the UPID of its task, or the name of a run of a job
 * @param verdict how it was judged
 * @param started when its first task was started
 * @param ended when its last task ended
 * @param judgedAt when the verdict was reached
 * @param learned whether it was over before the heartbeat was first seen
 * @param rule why it is a run of this heartbeat, in words
 */
public record RunRow(
        String heartbeat,
        String run,
        Verdict verdict,
        Instant started,
        Instant ended,
        Instant judgedAt,
        boolean learned,
        String rule) {}
