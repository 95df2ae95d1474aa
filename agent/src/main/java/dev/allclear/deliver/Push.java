package dev.allclear.deliver;

import java.time.Duration;

/**
 * One beat to a dead man's switch. Immutable and thread-safe.
 *
 * @param msg the text beside the beat
 * @param duration of the run; sent as {@code ping} in milliseconds with an up
 * @param up whether all is well; otherwise the switch is told to alarm at once
 */
public record Push(String msg, Duration duration, boolean up) {

    /** All is well. */
    public Push(String msg, Duration duration) {
        this(msg, duration, true);
    }
}
