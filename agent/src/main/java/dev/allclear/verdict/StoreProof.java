package dev.allclear.verdict;

import dev.allclear.task.DatastoreReport;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Empty;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one ended task of a backup server proves: its final line, and what it really did. */
final class StoreProof {
    private final Heartbeat heartbeat;
    private final TaskOutcome outcome;
    private final DatastoreReport report;

    StoreProof(Heartbeat heartbeat, TaskOutcome outcome) {
        this.heartbeat = heartbeat;
        this.outcome = outcome;
        this.report = outcome.datastore();
    }

    Verdict verdict() {
        TaskState state = outcome.state();
        List<String> failures = new ArrayList<>();
        if (state instanceof TaskState.Failed failed) {
            failures.add("the task ended in TASK ERROR: " + failed.text());
        } else if (state instanceof TaskState.Unknown unknown) {
            if (!unknown.equals(TaskState.ofLastLine(""))) {
                return new Incomplete(List.of(unknown.reason()));
            }
            failures.add("the backup server ended in the middle of it, so it has no final line (crash, power loss or"
                    + " restart)");
        } else if (warnings() > 0 && !heartbeat.warningsOk()) {
            failures.add(Words.counted(warnings(), "warning") + "; set `warnings ok` if they are no failure");
        }
        failures.addAll(report.doubts());
        if (!failures.isEmpty()) {
            return new Failed(failures);
        }
        if (report.idle() != null && !heartbeat.emptyOk()) {
            return new Empty(List.of("the task ended well and did nothing: " + report.idle()
                    + "; if that is right for this heartbeat, set `empty ok`"));
        }
        return allClear();
    }

    private AllClear allClear() {
        List<String> reasons = new ArrayList<>(
                List.of("the log ends in TASK " + outcome.state().status()));
        if (!report.summary().isEmpty()) {
            reasons.add(report.summary());
        }
        if (report.idle() != null) {
            reasons.add(report.idle() + ", and `empty ok` is set");
        }
        if (warnings() > 0) {
            reasons.add(Words.counted(warnings(), "warning") + ", which `warnings ok` allows");
        }
        Duration duration = Duration.between(outcome.upid().started(), outcome.ended());
        return new AllClear(0, warnings(), duration.isNegative() ? Duration.ZERO : duration, reasons);
    }

    private int warnings() {
        return outcome.state() instanceof TaskState.Warnings warnings ? warnings.count() : 0;
    }
}
