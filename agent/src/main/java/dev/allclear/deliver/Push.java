package dev.allclear.deliver;

import java.time.Duration;

/**
 * One beat to a dead man's switch. Immutable and thread-safe.
 *
 * @param signal what it tells
 * @param msg the text beside the beat, one line
 * @param duration of the run; sent as {@code ping} in milliseconds with an up
 * @param run of which run: its beats have this in common
 * @param report more text, for switches that keep one; empty for none
 */
public record Push(Signal signal, String msg, Duration duration, String run, String report) {

    /** What a beat tells. */
    public enum Signal {
        /** A run has begun. Only for switches that know it. */
        START,
        /** All is well. */
        UP,
        /** Alarm at once. */
        DOWN,
        /** To be kept beside the others, without changing anything. Only for switches that know it. */
        LOG
    }

    /** All is well. */
    public Push(String msg, Duration duration) {
        this(msg, duration, true);
    }

    /** All is well, or not. */
    public Push(String msg, Duration duration, boolean up) {
        this(up ? Signal.UP : Signal.DOWN, msg, duration, "", "");
    }

    /** Whether all is well. */
    public boolean up() {
        return signal == Signal.UP;
    }
}
