package dev.allclear.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is written in the ledger, within one transaction. Not thread-safe, and not to be kept beyond the transaction.
 */
public final class Entries {
    private static final String FORGOTTEN = "ended < ? AND upid NOT IN (SELECT run FROM run)";

    private final Sql sql;
    private final TaskEntries tasks;
    private final RunEntries runs;
    private final DeliveryEntries deliveries;

    Entries(Sql sql) {
        this.sql = sql;
        this.tasks = new TaskEntries(sql);
        this.runs = new RunEntries(sql);
        this.deliveries = new DeliveryEntries(sql);
    }

    /** The tasks and how they ended. */
    public TaskEntries tasks() {
        return tasks;
    }

    /** The runs and their verdicts. */
    public RunEntries runs() {
        return runs;
    }

    /** The outbox. */
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
     * Forgets what ended before a time: tasks, runs and closed deliveries, but never the newest run of a heartbeat with
     * its task and delivery, nor what is still to be delivered. Runs go once they ended before that time, deliveries once
     * they had expired by then.
     *
     * @return the number of tasks forgotten
     */
    public int forget(Instant before) {
        long time = before.toEpochMilli();
        sql.update(
                "DELETE FROM run WHERE ended < ? AND EXISTS (SELECT 1 FROM run newer"
                        + " WHERE newer.heartbeat = run.heartbeat AND (newer.started, newer.run) > (run.started, run.run))",
                time);
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
