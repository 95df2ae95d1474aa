package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Table;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The event of a vzdump task. A failed guest shows its error where Proxmox's table has {@code null}; a guest that never had
 * its turn is in the table too.
 */
final class VzdumpEvent {

    /** What vzdump says when guests failed, each of which has its own error. */
    private static final String JOB_ERRORS = "job errors";

    private static final int LONGEST_ERROR = 300;
    private static final int LONGEST_TITLE = 200;
    private static final List<String> HEADER = List.of("VMID", "Name", "Status", "Time", "Size", "Filename");

    private VzdumpEvent() {}

    static Event of(TaskOutcome outcome, TaskScene scene) {
        TaskDraft draft = new TaskDraft(outcome, scene, "vzdump");
        draft.field("job-id", scene.jobId());
        boolean failed = draft.failed();
        String error = failed ? jobError(draft) : null;
        if (error != null) {
            draft.say(error);
        }
        int warnings = Math.max(draft.warnings(), warningsOfGuests(outcome));
        if (warnings > 0) {
            draft.say("The backup ended with " + Amounts.counted(warnings, "warning") + ".");
        }
        details(draft);
        draft.log();
        String web = scene.web();
        if (web != null) {
            draft.link(web);
        }
        String title = "vzdump backup status (" + draft.fqdn() + "): "
                + (failed ? "backup failed" + why(error) : "backup successful");
        return draft.event(failed ? Severity.ERROR : warnings > 0 ? Severity.WARNING : Severity.INFO, title);
    }

    /** What went wrong with the job itself; null when only guests failed. */
    private static @Nullable String jobError(TaskDraft draft) {
        String told = draft.outcome.report().jobError();
        if (told != null) {
            return told;
        }
        boolean guests = draft.outcome.state() instanceof TaskState.Failed state
                && state.text().equals(JOB_ERRORS);
        return guests ? null : draft.error();
    }

    private static String why(@Nullable String error) {
        if (error == null) {
            return "";
        }
        return error.strip().indexOf('\n') >= 0 ? ": multiple problems" : ": " + Amounts.atMost(LONGEST_TITLE, error);
    }

    private static int warningsOfGuests(TaskOutcome outcome) {
        return outcome.report().guests().stream().mapToInt(Guest::warnings).sum();
    }

    private static void details(TaskDraft draft) {
        List<List<String>> rows = new ArrayList<>();
        long size = 0;
        for (Guest guest : draft.outcome.report().guests()) {
            if (guest.state() != Guest.State.EXTERNAL) {
                rows.add(row(guest));
                size += Math.max(0, guest.sizeBytes());
            }
        }
        Duration time = Duration.between(draft.outcome.upid().started(), draft.outcome.ended());
        draft.add(new Heading("Details"));
        draft.add(new Table(HEADER, rows));
        draft.add(new Facts(List.of(
                new Fact("Total running time", Amounts.time(time)), new Fact("Total size", Amounts.size(size)))));
    }

    private static List<String> row(Guest guest) {
        Duration time = guest.duration();
        if (time == null && guest.started() != null && guest.ended() != null) {
            time = Duration.between(guest.started(), guest.ended());
        }
        return List.of(
                String.valueOf(guest.vmid()),
                Objects.requireNonNullElse(guest.name(), ""),
                status(guest.state()),
                time == null ? "" : Amounts.time(time),
                guest.sizeBytes() < 0 ? "" : Amounts.size(guest.sizeBytes()),
                guest.finished()
                        ? Objects.requireNonNullElse(guest.archive(), "")
                        : Amounts.bothEnds(LONGEST_ERROR, error(guest)));
    }

    private static String status(Guest.State state) {
        return switch (state) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILED, ABORTED, MISSING -> "err";
            case EXTERNAL -> "";
        };
    }

    private static String error(Guest guest) {
        return switch (guest.state()) {
            case ABORTED -> "started and never finished";
            case MISSING -> "never had its turn";
            default -> Objects.requireNonNullElse(guest.error(), "no reason given");
        };
    }
}
