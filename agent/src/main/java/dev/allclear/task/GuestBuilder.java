package dev.allclear.task;

import java.time.Duration;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What the log has told of one guest so far. The worse of two contradicting lines wins. */
final class GuestBuilder {

    /** Where a size came from, from the least to the most telling line. */
    enum SizeSource {
        NONE,
        TRANSFERRED,
        TAR_TOTAL,
        ARCHIVE
    }

    private final int vmid;
    private @Nullable String kind;
    private @Nullable String name;
    private @Nullable LocalDateTime started;
    private @Nullable LocalDateTime ended;
    private @Nullable Duration duration;
    private @Nullable String mode;
    private @Nullable String archive;
    private long size = -1;
    private SizeSource sizeSource = SizeSource.NONE;
    private int warnings;
    private @Nullable String error;
    private int excludedDisks;
    private long startedAt;
    private long closedAt;

    GuestBuilder(int vmid) {
        this.vmid = vmid;
    }

    /** The guest's turn began. {@code position} orders the lines of the log. */
    void start(String kind, long position) {
        this.kind = kind;
        this.startedAt = position;
        this.duration = null;
        this.excludedDisks = 0;
    }

    void finish(Duration duration, long position) {
        this.duration = duration;
        this.closedAt = position;
    }

    void fail(String reason, long position) {
        this.error = reason;
        this.closedAt = position;
    }

    /** Whether the guest's turn began and has not ended. */
    boolean open() {
        return startedAt > closedAt;
    }

    /** Position of the line that began the guest's turn; 0 if it had none. */
    long startedAt() {
        return startedAt;
    }

    /** Position of the newest line that ended the guest's turn; 0 if there is none. */
    long closedAt() {
        return closedAt;
    }

    void startedOn(@Nullable LocalDateTime time) {
        started = time;
    }

    void endedOn(@Nullable LocalDateTime time) {
        ended = time;
    }

    void named(String name) {
        this.name = name;
    }

    void inMode(String mode) {
        this.mode = mode;
    }

    void into(@Nullable String archive) {
        this.archive = archive;
    }

    void measured(long bytes, SizeSource source) {
        if (bytes >= 0 && source.compareTo(sizeSource) >= 0) {
            size = bytes;
            sizeSource = source;
        }
    }

    void warned() {
        warnings++;
    }

    void excludedDisk() {
        excludedDisks++;
    }

    /** The mode does not suit the guest's disks: all of them are looked at, and listed, once more. */
    void beginsAnew() {
        excludedDisks = 0;
    }

    /** @param credible whether the order of the lines allows to believe that this guest finished */
    Guest build(boolean credible) {
        Guest.State state;
        Duration proven = null;
        if (error != null) {
            state = Guest.State.FAILED;
        } else if (duration == null || !credible) {
            state = Guest.State.ABORTED;
        } else {
            state = warnings > 0 ? Guest.State.WARNING : Guest.State.OK;
            proven = duration;
        }
        return new Guest(
                vmid, state, kind, name, started, ended, proven, mode, archive, size, warnings, error, excludedDisks);
    }
}
