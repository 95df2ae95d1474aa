package dev.allclear.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: what is to be delivered, and what became of it; within one transaction. What has been closed stays so,
 * whatever answer comes late.
 */
public final class DeliveryEntries {
    private final Sql sql;

    DeliveryEntries(Sql sql) {
        this.sql = sql;
    }

    /**
     * Puts a delivery into the outbox.
     *
     * @return false if its identity is there already, whatever became of it
     */
    public boolean enqueue(NewDelivery delivery) {
        return sql.update(
                        "INSERT INTO delivery (identity, target, heartbeat, run, run_started, msg, duration, created_at,"
                                + " due_at, expires_at, up, signal, report, state)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')"
                                + " ON CONFLICT (identity) DO NOTHING",
                        delivery.identity(),
                        delivery.target(),
                        delivery.heartbeat(),
                        delivery.run(),
                        delivery.runStarted().getEpochSecond(),
                        delivery.msg(),
                        delivery.duration().toMillis(),
                        delivery.createdAt().toEpochMilli(),
                        delivery.dueAt().toEpochMilli(),
                        delivery.expiresAt().toEpochMilli(),
                        delivery.signal().equals("up"),
                        delivery.signal(),
                        delivery.report())
                > 0;
    }

    /**
     * Of the waiting beats of a heartbeat only the newest stays, for each target, up or down: that of the newest run, and
     * of several for one run the last put in. One that has been sent supersedes nothing: of two runs that wait for each
     * other's lock the one that was started first may end last, and each is pushed once. That a run has begun supersedes
     * nothing either.
     *
     * @return how many were superseded
     */
    public int supersedeOlder(String heartbeat, Instant at) {
        // The empty string keeps SQLite from going through all the deliveries of the heartbeat for the few that wait.
        return sql.update(
                "UPDATE delivery SET state = 'superseded', closed_at = ?"
                        + " WHERE closed_at IS NULL AND state = 'pending' AND heartbeat || '' = ?"
                        + " AND EXISTS (SELECT 1 FROM delivery newer WHERE newer.heartbeat = delivery.heartbeat"
                        + " AND newer.target = delivery.target"
                        + " AND newer.state = 'pending' AND newer.closed_at IS NULL AND newer.signal IN ('up', 'down')"
                        + " AND (newer.run_started, newer.id) > (delivery.run_started, delivery.id))",
                at.toEpochMilli(),
                heartbeat);
    }

    /**
     * Takes the head of a target's queue into the sender's hands, if it is due and nothing else of the target is there.
     * Expired ones are closed on the way.
     */
    public Optional<DeliveryRow> claim(String target, Instant now) {
        if (sql.exists("SELECT 1 FROM delivery WHERE target = ? AND state = 'sending' AND closed_at IS NULL", target)) {
            return Optional.empty();
        }
        expire(now);
        Optional<DeliveryRow> head = head(target).filter(row -> !row.dueAt().isAfter(now));
        head.ifPresent(row ->
                sql.update("UPDATE delivery SET state = 'sending', attempts = attempts + 1 WHERE id = ?", row.id()));
        return head.flatMap(row -> delivery(row.id()));
    }

    /** Closes what has waited too long, for whatever target, and returns it as it was. */
    public List<DeliveryRow> expire(Instant now) {
        List<DeliveryRow> expired = sql.list(
                "SELECT * FROM delivery WHERE state = 'pending' AND closed_at IS NULL AND expires_at <= ?",
                DeliveryEntries::row,
                now.toEpochMilli());
        expired.forEach(row -> close(row.id(), DeliveryState.EXPIRED, now, null));
        return expired;
    }

    /** What waits for its next attempt is due at once, for whatever target. */
    public void hurry(Instant now) {
        sql.update(
                "UPDATE delivery SET due_at = ? WHERE state = 'pending' AND closed_at IS NULL AND due_at > ?",
                now.toEpochMilli(),
                now.toEpochMilli());
    }

    /** When the head of a target's queue is due; empty if nothing waits. */
    public Optional<Instant> nextDue(String target) {
        return head(target).map(DeliveryRow::dueAt);
    }

    private Optional<DeliveryRow> head(String target) {
        return sql.first(
                "SELECT * FROM delivery WHERE target = ? AND state = 'pending' AND closed_at IS NULL ORDER BY id LIMIT 1",
                DeliveryEntries::row,
                target);
    }

    private Optional<DeliveryRow> delivery(long id) {
        return sql.first("SELECT * FROM delivery WHERE id = ?", DeliveryEntries::row, id);
    }

    /** The target has confirmed it. */
    public void delivered(long id, Instant at) {
        close(id, DeliveryState.DELIVERED, at, null);
    }

