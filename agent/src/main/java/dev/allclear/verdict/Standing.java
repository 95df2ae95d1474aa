package dev.allclear.verdict;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands. Immutable and thread-safe.
 *
 * @param verdict the judgement; null while it is too early for one
 * @param waitsFor what is still to come, in words; empty when nothing is
 * @param lookAgain when to judge again although nothing new was seen; null when only news can change anything
 */
public record Standing(
        @Nullable Verdict verdict,
        List<String> waitsFor,
        @Nullable Instant lookAgain) {
    public Standing {
        waitsFor = List.copyOf(waitsFor);
    }

    static Standing of(Verdict verdict) {
        return new Standing(verdict, List.of(), null);
    }
}
