package dev.allclear.deliver;

import java.time.Duration;

/**
 * One success message to a dead man's switch. Immutable and thread-safe.
 *
 * @param msg the text beside the beat
 * @param duration of the run; sent as {@code ping} in milliseconds
 */
public record Push(String msg, Duration duration) {}
