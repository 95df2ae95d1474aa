package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.util.function.Consumer;

/**
 * What is remembered of earlier lives. A task whose outcome is remembered as unknown should not be settled: it may still
 * be proven. Asked on the watching thread.
 */
public interface Remembered {

    /** Whether the outcome is remembered already, so that the log need not be opened. */
    boolean settled(Upid upid);

    /** Names all settled tasks that come to mind at once: asking for each of thousands takes long. */
    default void eachSettled(Consumer<String> upid) {}
}
