package dev.allclear.ledger;

import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs and their verdicts, as written in the ledger; within one transaction. */
public final class RunEntries {
    private static final Pattern ESCAPE = Pattern.compile("\\\\[n\\\\]");

    private final Sql sql;

    RunEntries(Sql sql) {
        this.sql = sql;
    }

    /**
     * Keeps a judged run. If it is no all-clear any more, its success is taken back while that still waits.
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
                join(verdict.reasons()),
                numbers.guests(),
                numbers.warnings(),
                numbers.duration().toMillis(),
                row.started().getEpochSecond(),
                row.ended().toEpochMilli(),
                row.judgedAt().toEpochMilli(),
                row.learned(),
                row.rule());
        if (!(verdict instanceof AllClear)) {
            withdraw(row.heartbeat(), row.run());
        }
        return true;
    }

    /** Takes back a run that turned out to belong to something else, with its success while that still waits. */
    public void remove(String heartbeat, String run) {
        sql.update("DELETE FROM run WHERE heartbeat = ? AND run = ?", heartbeat, run);
        withdraw(heartbeat, run);
    }

    /** Nothing is pushed of which the proof is gone. Deleted, not closed: it is put in again if the proof comes back. */
    private void withdraw(String heartbeat, String run) {
        sql.update("DELETE FROM delivery WHERE heartbeat = ? AND run = ? AND state = 'pending'", heartbeat, run);
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

    /** Whether the history of this heartbeat has been learned. */
    public boolean learned(String heartbeat) {
        return sql.exists("SELECT 1 FROM heartbeat WHERE name = ?", heartbeat);
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

    /** One reason a line. A reason may quote a log, and so hold anything. */
    private static String join(List<String> reasons) {
        return reasons.stream()
                .map(reason -> reason.replace("\\", "\\\\").replace("\n", "\\n"))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> split(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split("\n", -1)).map(RunEntries::unescape).toList();
    }

    private static String unescape(String line) {
        return ESCAPE.matcher(line).replaceAll(found -> found.group().equals("\\n") ? "\n" : "\\\\");
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
        List<String> reasons = split(row.getString("reasons"));
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
