package dev.allclear.task;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one vzdump task log tells of one guest. Immutable and thread-safe.
 *
 * @param vmid the guest's number
 * @param state how it went
 * @param kind {@code qemu} or {@code lxc}; null when the log does not say
 * @param name the guest's name; null when the log does not say
 * @param started {@code Backup started at}, local time of the node without offset
 * @param ended {@code Backup finished at} or {@code Failed at}, local time of the node without offset
 * @param duration from {@code Finished Backup of VM n (HH:MM:SS)}; null unless finished
 * @param mode effective mode: snapshot, suspend or stop
 * @param archive the archive's path, or the PBS snapshot {@code vm/100/2026-08-20T23:00:03Z}
 * @param sizeBytes size of the archive, or bytes transferred; -1 when the log does not say
 * @param warnings number of {@code WARN:} lines while this guest was handled
 * @param error the reason of {@code Backup of VM n failed - reason}; null unless failed
 * @param excludedDisks how many disks and mount points the log says are not in the backup, bind mounts included
 */
public record Guest(
        int vmid,
        State state,
        @Nullable String kind,
        @Nullable String name,
        @Nullable LocalDateTime started,
        @Nullable LocalDateTime ended,
        @Nullable Duration duration,
        @Nullable String mode,
        @Nullable String archive,
        long sizeBytes,
        int warnings,
        @Nullable String error,
        int excludedDisks) {

    /** A guest of which the log excludes no disk. */
    public Guest(
            int vmid,
            State state,
            @Nullable String kind,
            @Nullable String name,
            @Nullable LocalDateTime started,
            @Nullable LocalDateTime ended,
            @Nullable Duration duration,
            @Nullable String mode,
            @Nullable String archive,
            long sizeBytes,
            int warnings,
            @Nullable String error) {
        this(vmid, state, kind, name, started, ended, duration, mode, archive, sizeBytes, warnings, error, 0);
    }

    /** How the backup of one guest went. */
    public enum State {
        /** {@code Finished Backup of VM n} without a warning. */
        OK,
        /** Finished, with {@code WARN:} lines. */
        WARNING,
        /** {@code Backup of VM n failed}. */
        FAILED,
        /** Started, and neither finished nor failed; or the log contradicts itself on whether it finished. */
        ABORTED,
        /** Asked for and never started. */
        MISSING,
        /** On another node. */
        EXTERNAL;

        /** The word that users see: the constant's name in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A guest of which nothing is known but that it had no turn in this task. */
    static Guest untouched(int vmid, State state) {
        return new Guest(vmid, state, null, null, null, null, null, null, null, -1, 0, null);
    }

    /** Whether a finished backup of this guest exists. */
    public boolean finished() {
        return state == State.OK || state == State.WARNING;
    }
}
