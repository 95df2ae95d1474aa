package dev.allclear.verdict;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.VzdumpReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one ended vzdump task proves to a heartbeat, and what it leaves open. Guests that do not matter are left out. */
final class TaskFindings {
    private final Heartbeat heartbeat;
    private final TaskOutcome outcome;
    private final VzdumpReport report;

    /** Guests with a finished backup. */
    final SortedSet<Integer> covered = new TreeSet<>();
    /** Guests whose backup went wrong, with the words for it. */
    final SortedMap<Integer, String> failed = new TreeMap<>();
    /** Guests that were asked for and had no turn. */
    final SortedSet<Integer> missing = new TreeSet<>();
    /** Guests that the task left to other nodes. */
    final SortedSet<Integer> elsewhere = new TreeSet<>();
    /** What went wrong with the task itself. */
    final List<String> failures = new ArrayList<>();
    /** What the task itself leaves unproven. */
    final List<String> gaps = new ArrayList<>();

    final int warnings;

    TaskFindings(Heartbeat heartbeat, TaskOutcome outcome) {
        this.heartbeat = heartbeat;
        this.outcome = outcome;
        this.report = outcome.report();
        this.warnings = countWarnings();
        report.guests().stream().filter(guest -> matters(guest.vmid())).forEach(this::lookAt);
        lookAtEnd();
    }

    String node() {
        return outcome.upid().node();
    }

    /** How the log ends, for a task in which nothing went wrong that matters. */
    String end() {
        return outcome.state() instanceof TaskState.Failed error
                ? "the log ends in TASK ERROR: " + error.text() + ", of guests that are not on this heartbeat's list"
                : "the log ends in TASK " + outcome.state().status();
    }

    boolean loopEnded() {
        return report.loopEnded();
    }

    /** Every guest with a finished backup, whether it matters or not. */
    List<Integer> finished() {
        return report.guests().stream().filter(Guest::finished).map(Guest::vmid).toList();
    }

    private void lookAt(Guest guest) {
        switch (guest.state()) {
            case OK, WARNING -> covered.add(guest.vmid());
            case FAILED ->
                failed.put(
                        guest.vmid(),
                        "guest " + guest.vmid() + " failed: "
                                + Optional.ofNullable(guest.error()).orElse("no reason given"));
            case ABORTED -> failed.put(guest.vmid(), "guest " + guest.vmid() + " was started and never finished");
            case MISSING -> missing.add(guest.vmid());
            case EXTERNAL -> elsewhere.add(guest.vmid());
        }
    }

    private void lookAtEnd() {
        TaskState state = outcome.state();
        if (state instanceof TaskState.Failed error) {
            if (!onlyOtherGuestsFailed(error)) {
                failures.add("the task ended in TASK ERROR: " + error.text());
            }
        } else if (state instanceof TaskState.Unknown unknown) {
            lookAtMissingEnd(unknown);
        }
        if (failures.isEmpty() && warnings > 0 && !heartbeat.warningsOk()) {
            failures.add(Words.counted(warnings, "warning") + ", and `warnings fail` is set");
        }
        if (failures.isEmpty() && failed.isEmpty() && !(state instanceof TaskState.Unknown)) {
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

    /** Warnings of guests that do not matter are left out; one that belongs to no guest counts. */
    private int countWarnings() {
        int ofGuests = 0;
        int ofOthers = 0;
        for (Guest guest : report.guests()) {
            if (matters(guest.vmid())) {
                ofGuests += guest.warnings();
            } else {
                ofOthers += guest.warnings();
            }
        }
        int counted = outcome.state() instanceof TaskState.Warnings said ? said.count() : 0;
        return Math.max(counted - ofOthers, ofGuests);
    }

    /** {@code job errors} says that a guest failed; with a list of guests, others may. Any other error is the job's. */
    private boolean onlyOtherGuestsFailed(TaskState.Failed error) {
        return error.text().equals("job errors")
                && report.guests().stream()
                        .anyMatch(guest -> guest.state() == Guest.State.FAILED && !matters(guest.vmid()))
                && report.guests().stream()
                        .noneMatch(guest -> guest.state() == Guest.State.FAILED && matters(guest.vmid()));
    }

    private boolean matters(int vmid) {
        return heartbeat.guests().isEmpty() || heartbeat.guests().contains(vmid);
    }
}
