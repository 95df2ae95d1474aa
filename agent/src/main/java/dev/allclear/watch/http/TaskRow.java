package dev.allclear.watch.http;

import dev.allclear.task.Upid;
import org.jspecify.annotations.Nullable;

/**
 * A row of a task list. Immutable and thread-safe.
 *
 * @param upid which task
 * @param endtime Unix seconds; -1 while it runs
 * @param status as listed, {@code OK}, {@code RUNNING}, an error text; null while it runs and the list has none
 */
public record TaskRow(Upid upid, long endtime, @Nullable String status) {

    /** Whether the list says that it has ended; how it ended is decided by its log. */
    public boolean ended() {
        return endtime >= 0 || (status != null && !status.equals("RUNNING"));
    }
}
