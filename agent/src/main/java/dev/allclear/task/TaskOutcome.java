package dev.allclear.task;

import java.time.Instant;

/**
 * How one task ended (or stands). Immutable and thread-safe.
 *
 * @param upid which task
 * @param state how it stands
 * @param ended when the log was last written; for a running task, when it was last seen
 * @param report what a vzdump log tells; {@link VzdumpReport#NOTHING} for other types
 */
public record TaskOutcome(Upid upid, TaskState state, Instant ended, VzdumpReport report) {}
