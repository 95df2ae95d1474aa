package dev.allclear.deliver;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of one sending. Texts are for people and never contain a secret. Immutable and thread-safe. */
public sealed interface Answer {

    /**
     * The target confirmed it.
     *
     * @param remark what it said beside that, for {@code allclear test} and the journal; empty for nothing. Recipients that
     *     were refused for good are named in it
     */
    record Delivered(String remark) implements Answer {
        /** Without a remark. */
        public Delivered() {
            this("");
        }
    }

    /**
     * It did not arrive, or nobody knows, and it may be tried again.
     *
     * @param reason what happened, what it means, what to do
     * @param slow whether a person must act first, so that trying often is pointless
     * @param notBefore how long the target asked to wait; null when it did not
     * @param reached the recipients that have it all the same and must not get it again; mostly empty
     */
    record Retry(String reason, boolean slow, @Nullable Duration notBefore, Set<String> reached) implements Answer {
        public Retry {
            reached = Set.copyOf(reached);
        }

        /** Nobody has it. */
        public Retry(String reason, boolean slow, @Nullable Duration notBefore) {
            this(reason, slow, notBefore, Set.of());
        }
    }

    /** It will never be accepted as it is. */
    record Refused(String reason) implements Answer {}
}
