package dev.allclear.it.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Durations in nanoseconds, and what they have in common. Not thread-safe. */
final class Samples {
    private final List<Long> nanos = new ArrayList<>();

    void add(long duration) {
        nanos.add(duration);
    }

    /** The value that the given share of the samples does not exceed, in milliseconds. */
    double millis(double share) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }

    double median() {
        return millis(0.5);
    }

    /** Half, nine tenths, all but a hundredth. */
    String spread() {
        return String.format(Locale.ROOT, "p50 %.1f ms, p90 %.1f, p99 %.1f", millis(0.5), millis(0.9), millis(0.99));
    }

    /** The median and the range. */
    String medianAndRange() {
        return String.format(
                Locale.ROOT, "%.0f ms (%.0f to %.0f, %d times)", median(), millis(0), millis(1), nanos.size());
    }
}
