package dev.allclear.ledger;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The runs of jobs and the tasks that belong to them, as written in the ledger; within one transaction. */
public final class JobRunEntries {
    private final Sql sql;
    private final TaskEntries tasks;

    JobRunEntries(Sql sql, TaskEntries tasks) {
        this.sql = sql;
        this.tasks = tasks;
    }

    /**
     * Writes down that a run has begun or is due, and what must happen in it. Nothing of it ever changes.
     *
     * @return false if it is there already, be it with other words
     */
    public boolean open(JobRun run) {
        Instant due = run.due();
        return sql.update(
                        "INSERT INTO job_run (source, job_id, run, due, opened, manual, expectation)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, job_id, run) DO NOTHING",
                        run.source(),
                        run.jobId(),
                        run.run(),
                        due == null ? null : due.toEpochMilli(),
                        run.opened().toEpochMilli(),
                        run.manual(),
                        run.expectation())
                > 0;
    }

    /** One run of a job. */
    public Optional<JobRun> find(String source, String jobId, String run) {
        return sql.first(
                "SELECT * FROM job_run WHERE source = ? AND job_id = ? AND run = ?",
                JobRunEntries::row,
                source,
                jobId,
                run);
    }

    /** The newest runs of a job, newest first: by when they were due, or else opened. */
    public List<JobRun> newest(String source, String jobId, int limit) {
        return sql.list(
                "SELECT * FROM job_run WHERE source = ? AND job_id = ? ORDER BY coalesce(due, opened) DESC, run DESC LIMIT ?",
                JobRunEntries::row,
                source,
                jobId,
                limit);
    }

    /**
     * The task belongs to this run of the job, and to no other one any more. It need not be known yet; the run must have
     * been opened.
     */
    public void add(String source, String jobId, String run, Upid upid) {
        sql.update(
                "INSERT INTO task_of_job_run (source, job_id, upid, run) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (source, job_id, upid) DO UPDATE SET run = excluded.run",
                source,
                jobId,
                upid.toString(),
                run);
    }

    /**
     * The task belongs to no run of the job any more.
     *
     * @return whether it did
     */
    public boolean remove(String source, String jobId, Upid upid) {
        return sql.update(
                        "DELETE FROM task_of_job_run WHERE source = ? AND job_id = ? AND upid = ?",
                        source,
                        jobId,
                        upid.toString())
                > 0;
    }

    /** The run of the job to which the task belongs. */
    public Optional<String> runOf(String source, String jobId, Upid upid) {
        return sql.first(
                "SELECT run FROM task_of_job_run WHERE source = ? AND job_id = ? AND upid = ?",
                row -> row.getString(1),
                source,
                jobId,
                upid.toString());
    }

    /** The runs of a job to which a task belongs whose name begins so. */
    public List<String> runsOf(String jobId, String upid) {
        return sql.list(
                "SELECT DISTINCT run FROM task_of_job_run WHERE job_id = ? AND substr(upid, 1, ?) = ?",
                row -> row.getString(1),
                jobId,
                upid.length(),
                upid);
    }

    /** The tasks of a run, known or not. */
    public List<Upid> upids(String source, String jobId, String run) {
        return sql
                .list(
                        "SELECT upid FROM task_of_job_run WHERE source = ? AND job_id = ? AND run = ?",
                        row -> row.getString(1),
                        source,
                        jobId,
                        run)
                .stream()
                .flatMap(upid -> Upid.parse(upid).stream())
                .toList();
    }

    /** What is known of the tasks of a run, in the order of their start. */
    public List<TaskOutcome> tasks(String source, String jobId, String run) {
        return tasks.outcomes(sql.list(
                "SELECT task.upid FROM task_of_job_run JOIN task USING (upid)"
                        + " WHERE task_of_job_run.source = ? AND job_id = ? AND run = ? ORDER BY started, upid",
                row -> row.getString(1),
                source,
                jobId,
                run));
    }

    private static JobRun row(ResultSet row) throws SQLException {
        long due = row.getLong("due");
        Instant dueAt = row.wasNull() ? null : Instant.ofEpochMilli(due);
        return new JobRun(
                row.getString("source"),
                row.getString("job_id"),
                row.getString("run"),
                dueAt,
                Instant.ofEpochMilli(row.getLong("opened")),
                row.getBoolean("manual"),
                row.getString("expectation"));
    }
}
