package dev.allclear.task;

import java.time.Instant;
import java.util.List;

/**
 * How one task ended (or stands). Immutable and thread-safe.
 *
 * <p>A vzdump task with exactly one guest to do carries its vmid in the UPID ({@code PVE/API2/VZDump.pm}). So that guest is
 * known to be missing when the task ended before its log spoke of any.
 *
 * @param upid which task
 * @param state how it stands
 * @param ended when the log was last written; for a running task, when it was last seen
 * @param report what a vzdump log tells; {@link VzdumpReport#NOTHING} for other types
 * @param datastore what the log of a PBS task tells; {@link DatastoreReport#NOTHING} for tasks of PVE
 */
public record TaskOutcome(Upid upid, TaskState state, Instant ended, VzdumpReport report, DatastoreReport datastore) {

    /** Of a task of PVE. */
    public TaskOutcome(Upid upid, TaskState state, Instant ended, VzdumpReport report) {
        this(upid, state, ended, report, DatastoreReport.NOTHING);
    }

    /** Of a task of PBS. */
    public TaskOutcome(Upid upid, TaskState state, Instant ended, DatastoreReport datastore) {
        this(upid, state, ended, VzdumpReport.NOTHING, datastore);
    }

    public TaskOutcome {
        // Of a log that could not be read nobody knows what it speaks of.
        boolean read = !(state instanceof TaskState.Unknown unknown)
                || unknown.reason().equals(TaskState.NO_FINAL_LINE);
        if (read
                && !(state instanceof TaskState.Running)
                && report.command() == null
                && report.guests().isEmpty()
                && upid.type().equals("vzdump")
                && upid.id().matches("[1-9][0-9]{2,8}")) {
            report = report.withGuests(report.guestsOf(List.of(Integer.valueOf(upid.id()))));
        }
    }
}
