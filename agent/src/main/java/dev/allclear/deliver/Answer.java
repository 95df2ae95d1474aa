package dev.allclear.deliver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one sending. Texts are for people and never contain a secret. Immutable and thread-safe. */
public sealed interface Answer {

    /** The target confirmed it. */
    record Delivered() implements Answer {}

    /**
     * It did not arrive, or nobody knows, and it may be tried again.
     *
     * @param reason what happened, what it means, what to do
     * @param slow whether a person must act first, so that trying often is pointless
     * @param notBefore how long the target asked to wait; null when it did not
     */
    record Retry(String reason, boolean slow, @Nullable Duration notBefore) implements Answer {}

    /** It will never be accepted as it is. */
    record Refused(String reason) implements Answer {}
}
