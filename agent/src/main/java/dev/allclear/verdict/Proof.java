package dev.allclear.verdict;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Empty;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The search for what one ended task proves to one heartbeat, and for what it leaves unproven. */
final class Proof {
    private final Heartbeat heartbeat;
    private final TaskOutcome outcome;
    private final VzdumpReport report;
    private final List<String> failures = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    Proof(Heartbeat heartbeat, TaskOutcome outcome) {
        this.heartbeat = heartbeat;
        this.outcome = outcome;
        this.report = outcome.report();
    }

    Verdict verdict() {
        lookAtGuests();
        lookAtEnd();
        if (!failures.isEmpty()) {
            failures.addAll(gaps);
            return new Failed(List.copyOf(failures));
        }
        long covered = covered().size();
        if (covered == 0 && report.loopEnded() && !heartbeat.emptyOk()) {
            List<String> reasons = new ArrayList<>(List.of("the task ended well and backed up nothing; "
                    + "if that is right for this heartbeat, set `empty ok`"));
            reasons.addAll(gaps);
            return new Empty(reasons);
        }
        return gaps.isEmpty() ? allClear((int) covered) : new Incomplete(List.copyOf(gaps));
    }

    private AllClear allClear(int covered) {
        int warnings = warnings();
        List<String> reasons = new ArrayList<>();
        reasons.add("the log ends in TASK " + outcome.state().status());
        reasons.add(
                covered == 0
                        ? "there was nothing to back up, and `empty ok` is set"
                        : "every guest has a finished backup: " + numbers(covered()));
        List<Integer> leftOut = report.guests().stream()
                .filter(guest -> guest.state() == Guest.State.EXTERNAL
                        && heartbeat.guests().isEmpty())
                .map(Guest::vmid)
                .toList();
        if (!leftOut.isEmpty()) {
            reasons.add(guestsAre(leftOut, "is", "are") + " on another node, and the request was for this node alone");
        }
        if (warnings > 0) {
            reasons.add(counted(warnings, "warning") + ", which `warnings ok` allows");
        }
        Duration duration = Duration.between(outcome.upid().started(), outcome.ended());
        return new AllClear(covered, warnings, duration.isNegative() ? Duration.ZERO : duration, reasons);
    }

    private void lookAtGuests() {
        for (Guest guest : report.guests()) {
            if (!matters(guest.vmid())) {
                continue;
            }
            switch (guest.state()) {
                case FAILED -> failures.add("guest " + guest.vmid() + " failed: " + reasonOf(guest));
                case ABORTED -> failures.add("guest " + guest.vmid() + " was started and never finished");
                case MISSING -> gaps.add("guest " + guest.vmid() + " was asked for and never started");
                case OK, WARNING, EXTERNAL -> {
                    // Finished ones are counted as covered; those of other nodes are named together below.
                }
            }
        }
        lookForGuestsElsewhere();
        TreeSet<Integer> unseen = new TreeSet<>(heartbeat.guests());
        report.guests().forEach(guest -> unseen.remove(guest.vmid()));
        if (!unseen.isEmpty()) {
            gaps.add(guestsAre(unseen, "is", "are") + " on this heartbeat's list and not in this run");
        }
    }

    /**
     * Guests of other nodes belong to a job. They do not belong to a single task that was limited to its node by the
     * request itself, as "Run now" does for each node.
     */
    private void lookForGuestsElsewhere() {
        TreeSet<Integer> elsewhere = new TreeSet<>(report.skipped());
        if (heartbeat.watch() instanceof JobWatch || !heartbeat.guests().isEmpty()) {
            report.guests().stream()
                    .filter(guest -> guest.state() == Guest.State.EXTERNAL)
                    .forEach(guest -> elsewhere.add(guest.vmid()));
        }
        elsewhere.removeIf(vmid -> !matters(vmid));
        if (!elsewhere.isEmpty()) {
            gaps.add(guestsAre(elsewhere, "belongs", "belong")
                    + " to another node; add a `pve:` source with an API token to see it");
        }
    }

    private void lookAtEnd() {
        TaskState state = outcome.state();
        if (state instanceof TaskState.Failed failed) {
            if (!onlyOtherGuestsFailed(failed)) {
                failures.add("the task ended in TASK ERROR: " + failed.text());
            }
        } else if (state instanceof TaskState.Unknown unknown) {
            lookAtMissingEnd(unknown);
        } else {
            lookAtWarnings();
        }
        if (failures.isEmpty() && !(state instanceof TaskState.Unknown)) {
            if (report.command() == null) {
                gaps.add("the log does not tell what the run was asked to back up");
            } else if (!report.loopEnded()) {
                gaps.add("the log does not say `Backup job finished`, so not every guest had its turn for certain");
            }
        }
    }

    private void lookAtMissingEnd(TaskState.Unknown unknown) {
        if (report.lockTimeout()) {
            failures.add("another backup held the node's vzdump lock for too long, so nothing was started");
        } else if (unknown.equals(TaskState.ofLastLine(""))) {
            failures.add("the worker is gone and left no final line (killed, out of memory, power loss or reboot)");
        } else {
            gaps.add(unknown.reason());
        }
    }

    private void lookAtWarnings() {
        int warnings = warnings();
        if (warnings > 0 && !heartbeat.warningsOk()) {
            failures.add(counted(warnings, "warning") + ", and `warnings fail` is set");
        }
    }

    /** Warnings of guests that do not matter are left out; one that belongs to no guest counts. */
    private int warnings() {
        int ofGuests = 0;
        int ofOthers = 0;
        for (Guest guest : report.guests()) {
            if (matters(guest.vmid())) {
                ofGuests += guest.warnings();
            } else {
                ofOthers += guest.warnings();
            }
        }
        int counted = outcome.state() instanceof TaskState.Warnings warnings ? warnings.count() : 0;
        return Math.max(counted - ofOthers, ofGuests);
    }

    /** {@code job errors} says that a guest failed; with a list of guests, others may. Any other error is the job's. */
    private boolean onlyOtherGuestsFailed(TaskState.Failed failed) {
        return failed.text().equals("job errors")
                && report.guests().stream()
                        .anyMatch(guest -> guest.state() == Guest.State.FAILED && !matters(guest.vmid()))
                && report.guests().stream()
                        .noneMatch(guest -> guest.state() == Guest.State.FAILED && matters(guest.vmid()));
    }

    private boolean matters(int vmid) {
        return heartbeat.guests().isEmpty() || heartbeat.guests().contains(vmid);
    }

    private List<Integer> covered() {
        return report.guests().stream()
                .filter(Guest::finished)
                .map(Guest::vmid)
                .filter(this::matters)
                .toList();
    }

    private static String reasonOf(Guest guest) {
        return Optional.ofNullable(guest.error()).orElse("no reason given");
    }

    private static String guestsAre(Collection<Integer> vmids, String one, String several) {
        return (vmids.size() == 1 ? "guest " : "guests ") + numbers(vmids) + " " + (vmids.size() == 1 ? one : several);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String numbers(Collection<Integer> vmids) {
        return vmids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