    /** The target will never take it. */
    public void refused(long id, Instant at, String reason) {
        close(id, DeliveryState.REFUSED, at, reason);
    }

    private void close(long id, DeliveryState state, Instant at, @Nullable String reason) {
        sql.update(
                "UPDATE delivery SET state = ?, closed_at = ?, last_error = coalesce(?, last_error)"
                        + " WHERE id = ? AND closed_at IS NULL",
                state.word(),
                at.toEpochMilli(),
                reason,
                id);
    }

    /** It did not arrive and is tried again, unless a newer beat waits by now. */
    public void retry(long id, Instant now, Instant dueAt, String reason) {
        sql.update(
                "UPDATE delivery SET state = 'pending', due_at = ?, last_error = ? WHERE id = ? AND closed_at IS NULL",
                dueAt.toEpochMilli(),
                reason,
                id);
        delivery(id).ifPresent(row -> supersedeOlder(row.heartbeat(), now));
    }

    /**
     * Puts back what was in a sender's hands when the process ended, to be sent again now, and returns it. What a newer
     * beat has superseded is not sent again.
     */
    public List<DeliveryRow> reopenInterrupted(Instant now) {
        List<DeliveryRow> interrupted =
                sql.list("SELECT * FROM delivery WHERE state = 'sending' ORDER BY id", DeliveryEntries::row);
        sql.update("UPDATE delivery SET state = 'pending', due_at = ? WHERE state = 'sending'", now.toEpochMilli());
        interrupted.forEach(row -> supersedeOlder(row.heartbeat(), now));
        return interrupted.stream()
                .filter(row -> sql.update(
                                "UPDATE delivery SET interrupted = interrupted + 1 WHERE id = ? AND state = 'pending'",
                                row.id())
                        > 0)
                .flatMap(row -> delivery(row.id()).stream())
                .toList();
    }

    /** The newest deliveries of a heartbeat that tell whether all is well, newest first. */
    public List<DeliveryRow> newest(String heartbeat, int limit) {
        return sql.list(
                "SELECT * FROM delivery WHERE heartbeat = ? AND signal IN ('up', 'down') ORDER BY id DESC LIMIT ?",
                DeliveryEntries::row,
                heartbeat,
                limit);
    }

    /** The newest delivery of a heartbeat, whatever became of it. */
    public Optional<DeliveryRow> newest(String heartbeat) {
        return newest(heartbeat, 1).stream().findFirst();
    }

    /** When the newest beat of a heartbeat that is up, or down, was put in, whatever became of it. */
    public Optional<Instant> lastCreated(String heartbeat, boolean up) {
        return sql.first(
                "SELECT created_at FROM delivery WHERE heartbeat = ? AND signal = ? ORDER BY id DESC LIMIT 1",
                row -> Instant.ofEpochMilli(row.getLong(1)),
                heartbeat,
                up ? "up" : "down");
    }

    /** The newest delivery of a run that tells whether all is well. */
    public Optional<DeliveryRow> ofRun(String heartbeat, String run) {
        return sql.first(
                "SELECT * FROM delivery WHERE heartbeat = ? AND run = ? AND signal IN ('up', 'down')"
                        + " ORDER BY id DESC LIMIT 1",
                DeliveryEntries::row,
                heartbeat,
                run);
    }

    /** How many deliveries are in each state, zeros included. */
    public Map<DeliveryState, Integer> counts() {
        Map<DeliveryState, Integer> counts = new EnumMap<>(DeliveryState.class);
        for (DeliveryState state : DeliveryState.values()) {
            counts.put(state, 0);
        }
        sql.each(
                "SELECT state, count(*) FROM delivery GROUP BY state",
                row -> Map.entry(DeliveryState.of(row.getString(1)), row.getInt(2)),
                count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /** How often the process ended while something was being sent: the number of possible duplicates. */
    public int interruptedTotal() {
        return sql.number("SELECT coalesce(sum(interrupted), 0) FROM delivery");
    }

    private static DeliveryRow row(ResultSet row) throws SQLException {
        long closed = row.getLong("closed_at");
        Instant closedAt = row.wasNull() ? null : Instant.ofEpochMilli(closed);
        return new DeliveryRow(
                row.getLong("id"),
                row.getString("target"),
                row.getString("heartbeat"),
                row.getString("run"),
                row.getString("msg"),
                Duration.ofMillis(row.getLong("duration")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("due_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                DeliveryState.of(row.getString("state")),
                row.getInt("attempts"),
                row.getInt("interrupted"),
                row.getString("last_error"),
                closedAt,
                row.getString("signal"),
                row.getString("report"));
    }
}
