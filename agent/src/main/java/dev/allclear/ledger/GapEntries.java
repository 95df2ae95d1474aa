package dev.allclear.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The times of which the sources know that they did not see everything; within one transaction. */
public final class GapEntries {
    private final Sql sql;

    GapEntries(Sql sql) {
        this.sql = sql;
    }

    /**
     * Keeps a gap. One without a length is none.
     *
     * @return whether that is new
     */
    public boolean record(String source, String node, Instant from, Instant to) {
        return from.isBefore(to)
                && sql.update(
                                "INSERT INTO gap (source, node, from_at, to_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                source,
                                node,
                                from.toEpochMilli(),
                                to.toEpochMilli())
                        > 0;
    }

    /**
     * The gaps of a source in which something may have ended unseen from the first moment to the last one, both included;
     * by their beginning. At the moment a gap ends everything is seen again.
     */
    public List<Gap> overlapping(String source, Instant from, Instant to) {
        return sql.list(
                "SELECT source, node, from_at, to_at FROM gap WHERE source = ? AND from_at <= ? AND to_at > ?"
                        + " ORDER BY from_at, to_at, node",
                GapEntries::gap,
                source,
                to.toEpochMilli(),
                from.toEpochMilli());
    }

    /** The gaps that ended since then, by their end. */
    public List<Gap> since(Instant time) {
        return sql.list(
                "SELECT source, node, from_at, to_at FROM gap WHERE to_at >= ? ORDER BY to_at, source, node",
                GapEntries::gap,
                time.toEpochMilli());
    }

    private static Gap gap(ResultSet row) throws SQLException {
        return new Gap(
                row.getString(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                Instant.ofEpochMilli(row.getLong(4)));
    }

    /** Number of gaps that ended since then. */
    public int countSince(Instant time) {
        return sql.first("SELECT count(*) FROM gap WHERE to_at >= ?", row -> row.getInt(1), time.toEpochMilli())
                .orElse(0);
    }
}
