package dev.allclear.status.view;

import dev.allclear.ledger.GuestRow;
import dev.allclear.task.Guest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one task did with one guest. Immutable and thread-safe.
 *
 * @param task the task's UPID
 * @param node where it ran
 * @param at when the guest's backup ended, or else its task
 * @param state how it went
 * @param duration how long it took; null unless it finished
 * @param sizeBytes size of the archive, or bytes transferred; -1 when the log does not say
 * @param archive the archive or snapshot; null when the log does not say
 * @param error why it failed; null unless it did
 */
public record GuestBackup(
        String task,
        String node,
        Instant at,
        Guest.State state,
        @Nullable Duration duration,
        long sizeBytes,
        @Nullable String archive,
        @Nullable String error) {

    /** @param zone the zone of the nodes, whose logs tell local times */
    static GuestBackup of(GuestRow row, ZoneId zone) {
        Guest guest = row.guest();
        LocalDateTime ended = guest.ended();
        return new GuestBackup(
                row.upid().toString(),
                row.upid().node(),
                ended == null ? row.taskEnded() : ended.atZone(zone).toInstant(),
                guest.state(),
                guest.duration(),
                guest.sizeBytes(),
                guest.archive(),
                guest.error());
    }

    /** Whether a finished backup came of it. */
    public boolean finished() {
        return state == Guest.State.OK || state == Guest.State.WARNING;
    }

    /** Bytes per second; empty when it is not known. */
    public OptionalLong speed() {
        return duration == null || duration.toSeconds() <= 0 || sizeBytes < 0
                ? OptionalLong.empty()
                : OptionalLong.of(sizeBytes / duration.toSeconds());
    }
}
