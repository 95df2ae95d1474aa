package dev.allclear.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is written in the ledger, within one transaction. Not thread-safe, and not to be kept beyond the transaction.
 */
public final class Entries {
    private static final String FORGOTTEN =
            "ended < ? AND upid NOT IN (SELECT run FROM run)" + " AND upid NOT IN (SELECT upid FROM task_of_job_run)";

    /** The body of an event is kept for so much shorter than the event. */
    private static final Duration BODIES_LESS = Duration.ofDays(310);

    private final Sql sql;
    private final TaskEntries tasks;
    private final RunEntries runs;
    private final JobRunEntries jobRuns;
    private final GapEntries gaps;
    private final DeliveryEntries deliveries;
    private final EventEntries events;
    private final NoticeEntries notices;
    private final NoticeReports noticeReports;

    Entries(Sql sql) {
        this.sql = sql;
        this.tasks = new TaskEntries(sql);
        this.runs = new RunEntries(sql);
        this.jobRuns = new JobRunEntries(sql, tasks);
        this.gaps = new GapEntries(sql);
        this.deliveries = new DeliveryEntries(sql);
        this.events = new EventEntries(sql);
        this.notices = new NoticeEntries(sql);
        this.noticeReports = new NoticeReports(sql);
    }

    /** The tasks and how they ended. */
    public TaskEntries tasks() {
        return tasks;
    }

    /** The runs and their verdicts. */
    public RunEntries runs() {
        return runs;
    }

    /** The runs of jobs, each of which may have many tasks. */
    public JobRunEntries jobRuns() {
        return jobRuns;
    }

    /** The times that no source saw. */
    public GapEntries gaps() {
        return gaps;
    }

    /** What happened that somebody may want to know. */
    public EventEntries events() {
        return events;
    }

    /** Who is still to be told of it. */
    public NoticeEntries notices() {
        return notices;
    }

    /** What became of them. */
    public NoticeReports noticeReports() {
        return noticeReports;
    }

    /** The outbox of beats. */
    public DeliveryEntries deliveries() {
        return deliveries;
    }

    /** Keeps a short text under a name, in place of the one before. An empty text forgets it. */
    public void note(String name, String text) {
        if (text.isEmpty()) {
            sql.update("DELETE FROM note WHERE name = ?", name);
        } else {
            sql.update(
                    "INSERT INTO note VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text", name, text);
        }
    }

    /** The text kept under a name. */
    public Optional<String> note(String name) {
        return sql.first("SELECT text FROM note WHERE name = ?", row -> row.getString(1), name);
    }

    /** All notes whose name begins so, by name. */
    public Map<String, String> notes(String prefix) {
        Map<String, String> notes = new LinkedHashMap<>();
        sql.each(
                "SELECT name, text FROM note WHERE substr(name, 1, ?) = ? ORDER BY name",
                row -> Map.entry(row.getString(1), row.getString(2)),
                note -> notes.put(note.getKey(), note.getValue()),
                prefix.codePointCount(0, prefix.length()),
                prefix);
        return notes;
    }

    /**
     * Forgets what ended before a time: tasks, runs, gaps and closed deliveries, but never the newest run of a heartbeat
     * or of a job with its tasks and deliveries, nor what is still to be delivered. Runs go once they ended before that
     * time, deliveries once they had expired by then. The run of a job goes when it was opened and due before, none of its
     * tasks ended later and no heartbeat's run is left of it.
     *
     * @return the number of tasks forgotten
     */
    public int forget(Instant before) {
        long time = before.toEpochMilli();
        sql.update(
                "DELETE FROM run WHERE ended < ? AND EXISTS (SELECT 1 FROM run newer"
                        + " WHERE newer.heartbeat = run.heartbeat AND (newer.started, newer.run) > (run.started, run.run))",
                time);
        sql.update(
                "DELETE FROM job_run WHERE opened < ? AND coalesce(due, opened) < ? AND run NOT IN (SELECT run FROM run)"
                        + " AND EXISTS (SELECT 1 FROM job_run newer WHERE newer.source = job_run.source"
                        + " AND newer.job_id = job_run.job_id AND (coalesce(newer.due, newer.opened), newer.run)"
                        + " > (coalesce(job_run.due, job_run.opened), job_run.run))"
                        + " AND NOT EXISTS (SELECT 1 FROM task_of_job_run own JOIN task USING (upid)"
                        + " WHERE own.source = job_run.source AND own.job_id = job_run.job_id AND own.run = job_run.run"
                        + " AND task.ended >= ?)",
                time,
                time,
                time);
        sql.update("DELETE FROM gap WHERE to_at < ?", time);
        events.forget(before, before.plus(BODIES_LESS));
        // What has not expired stays, so that its identity still keeps the same push from being sent again.
        sql.update(
                "DELETE FROM delivery WHERE created_at < ? AND expires_at < ? AND closed_at IS NOT NULL"
                        + " AND (heartbeat, run) NOT IN (SELECT heartbeat, run FROM run)",
                time,
                time);
        // Only with its task: what a job's state file tells may be known before the task is.
        sql.update("DELETE FROM job_of_task WHERE upid IN (SELECT upid FROM task WHERE " + FORGOTTEN + ")", time);
        return sql.update("DELETE FROM task WHERE " + FORGOTTEN, time);
    }
}
