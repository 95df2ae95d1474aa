package dev.allclear.task;

/** Adds up the groups that a task found, once for each namespace: {@code Found 3 groups to sync (out of 5 total)}. */
final class PbsGroups {

    private static final byte[] FOUND = LogLine.literal("found ");
    private static final byte[] FOUND_SINCE_2026 = LogLine.literal("Found ");
    private static final byte[] GROUPS = LogLine.literal(" groups");
    private static final byte[] TO_SYNC = LogLine.literal(" to sync");
    private static final byte[] OUT_OF = LogLine.literal(" (out of ");
    private static final int DIGITS = 15;

    private long found = -1;
    private long total = -1;

    void line(LogLine line) {
        if (line.skip(FOUND) || line.skip(FOUND_SINCE_2026)) {
            long count = line.number(DIGITS);
            if (count >= 0 && line.skip(GROUPS)) {
                line.skip(TO_SYNC);
                long all = line.skip(OUT_OF) ? line.number(DIGITS) : count;
                found = Math.max(0, found) + count;
                total = Math.max(0, total) + Math.max(count, all);
            }
        }
    }

    /** How many were to be worked on; -1 if the log does not tell. */
    long found() {
        return found;
    }

    /** How many there were before filters and rights; -1 if the log does not tell. */
    long total() {
        return total;
    }

    void tell(PbsFindings findings, String purpose) {
        findings.figure("groups", found);
        findings.figure("groups-total", total);
        if (found == 0) {
            findings.idle("found 0 groups to " + purpose + " (out of " + total + ")");
        } else if (found < 0) {
            findings.idle("the log tells of no groups to " + purpose);
        }
    }
}
