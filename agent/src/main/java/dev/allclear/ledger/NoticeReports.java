package dev.allclear.ledger;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of notices, for whoever looks; within one transaction. */
public final class NoticeReports {
    private final Sql sql;

    NoticeReports(Sql sql) {
        this.sql = sql;
    }

    /** The notices of an event, by target. */
    public List<NoticeRow> of(long event) {
        return sql.list(NoticeRow.SELECT + "WHERE event = ? ORDER BY target", NoticeRow::read, event);
    }

    /** The notices created since a time, oldest first, and all that are not delivered, however old. */
    public List<NoticeRow> list(Instant since) {
        return sql.list(
                NoticeRow.SELECT + "WHERE created_at >= ? OR state <> 'delivered' ORDER BY notice.id",
                NoticeRow::read,
                since.toEpochMilli());
    }

    /** When a target was last to be told of an event whose identity begins so. */
    public Optional<Instant> lastTold(String target, String identityPrefix) {
        return sql.first(
                "SELECT max(created_at) FROM event JOIN notice ON event.id = notice.event"
                        + " WHERE identity >= ? AND identity < ? AND target = ? HAVING max(created_at) IS NOT NULL",
                row -> Instant.ofEpochMilli(row.getLong(1)),
                identityPrefix,
                identityPrefix + Character.MAX_VALUE,
                target);
    }

    /** How many notices are in each state, zeros included. */
    public Map<DeliveryState, Integer> counts() {
        Map<DeliveryState, Integer> counts = new EnumMap<>(DeliveryState.class);
        for (DeliveryState state : DeliveryState.values()) {
            counts.put(state, 0);
        }
        sql.each(
                "SELECT state, count(*) FROM notice GROUP BY state",
                row -> Map.entry(DeliveryState.of(row.getString(1)), row.getInt(2)),
                count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /** How many notices wait for a target, or are with its sender. */
    public int waiting(String target) {
        return sql.number("SELECT count(*) FROM notice WHERE target = ? AND closed_at IS NULL", target);
    }

    /** When a target last took something. */
    public Optional<Instant> lastDelivered(String target) {
        return sql.first(
                "SELECT closed_at FROM notice WHERE target = ? AND state = 'delivered' ORDER BY closed_at DESC LIMIT 1",
                row -> Instant.ofEpochMilli(row.getLong(1)),
                target);
    }

    /** The newest notice that a target did not take: that waits for another attempt, or else that was given up. */
    public Optional<NoticeRow> lastTrouble(String target) {
        return sql.first(
                        NoticeRow.SELECT
                                + "WHERE target = ? AND closed_at IS NULL AND last_error IS NOT NULL ORDER BY notice.id DESC LIMIT 1",
                        NoticeRow::read,
                        target)
                .or(() -> sql.first(
                        NoticeRow.SELECT
                                + "WHERE target = ? AND state IN ('refused', 'expired') ORDER BY closed_at DESC LIMIT 1",
                        NoticeRow::read,
                        target));
    }
}
