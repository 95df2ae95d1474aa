package dev.allclear.ledger;

import dev.allclear.task.Guest;
import dev.allclear.task.Upid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The guests of tasks, as written in the ledger; within one transaction. */
final class GuestEntries {
    private final Sql sql;

    GuestEntries(Sql sql) {
        this.sql = sql;
    }

    /** These are the guests of the task, in place of those before. */
    void replace(Upid upid, List<Guest> guests) {
        sql.update("DELETE FROM guest WHERE upid = ?", upid.toString());
        guests.forEach(guest -> insert(upid, guest));
    }

    private void insert(Upid upid, Guest guest) {
        sql.update(
                "INSERT INTO guest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                upid.toString(),
                guest.vmid(),
                guest.state().word(),
                guest.kind(),
                guest.name(),
                text(guest.started()),
                text(guest.ended()),
                guest.duration() == null ? null : guest.duration().toSeconds(),
                guest.mode(),
                guest.archive(),
                guest.sizeBytes(),
                guest.warnings(),
                guest.error(),
                guest.excludedDisks());
    }

    /** The guests of the task, by vmid. */
    List<Guest> of(String upid) {
        return sql.list(
                "SELECT vmid, state, kind, name, started, ended, duration, mode, archive, size_bytes, warnings, error,"
                        + " excluded_disks FROM guest WHERE upid = ? ORDER BY vmid",
                GuestEntries::guest,
                upid);
    }

    /**
     * What the newest tasks did with each guest, guests of other nodes left out, oldest first: so many of each guest of a
     * source, and the newest in which it got a finished backup, however old.
     */
    List<GuestRow> newest(int ofEach) {
        return sql
                .list(
                        "SELECT vmid, state, kind, name, started, ended, duration, mode, archive, size_bytes, warnings, error,"
                                + " excluded_disks, upid, source, task_ended FROM (SELECT guest.*, task.source,"
                                + " task.started AS task_started, task.ended AS task_ended,"
                                + " row_number() OVER (PARTITION BY source, vmid ORDER BY task.started DESC) AS place,"
                                + " row_number() OVER (PARTITION BY source, vmid, guest.state IN ('ok', 'warning')"
                                + " ORDER BY task.started DESC) AS place_of_kind"
                                + " FROM guest JOIN task USING (upid) WHERE guest.state <> 'external')"
                                + " WHERE place <= ? OR (place_of_kind = 1 AND state IN ('ok', 'warning'))"
                                + " ORDER BY source, vmid, task_started",
                        GuestEntries::guestRow,
                        ofEach)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<GuestRow> guestRow(ResultSet row) throws SQLException {
        Guest guest = guest(row);
        String source = row.getString(15);
        Instant ended = Instant.ofEpochMilli(row.getLong(16));
        return Upid.parse(row.getString(14)).map(upid -> new GuestRow(upid, source, ended, guest));
    }

    /** By position, since there may be a hundred thousand of them to read and names take time. */
    private static Guest guest(ResultSet row) throws SQLException {
        long seconds = row.getLong(7);
        Duration duration = row.wasNull() ? null : Duration.ofSeconds(seconds);
        return new Guest(
                row.getInt(1),
                Guest.State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getString(3),
                row.getString(4),
                time(row.getString(5)),
                time(row.getString(6)),
                duration,
                row.getString(8),
                row.getString(9),
                row.getLong(10),
                row.getInt(11),
                row.getString(12),
                row.getInt(13));
    }

    private static @Nullable String text(@Nullable LocalDateTime time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable LocalDateTime time(@Nullable String text) {
        return text == null ? null : LocalDateTime.parse(text);
    }
}
