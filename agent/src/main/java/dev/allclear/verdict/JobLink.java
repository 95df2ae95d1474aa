package dev.allclear.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task is tied to a job. PVE prints the job's id nowhere in the task, so it is either told by the job's state
 * file or concluded from the options of the log's first line. Immutable and thread-safe.
 */
public sealed interface JobLink {

    /** The state file {@code /var/lib/pve-manager/jobs/vzdump-<id>.json} names the task: exact. */
    record Told(String jobId) implements JobLink {}

    /** The options of the first line are those of these jobs: one is a conclusion, several are a guess. */
    record Matched(List<String> jobIds) implements JobLink {
        public Matched {
            jobIds = List.copyOf(jobIds);
        }
    }

    /** No job is known to have started the task. */
    record None() implements JobLink {}

    /**
     * Ties a task to a job.
     *
     * @param toldJobId the job whose state file named the task; null when none did
     * @param node the node the task ran on
     * @param command the task's first log line from {@code vzdump} on; null when it has none
     * @param jobs the jobs of jobs.cfg
     */
    static JobLink of(@Nullable String toldJobId, String node, @Nullable String command, List<Job> jobs) {
        if (toldJobId != null) {
            return new Told(toldJobId);
        }
        if (command == null) {
            return new None();
        }
        Selection wanted = Selection.ofCommand(command);
        List<String> fitting = jobs.stream()
                .filter(job -> job.runsOn(node))
                .filter(job -> Selection.ofJob(job).equals(wanted))
                .map(Job::id)
                .toList();
        return fitting.isEmpty() ? new None() : new Matched(fitting);
    }

    /** In words, for the person who asks why a task counts as a run of its job. */
    default String words() {
        if (this instanceof Told told) {
            return "the scheduler's state file of job " + told.jobId() + " names this task";
        }
        if (this instanceof Matched matched) {
            return matched.jobIds().size() == 1
                    ? "its options are those of job " + matched.jobIds().get(0)
                    : "its options fit the jobs " + String.join(" and ", matched.jobIds()) + " alike";
        }
        return "no job is known to have started it";
    }

    /** Whether the task may be a run of this job. */
    default boolean mayBe(String jobId) {
        if (this instanceof Told told) {
            return told.jobId().equals(jobId);
        }
        return this instanceof Matched matched && matched.jobIds().contains(jobId);
    }
}
