package dev.allclear.verdict;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Verdict.Incomplete;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a run is an all-clear. Nothing is one without proof: the task ended well by the last line of its
 * log, and every guest that belongs to the run has a finished backup. Pure; thread-safe.
 */
public final class Judge {
    private Judge() {}

    /**
     * The verdict of a heartbeat over a task; empty while the task runs, and when it is no run of what the heartbeat
     * watches.
     */
    public static Optional<Verdict> judge(Heartbeat heartbeat, TaskOutcome outcome, JobLink link) {
        if (outcome.state() instanceof TaskState.Running || !watches(heartbeat, outcome, link)) {
            return Optional.empty();
        }
        Verdict verdict = new Proof(heartbeat, outcome).verdict();
        boolean guessed = heartbeat.watch() instanceof JobWatch
                && link instanceof JobLink.Matched matched
                && matched.jobIds().size() > 1;
        return Optional.of(guessed ? withoutCertainty(verdict, link) : verdict);
    }

    private static boolean watches(Heartbeat heartbeat, TaskOutcome outcome, JobLink link) {
        if (heartbeat.watch() instanceof TaskWatch watch) {
            return outcome.upid().type().equals(watch.type());
        }
        return link.mayBe(((JobWatch) heartbeat.watch()).jobId());
    }

    /** A failure is reported to every job it may belong to; a success proves nothing for any of them. */
    private static Verdict withoutCertainty(Verdict verdict, JobLink link) {
        if (verdict instanceof Verdict.Failed) {
            return verdict;
        }
        List<String> reasons = new ArrayList<>();
        reasons.add(link.words() + ", so it proves nothing for one of them; let their options differ");
        reasons.addAll(verdict.reasons());
        return new Incomplete(reasons);
    }

    /** How many guests a run covered, of how many: the numbers of the push's message. */
    public static int expectedGuests(Heartbeat heartbeat, TaskOutcome outcome) {
        return heartbeat.guests().isEmpty()
                ? (int) outcome.report().guests().stream()
                        .filter(guest -> guest.state() != Guest.State.EXTERNAL)
                        .count()
                : heartbeat.guests().size();
    }
}
