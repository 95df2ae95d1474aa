package dev.allclear.ledger;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tasks and how they ended, as written in the ledger; within one transaction. */
public final class TaskEntries {
    private final Sql sql;
    private final GuestEntries guests;

    TaskEntries(Sql sql) {
        this.sql = sql;
        this.guests = new GuestEntries(sql);
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
     * @param source the source that saw it; the one that saw the task first stays
     * @return whether it is new or has changed
     */
    public boolean record(TaskOutcome outcome, String source, Instant seenAt) {
        Optional<TaskOutcome> known = task(outcome.upid());
        if (known.isPresent() && !mayFollow(known.get(), outcome)) {
            return false;
        }
        insert(outcome, source, seenAt);
        guests.replace(outcome.upid(), outcome.report().guests());
        return true;
    }

    private static boolean mayFollow(TaskOutcome known, TaskOutcome next) {
        boolean nextRuns = next.state() instanceof TaskState.Running;
        if (known.state() instanceof TaskState.Running) {
            return !nextRuns;
        }
        return known.state() instanceof TaskState.Unknown
                && !nextRuns
                && !(known.state().equals(next.state())
                        && known.report().equals(next.report())
                        && known.datastore().equals(next.datastore()));
    }

    private void insert(TaskOutcome outcome, String source, Instant seenAt) {
        Upid upid = outcome.upid();
        VzdumpReport report = outcome.report();
        String detail = outcome.state() instanceof TaskState.Warnings warnings
                ? String.valueOf(warnings.count())
                : outcome.state().status();
        sql.update(
                "INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (upid) DO UPDATE SET"
                        + " ended = excluded.ended, state = excluded.state, detail = excluded.detail,"
                        + " command = excluded.command, skipped = excluded.skipped, loop_ended = excluded.loop_ended,"
                        + " job_error = excluded.job_error, lock_timeout = excluded.lock_timeout,"
                        + " waited_for_lock = excluded.waited_for_lock, pruned = excluded.pruned,"
                        + " datastore = excluded.datastore,"
                        + " source = CASE source WHEN '' THEN excluded.source ELSE source END",
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
                seenAt.toEpochMilli(),
                source,
                DatastoreText.of(outcome.datastore()));
    }

    /** What is known of a task. */
    public Optional<TaskOutcome> task(Upid upid) {
        return sql.first("SELECT * FROM task WHERE upid = ?", this::outcome, upid.toString());
    }

    /** The source that saw a task first; an empty name when that was before sources had names. */
    public Optional<String> sourceOf(Upid upid) {
        return sql.first("SELECT source FROM task WHERE upid = ?", row -> row.getString(1), upid.toString());
    }

    /**
     * Gives every task of a type to the consumer, in the order of their start.
     *
     * @param source the source that saw them first; null for any
     */
    public void each(@Nullable String source, String type, BiConsumer<String, TaskOutcome> consumer) {
        sql.list(
                        "SELECT upid, source FROM task WHERE type = ? AND (? IS NULL OR source = ?) ORDER BY started, upid",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        type,
                        source,
                        source)
                .forEach(
                        task -> outcome(task.getKey()).ifPresent(outcome -> consumer.accept(task.getValue(), outcome)));
    }

    /** Names the source of the tasks that were seen before sources had names. */
    public void adopt(String source) {
        sql.update("UPDATE task SET source = ? WHERE source = ''", source);
    }

    /** Number of tasks that were first seen since then. */
    public int countSeenSince(Instant time) {
        return sql.first("SELECT count(*) FROM task WHERE seen_at >= ?", row -> row.getInt(1), time.toEpochMilli())
                .orElse(0);
    }

    /** The tasks of a type that have not ended, as far as is known, in the order of their start. */
    public List<TaskOutcome> unfinished(String type) {
        return outcomes(sql.list(
                "SELECT upid FROM task WHERE state = 'running' AND type = ? ORDER BY started, upid",
                row -> row.getString(1),
                type));
    }

    /** The tasks of a type that have not ended on a node, as far as is known, in the order of their start. */
    public List<TaskOutcome> runningOn(String node, String type) {
        return unfinished(type).stream()
                .filter(outcome -> outcome.upid().node().equals(node))
                .toList();
    }

    List<TaskOutcome> outcomes(List<String> upids) {
        return upids.stream().flatMap(upid -> outcome(upid).stream()).toList();
    }

    private Optional<TaskOutcome> outcome(String upid) {
        return Upid.parse(upid).flatMap(this::task);
    }

    /**
     * What the newest tasks did with each guest, oldest first: so many of each guest of a source, and the newest in which
     * it got a finished backup, however old.
     */
    public List<GuestRow> newestOfGuests(int ofEach) {
        return guests.newest(ofEach);
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
        return new TaskOutcome(
                Upid.parse(upid).orElseThrow(),
                state,
                ended,
                new VzdumpReport(command, guests.of(upid), skipped, loopEnded, jobError, lockTimeout, waited, pruned),
                DatastoreText.report(row.getString("datastore")));
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

    private static List<Integer> numbers(String text) {
        return text.isEmpty()
                ? new ArrayList<>()
                : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }
}
