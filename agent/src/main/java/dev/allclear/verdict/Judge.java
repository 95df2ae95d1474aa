package dev.allclear.verdict;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The judge: from what is known of a run to its verdict. Pure: the same facts give the same verdict. */
public final class Judge {
    private Judge() {}

    /**
     * The verdict over a task that is a run of its own; empty while it runs, and when it is no run of what the heartbeat
     * watches.
     *
     * @param toldJobId the job of a backup server whose state names the task; null when none does
     */
    public static Optional<Verdict> judge(Heartbeat heartbeat, TaskOutcome outcome, @Nullable String toldJobId) {
        if (outcome.state() instanceof TaskState.Running) {
            return Optional.empty();
        }
        if (heartbeat.watch() instanceof TaskWatch watch) {
            return outcome.upid().type().equals(watch.type())
                            && (heartbeat.manualCounts() || Origin.of(outcome, false) == Origin.SCHEDULE)
                    ? Optional.ofNullable(
                            new RunProof(heartbeat, Expectation.NOTHING, List.of(outcome), Scene.bare(outcome.ended()))
                                    .standing()
                                    .verdict())
                    : Optional.empty();
        }
        return heartbeat.watch() instanceof StoreWatch watch && isRunOf(watch, heartbeat, outcome, toldJobId)
                ? Optional.of(new StoreProof(heartbeat, outcome).verdict())
                : Optional.empty();
    }

    private static boolean isRunOf(
            StoreWatch watch, Heartbeat heartbeat, TaskOutcome outcome, @Nullable String toldJobId) {
        String job = toldJobId == null ? outcome.datastore().jobId() : toldJobId;
        return outcome.upid().type().equals(watch.kind().workerType())
                && watch.id().equals(job)
                && (heartbeat.manualCounts() || outcome.datastore().scheduled());
    }

    /**
     * How a run of a job stands, over all its tasks.
     *
     * @param expected what was written down when it was due or first seen
     * @param tasks the tasks that belong to it, in any order
     * @param links how each of them is tied to the job
     */
    public static Standing judge(
            Heartbeat heartbeat,
            Expectation expected,
            Collection<TaskOutcome> tasks,
            Collection<JobLink> links,
            Scene scene) {
        Standing standing = new RunProof(heartbeat, expected, tasks, scene).standing();
        Verdict verdict = standing.verdict();
        Optional<JobLink> guessed = links.stream()
                .filter(link -> link instanceof JobLink.Matched matched
                        && matched.jobIds().size() > 1)
                .findFirst();
        return verdict == null || guessed.isEmpty() ? standing : Standing.of(withoutCertainty(verdict, guessed.get()));
    }

    /** A failure is reported to every job it may belong to; a success proves nothing for any of them. */
    private static Verdict withoutCertainty(Verdict verdict, JobLink link) {
        if (verdict instanceof Failed) {
            return verdict;
        }
        List<String> reasons = new ArrayList<>();
        reasons.add(link.words() + ", so it proves nothing for one of them; let their options differ");
        reasons.addAll(verdict.reasons());
        return new Incomplete(reasons);
    }
}
