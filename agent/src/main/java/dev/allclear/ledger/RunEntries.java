package dev.allclear.ledger;

import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Runs and their verdicts, as written in the ledger; within one transaction. */
public final class RunEntries {
    private final Sql sql;

    RunEntries(Sql sql) {
        this.sql = sql;
    }

    /**
     * Keeps a judged run. What was to be told of it and is not true any more is taken back while that still waits: its
     * success if it is no all-clear, its failure if it is one.
     *
     * @return whether it is new or its verdict has changed
     */
    public boolean record(RunRow row) {
        Optional<RunRow> known = run(row.heartbeat(), row.run());
        Verdict verdict = toMillis(row.verdict());
        if (known.isPresent() && known.get().verdict().equals(verdict)) {
            return false;
        }
        AllClear numbers =
                verdict instanceof AllClear allClear ? allClear : new AllClear(0, 0, Duration.ZERO, verdict.reasons());
        sql.update(
                "INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.heartbeat(),
                row.run(),
                verdict.word(),
                Lines.join(verdict.reasons()),
                numbers.guests(),
                numbers.warnings(),
                numbers.duration().toMillis(),
                row.started().getEpochSecond(),
                row.ended().toEpochMilli(),
                row.judgedAt().toEpochMilli(),
                row.learned(),
                row.rule());
        withdraw(row.heartbeat(), row.run(), !(verdict instanceof AllClear));
        return true;
    }

    /** Takes back a run that turned out to belong to something else, with its beats while those still wait. */
    public void remove(String heartbeat, String run) {
        sql.update("DELETE FROM run WHERE heartbeat = ? AND run = ?", heartbeat, run);
        withdraw(heartbeat, run, true);
        withdraw(heartbeat, run, false);
    }

    /** Nothing is pushed of which the proof is gone. Deleted, not closed: it is put in again if the proof comes back. */
    private void withdraw(String heartbeat, String run, boolean up) {
        sql.update(
                "DELETE FROM delivery WHERE heartbeat = ? AND run = ? AND state = 'pending' AND up = ?",
                heartbeat,
                run,
                up);
    }

    /** One run of a heartbeat. */
    public Optional<RunRow> run(String heartbeat, String run) {
        return sql.first("SELECT * FROM run WHERE heartbeat = ? AND run = ?", RunEntries::row, heartbeat, run);
    }

    /** The newest runs of a heartbeat, newest first. */
    public List<RunRow> newest(String heartbeat, int limit) {
        return sql.list(
                "SELECT * FROM run WHERE heartbeat = ? ORDER BY started DESC, run DESC LIMIT ?",
                RunEntries::row,
                heartbeat,
                limit);
    }

    /** The runs of a heartbeat that started from the first moment on and before the second, oldest first. */
    public List<RunRow> between(String heartbeat, Instant from, Instant to) {
        return sql.list(
                "SELECT * FROM run WHERE heartbeat = ? AND started >= ? AND started < ? ORDER BY started, run",
                RunEntries::row,
                heartbeat,
                from.getEpochSecond(),
                to.getEpochSecond());
    }

    /** The newest run of a heartbeat that was an all-clear. */
    public Optional<RunRow> newestAllClear(String heartbeat) {
        return sql.first(
                "SELECT * FROM run WHERE heartbeat = ? AND verdict = 'all-clear' ORDER BY started DESC, run DESC LIMIT 1",
                RunEntries::row,
                heartbeat);
    }

    /** How long the newest all-clear runs of a heartbeat took, newest first, the learned ones included. */
    public List<Duration> durations(String heartbeat, int limit) {
        return sql.list(
                "SELECT duration FROM run WHERE heartbeat = ? AND verdict = 'all-clear'"
                        + " ORDER BY started DESC, run DESC LIMIT ?",
                row -> Duration.ofMillis(row.getLong(1)),
                heartbeat,
                limit);
    }

    /** Whether the history of this heartbeat has been learned. */
    public boolean learned(String heartbeat) {
        return sql.exists("SELECT 1 FROM heartbeat WHERE name = ?", heartbeat);
    }

    /** When the history of this heartbeat was learned; empty when it was not. */
    public Optional<Instant> learnedAt(String heartbeat) {
        return sql.first(
                "SELECT learned_at FROM heartbeat WHERE name = ?",
                row -> Instant.ofEpochMilli(row.getLong(1)),
                heartbeat);
    }

    /** Remembers that the history of this heartbeat has been learned. */
    public void markLearned(String heartbeat, Instant at) {
        sql.update("INSERT INTO heartbeat VALUES (?, ?) ON CONFLICT (name) DO NOTHING", heartbeat, at.toEpochMilli());
    }

    /** Durations are kept in milliseconds; a finer one would seem to have changed each time. */
    private static Verdict toMillis(Verdict verdict) {
        return verdict instanceof AllClear clear
                ? new AllClear(
                        clear.guests(),
                        clear.warnings(),
                        clear.duration().truncatedTo(ChronoUnit.MILLIS),
                        clear.reasons())
                : verdict;
    }

    private static RunRow row(ResultSet row) throws SQLException {
        return new RunRow(
                row.getString("heartbeat"),
                row.getString("run"),
                verdict(row),
                Instant.ofEpochSecond(row.getLong("started")),
                Instant.ofEpochMilli(row.getLong("ended")),
                Instant.ofEpochMilli(row.getLong("judged_at")),
                row.getBoolean("learned"),
                row.getString("rule"));
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        List<String> reasons = Lines.split(row.getString("reasons"));
        return switch (row.getString("verdict")) {
            case "all-clear" ->
                new AllClear(
                        row.getInt("guests"),
                        row.getInt("warnings"),
                        Duration.ofMillis(row.getLong("duration")),
                        reasons);
            case "failed" -> new Verdict.Failed(reasons);
            case "incomplete" -> new Verdict.Incomplete(reasons);
            case "empty" -> new Verdict.Empty(reasons);
            default -> new Verdict.Missed(reasons);
        };
    }
}
