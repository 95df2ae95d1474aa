package dev.allclear.ledger;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tasks and how they ended, as written in the ledger; within one transaction. */
public final class TaskEntries {
    private final Sql sql;

    TaskEntries(Sql sql) {
        this.sql = sql;
    }

    /** Whether it is known for certain how the task ended, so that its log need not be read again. */
    public boolean settled(Upid upid) {
        return sql.exists(
                "SELECT 1 FROM task WHERE upid = ? AND state IN ('ok', 'warnings', 'error')", upid.toString());
    }

    /** Names every task of which {@link #settled} is true. */
    public void eachSettled(Consumer<String> upid) {
        sql.each("SELECT upid FROM task WHERE state IN ('ok', 'warnings', 'error')", row -> row.getString(1), upid);
    }

    /**
     * Keeps an outcome. A known end never changes; an unknown one may become known, and a running task may end.
     *
     * @return whether it is new or has changed
     */
    public boolean record(TaskOutcome outcome, Instant seenAt) {
        Optional<TaskOutcome> known = task(outcome.upid());
        if (known.isPresent() && !mayFollow(known.get(), outcome)) {
            return false;
        }
        insert(outcome, seenAt);
        sql.update("DELETE FROM guest WHERE upid = ?", outcome.upid().toString());
        outcome.report().guests().forEach(guest -> insert(outcome.upid(), guest));
        return true;
    }

    private static boolean mayFollow(TaskOutcome known, TaskOutcome next) {
        boolean nextRuns = next.state() instanceof TaskState.Running;
        if (known.state() instanceof TaskState.Running) {
            return !nextRuns;
        }
        return known.state() instanceof TaskState.Unknown
                && !nextRuns
                && !(known.state().equals(next.state()) && known.report().equals(next.report()));
    }

    private void insert(TaskOutcome outcome, Instant seenAt) {
        Upid upid = outcome.upid();
        VzdumpReport report = outcome.report();
        String detail = outcome.state() instanceof TaskState.Warnings warnings
                ? String.valueOf(warnings.count())
                : outcome.state().status();
        sql.update(
                "INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (upid) DO UPDATE SET"
                        + " ended = excluded.ended, state = excluded.state, detail = excluded.detail,"
                        + " command = excluded.command, skipped = excluded.skipped, loop_ended = excluded.loop_ended,"
                        + " job_error = excluded.job_error, lock_timeout = excluded.lock_timeout,"
                        + " waited_for_lock = excluded.waited_for_lock, pruned = excluded.pruned",
                upid.toString(),
                upid.type(),
                upid.starttime(),
                outcome.ended().toEpochMilli(),
                outcome.state().word(),
                detail,
                report.command(),
                report.skipped().stream().map(String::valueOf).collect(Collectors.joining(",")),
                report.loopEnded(),
                report.jobError(),
                report.lockTimeout(),
                report.waitedForLock(),
                report.pruned(),
                seenAt.toEpochMilli());
    }

    private void insert(Upid upid, Guest guest) {
        sql.update(
                "INSERT INTO guest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                upid.toString(),
                guest.vmid(),
                guest.state().word(),
                guest.kind(),
                guest.name(),
                text(guest.started()),
                text(guest.ended()),
                guest.duration() == null ? null : guest.duration().toSeconds(),
                guest.mode(),
                guest.archive(),
                guest.sizeBytes(),
                guest.warnings(),
                guest.error());
    }

    /** What is known of a task. */
    public Optional<TaskOutcome> task(Upid upid) {
        return sql.first("SELECT * FROM task WHERE upid = ?", this::outcome, upid.toString());
    }

    /** Gives every task of a type to the consumer, in the order of their start. */
    public void each(String type, Consumer<TaskOutcome> consumer) {
        sql.list("SELECT upid FROM task WHERE type = ? ORDER BY started, upid", row -> row.getString(1), type)
                .forEach(upid -> Upid.parse(upid).flatMap(this::task).ifPresent(consumer));
    }

    /** Number of tasks known. */
    public int count() {
        return sql.number("SELECT count(*) FROM task");
    }

    /**
     * Keeps what a job's state file tells: the job that started a task.
     *
     * @return whether that is new
     */
    public boolean assign(Upid upid, String jobId) {
        return sql.update("INSERT INTO job_of_task VALUES (?, ?) ON CONFLICT (upid) DO NOTHING", upid.toString(), jobId)
                > 0;
    }

    /** The job that is told to have started the task. */
    public Optional<String> jobOf(Upid upid) {
        return sql.first("SELECT job_id FROM job_of_task WHERE upid = ?", row -> row.getString(1), upid.toString());
    }

    private TaskOutcome outcome(ResultSet row) throws SQLException {
        String upid = row.getString("upid");
        TaskState state = state(row.getString("state"), row.getString("detail"));
        Instant ended = Instant.ofEpochMilli(row.getLong("ended"));
        String command = row.getString("command");
        List<Integer> skipped = numbers(row.getString("skipped"));
        boolean loopEnded = row.getBoolean("loop_ended");
        String jobError = row.getString("job_error");
        boolean lockTimeout = row.getBoolean("lock_timeout");
        boolean waited = row.getBoolean("waited_for_lock");
        int pruned = row.getInt("pruned");
        List<Guest> guests = sql.list(
                "SELECT vmid, state, kind, name, started, ended, duration, mode, archive, size_bytes, warnings, error"
                        + " FROM guest WHERE upid = ? ORDER BY vmid",
                TaskEntries::guest,
                upid);
        return new TaskOutcome(
                Upid.parse(upid).orElseThrow(),
                state,
                ended,
                new VzdumpReport(command, guests, skipped, loopEnded, jobError, lockTimeout, waited, pruned));
    }

    private static TaskState state(String word, String detail) {
        return switch (word) {
            case "ok" -> new TaskState.Ok();
            case "warnings" -> new TaskState.Warnings(Integer.parseInt(detail));
            case "error" -> new TaskState.Failed(detail);
            case "running" -> new TaskState.Running();
            default -> new TaskState.Unknown(detail);
        };
    }

    /** By position, since there may be a hundred thousand of them to read and names take time. */
    private static Guest guest(ResultSet row) throws SQLException {
        long seconds = row.getLong(7);
        Duration duration = row.wasNull() ? null : Duration.ofSeconds(seconds);
        return new Guest(
                row.getInt(1),
                Guest.State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getString(3),
                row.getString(4),
                time(row.getString(5)),
                time(row.getString(6)),
                duration,
                row.getString(8),
                row.getString(9),
                row.getLong(10),
                row.getInt(11),
                row.getString(12));
    }

    private static @Nullable String text(@Nullable LocalDateTime time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable LocalDateTime time(@Nullable String text) {
        return text == null ? null : LocalDateTime.parse(text);
    }

    private static List<Integer> numbers(String text) {
        return text.isEmpty()
                ? new ArrayList<>()
                : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }
}
