package dev.allclear.ledger;

import java.time.Instant;

/**
 * A time of which nobody saw how tasks ended. Kept to the millisecond. Immutable and thread-safe.
 *
 * @param source the source that could not see
 * @param node whose tasks
 * @param from from when on nothing was seen
 * @param to from when on everything was seen again
 */
public record Gap(String source, String node, Instant from, Instant to) {}
