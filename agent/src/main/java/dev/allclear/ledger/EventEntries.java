package dev.allclear.ledger;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened that somebody may want to know; within one transaction. */
public final class EventEntries {
    private final Sql sql;

    EventEntries(Sql sql) {
        this.sql = sql;
    }

    /**
     * Writes an event down.
     *
     * @return its number; empty if its identity is known already
     */
    public Optional<Long> record(Event event, Instant now) {
        int added = sql.update(
                "INSERT INTO event (identity, type, severity, at, seen_at, fields, title, body, mail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO NOTHING",
                event.identity(),
                event.type(),
                event.severity().word(),
                event.at().toEpochMilli(),
                now.toEpochMilli(),
                EventText.ofFields(event.fields()),
                event.title(),
                EventText.ofBody(event.body()),
                event.mail());
        return added == 0 ? Optional.empty() : find(event.identity()).map(EventRow::id);
    }

    /** The event with this identity. */
    public Optional<EventRow> find(String identity) {
        return sql.first("SELECT * FROM event WHERE identity = ?", EventEntries::row, identity);
    }

    /** The event with this number. */
    public Optional<EventRow> find(long id) {
        return sql.first("SELECT * FROM event WHERE id = ?", EventEntries::row, id);
    }

    /** How many events have an identity that begins so. */
    public int count(String identityPrefix) {
        return sql.number(
                "SELECT count(*) FROM event WHERE identity >= ? AND identity < ?",
                identityPrefix,
                identityPrefix + Character.MAX_VALUE);
    }

    /**
     * The events that were written after a number and a time, oldest first.
     *
     * @param after the number; 0 for all
     * @param since the time
     * @param type the only type; null for all
     * @param atLeast in Proxmox's order from info to unknown; null for all
     */
    public List<EventRow> list(long after, Instant since, @Nullable String type, @Nullable Severity atLeast) {
        return sql
                .list(
                        "SELECT * FROM event WHERE id > ? AND seen_at >= ? AND (? IS NULL OR type = ?) ORDER BY id",
                        EventEntries::row,
                        after,
                        since.toEpochMilli(),
                        type,
                        type)
                .stream()
                .filter(row -> atLeast == null || row.event().severity().compareTo(atLeast) >= 0)
                .toList();
    }

    /** The events that were written last, newest first. */
    public List<EventRow> newest(int limit) {
        return sql.list("SELECT * FROM event ORDER BY id DESC LIMIT ?", EventEntries::row, limit);
    }

    /** What is no longer read by anybody: long bodies of old events, and whole events that are very old. */
    void forget(Instant before, Instant bodiesBefore) {
        sql.update(
                "UPDATE event SET body = '', mail = NULL WHERE seen_at < ? AND (body <> '' OR mail IS NOT NULL)"
                        + " AND id NOT IN (SELECT event FROM notice WHERE closed_at IS NULL)",
                bodiesBefore.toEpochMilli());
        sql.update(
                "DELETE FROM notice WHERE closed_at IS NOT NULL AND event IN (SELECT id FROM event WHERE seen_at < ?)",
                before.toEpochMilli());
        sql.update(
                "DELETE FROM event WHERE seen_at < ? AND id NOT IN (SELECT event FROM notice)", before.toEpochMilli());
    }

    static EventRow row(ResultSet row) throws SQLException {
        Event event = new Event(
                row.getString("identity"),
                Severity.of(row.getString("severity")).orElseThrow(),
                Instant.ofEpochMilli(row.getLong("at")),
                EventText.fields(row.getString("fields")),
                row.getString("title"),
                EventText.body(row.getString("body")),
                row.getString("mail"));
        return new EventRow(row.getLong("id"), event, Instant.ofEpochMilli(row.getLong("seen_at")));
    }
}
