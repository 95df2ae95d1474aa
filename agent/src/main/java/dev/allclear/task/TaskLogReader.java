package dev.allclear.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the log of one task from its beginning, in pieces of any size. Not thread-safe. */
public interface TaskLogReader {

    /** The reader for the log of this task. */
    static TaskLogReader of(Upid upid) {
        return upid.product() == Upid.Product.PBS ? new PbsLogReader(upid) : new VzdumpLogReader();
    }

    /** The same, which also keeps an excerpt of the log for people. */
    static TaskLogReader keeping(Upid upid) {
        return new KeptLog(of(upid));
    }

    /** Takes the next bytes of the log. */
    void feed(byte[] buffer, int offset, int length);

    /** What the final line says of how the task ended; {@link TaskState.Unknown} as long as there is none. */
    TaskState finalState();

    /** Whether the last complete line is a final line. */
    boolean ended();

    /** The time of the last line that has one; null when the log has none. */
    default @Nullable Instant lastTime() {
        return null;
    }

    /** The log for people, as far as it was kept; at most {@link LogExcerpt#LIMIT} characters, empty if it was not. */
    default String log() {
        return "";
    }

    /**
     * What became of the task, by what was read so far.
     *
     * @param state how it stands
     * @param ended when its log was last written
     */
    TaskOutcome outcome(Upid upid, TaskState state, Instant ended);
}
