package dev.allclear.event;

import org.jspecify.annotations.Nullable;

/**
 * What belongs to a task and does not stand in its outcome. Immutable and thread-safe.
 *
 * @param source the name of the source that saw it
 * @param jobId the job it is a run of; null when unknown or none
 * @param host the full name of the host, {@code pve1.example.com}; empty if only the node's name is known
 * @param log its log, cut to a bounded size; may be empty
 * @param web where its web interface is, {@code https://pve1.example.com:8006}; null if unknown
 */
public record TaskScene(
        String source,
        @Nullable String jobId,
        String host,
        String log,
        @Nullable String web) {}
