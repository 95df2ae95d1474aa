package dev.allclear.watch;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Job;
import java.util.List;

/** What a watcher saw and hands over. Seeing the same again does no harm. Immutable and thread-safe. */
public sealed interface Sighting {

    /** A task that has not ended yet. */
    record Running(Upid upid) implements Sighting {}

    /** A task that has ended, with what its log tells. */
    record Ended(TaskOutcome outcome) implements Sighting {}

    /** The state file of a job names the task that it started. */
    record JobTask(String jobId, Upid upid) implements Sighting {}

    /** The jobs of the cluster, as jobs.cfg has them now. */
    record Jobs(List<Job> jobs) implements Sighting {}

    /** All that was there when the watcher started has been handed over. */
    record CaughtUp() implements Sighting {}

    /**
     * The watcher cannot see something, or sees it again.
     *
     * @param subject what it is about, stable, for example a path
     * @param problem what happened, what it means, what to do; empty when it is over
     */
    record Blind(String subject, String problem) implements Sighting {}
}
