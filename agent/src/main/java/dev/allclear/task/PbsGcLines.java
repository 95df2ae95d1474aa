package dev.allclear.task;

import java.util.Locale;

/** What garbage collection removed, kept and missed. */
final class PbsGcLines implements PbsLines {

    private static final byte[] REMOVED_GARBAGE = LogLine.literal("Removed garbage: ");
    private static final byte[] REMOVED_CHUNKS = LogLine.literal("Removed chunks: ");
    private static final byte[] PENDING = LogLine.literal("Pending removals: ");
    private static final byte[] IN = LogLine.literal(" (in ");
    private static final byte[] ORIGINAL = LogLine.literal("Original data usage: ");
    private static final byte[] DISK_USAGE = LogLine.literal("On-Disk usage: ");
    private static final byte[] DISK_CHUNKS = LogLine.literal("On-Disk chunks: ");
    private static final byte[] DEDUPLICATION = LogLine.literal("Deduplication factor: ");
    private static final byte[] LEFTOVER_BAD = LogLine.literal("Leftover bad chunks: ");
    private static final byte[] MISSING = LogLine.literal("warning: unable to access ");
    private static final int DIGITS = 18;

    private final PbsDoubts missing = new PbsDoubts();
    private long removedBytes = -1;
    private long removedChunks = -1;
    private long pendingBytes = -1;
    private long pendingChunks = -1;
    private long originalBytes = -1;
    private long diskBytes = -1;
    private long diskChunks = -1;
    private long deduplication = -1;
    private long badChunks = -1;

    @Override
    public void line(LogLine line) {
        switch (line.peek()) {
            case 'R' -> {
                if (line.skip(REMOVED_GARBAGE)) {
                    removedBytes = line.size();
                } else if (line.skip(REMOVED_CHUNKS)) {
                    removedChunks = line.number(DIGITS);
                }
            }
            case 'P' -> {
                if (line.skip(PENDING)) {
                    pendingBytes = line.size();
                    pendingChunks = line.skipTo(IN) ? line.number(DIGITS) : -1;
                }
            }
            case 'O' -> {
                if (line.skip(ORIGINAL)) {
                    originalBytes = line.size();
                } else if (line.skip(DISK_USAGE)) {
                    diskBytes = line.size();
                } else if (line.skip(DISK_CHUNKS)) {
                    diskChunks = line.number(DIGITS);
                }
            }
            case 'D' -> {
                if (line.skip(DEDUPLICATION)) {
                    deduplication = Math.max(-1, Math.round(line.decimal() * 1000));
                }
            }
            case 'L' -> {
                if (line.skip(LEFTOVER_BAD)) {
                    badChunks = line.number(DIGITS);
                }
            }
            case 'w' -> {
                if (line.skip(MISSING)) {
                    missing.add(line.text());
                }
            }
            default -> {}
        }
    }

    @Override
    public void tell(PbsFindings findings) {
        findings.figure("removed-bytes", removedBytes);
        findings.figure("removed-chunks", removedChunks);
        findings.figure("pending-bytes", pendingBytes);
        findings.figure("pending-chunks", pendingChunks);
        findings.figure("original-bytes", originalBytes);
        findings.figure("disk-bytes", diskBytes);
        findings.figure("disk-chunks", diskChunks);
        findings.figure("dedup-thousandths", deduplication);
        findings.figure("bad-chunks", badChunks);
        if (removedBytes >= 0) {
            findings.did("removed " + PbsFindings.size(removedBytes));
            findings.figure("missing-chunks", missing.count());
        }
        if (pendingBytes > 0) {
            findings.did("pending " + PbsFindings.size(pendingBytes));
        }
        if (deduplication >= 0) {
            findings.did(String.format(Locale.ROOT, "deduplication factor %.2f", deduplication / 1000.0));
        }
        findings.doubts(missing.words("a chunk that a backup needs is missing: unable to access "));
        if (badChunks > 0) {
            findings.doubt(PbsFindings.count(badChunks, "corrupt chunk") + " left that backups still need");
        }
    }
}
