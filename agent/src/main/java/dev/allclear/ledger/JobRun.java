package dev.allclear.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, to which the tasks of several nodes may belong. Times are kept to the millisecond. Immutable and
 * thread-safe.
 *
 * @param source the source that knows the job
 * @param jobId the job
 * @param run its name, unique within the job
 * @param due when its schedule asked for it; null when nobody knows of one
 * @param opened when it was first known
 * @param manual whether a person started it
 * @param expectation what must happen in it, as it was frozen at that time; only its writer understands the text
 */
public record JobRun(
        String source,
        String jobId,
        String run,
        @Nullable Instant due,
        Instant opened,
        boolean manual,
        String expectation) {}
