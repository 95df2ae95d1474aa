package dev.allclear.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a target is to be told of an event, as it stands. Immutable and thread-safe.
 *
 * @param id its number
 * @param eventId of which event
 * @param title the event's
 * @param target who is to be told
 * @param createdAt when that was decided
 * @param dueAt when it is tried next
 * @param expiresAt from when on it is given up
 * @param state how it stands
 * @param attempts how often it was handed to the sender
 * @param interrupted how often the agent died while it was being sent: possible duplicates
 * @param lastError why the last attempt did not succeed, or what the target remarked
 * @param closedAt when it was closed
 */
public record NoticeRow(
        long id,
        long eventId,
        String title,
        String target,
        Instant createdAt,
        Instant dueAt,
        Instant expiresAt,
        DeliveryState state,
        int attempts,
        int interrupted,
        @Nullable String lastError,
        @Nullable Instant closedAt) {
    /** Every column that {@link #read} needs. */
    static final String SELECT = "SELECT notice.*, event.title FROM notice JOIN event ON event.id = notice.event ";

    static NoticeRow read(ResultSet row) throws SQLException {
        long closed = row.getLong("closed_at");
        Instant closedAt = row.wasNull() ? null : Instant.ofEpochMilli(closed);
        return new NoticeRow(
                row.getLong("id"),
                row.getLong("event"),
                row.getString("title"),
                row.getString("target"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("due_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                DeliveryState.of(row.getString("state")),
                row.getInt("attempts"),
                row.getInt("interrupted"),
                row.getString("last_error"),
                closedAt);
    }
}
