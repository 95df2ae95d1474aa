package dev.allclear.it.kuma;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored heartbeat, as Kuma's list shows it. Immutable.
 *
 * @param token of the monitor it belongs to
 * @param up UP or DOWN
 * @param msg as stored; {@code [object Object]} when msg was given twice
 * @param ping in milliseconds; null when none, 0 or no number was given
 */
public record Beat(
        Instant time,
        String token,
        boolean up,
        String msg,
        @Nullable Double ping) {}
