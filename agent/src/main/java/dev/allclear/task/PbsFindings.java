package dev.allclear.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what a log told into a report. */
final class PbsFindings {

    private final SortedMap<String, Long> figures = new TreeMap<>();
    private final List<String> phrases = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private @Nullable String idle;
    private @Nullable String jobId;

    /** A number of the log; one below zero was not told. */
    void figure(String name, long value) {
        if (value >= 0) {
            figures.put(name, value);
        }
    }

    /** A part of the summary. */
    void did(String phrase) {
        phrases.add(phrase);
    }

    void doubt(String doubt) {
        doubts.add(doubt);
    }

    void doubts(List<String> more) {
        doubts.addAll(more);
    }

    /** Why a success of this task is worth nothing. */
    void idle(String reason) {
        idle = reason;
    }

    void job(@Nullable String id) {
        jobId = id;
    }

    DatastoreReport report(PbsWork work, boolean scheduled, TaskState state) {
        boolean succeeded = state instanceof TaskState.Ok || state instanceof TaskState.Warnings;
        PbsWork known = work.ofJob(jobId);
        return new DatastoreReport(
                known.datastore(),
                known.namespace(),
                known.jobId(),
                scheduled,
                succeeded ? idle : null,
                String.join(", ", phrases),
                doubts,
                figures);
    }

    /** {@code 1 snapshot}, {@code 2 snapshots}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** A size for people, such as {@code 1.2 GiB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = Math.min(6, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        return String.format(Locale.ROOT, "%.1f %siB", (double) bytes / (1L << (10 * unit)), "KMGTPE".charAt(unit - 1));
    }
}
