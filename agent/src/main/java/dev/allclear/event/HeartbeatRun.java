package dev.allclear.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that a heartbeat waits for. Immutable and thread-safe.
 *
 * @param heartbeat the heartbeat's name
 * @param jobId the job it watches; null for heartbeats that watch none
 * @param source the source of the job; null for any
 * @param run what tells the run from others, in words, such as {@code backup-1 of 2026-08-21 01:00}
 * @param at when it ended, or was known not to
 */
public record HeartbeatRun(
        String heartbeat, @Nullable String jobId, @Nullable String source, String run, Instant at) {}
