package dev.allclear.task;

import org.jspecify.annotations.Nullable;

/** What a tape backup wrote, and which tape it waits for. */
final class PbsTapeLines implements PbsLines {

    private static final byte[] SNAPSHOT = LogLine.literal("end backup ");
    private static final byte[] SKIPPED = LogLine.literal("skip snapshot ");
    private static final byte[] WROTE = LogLine.literal("wrote ");
    private static final byte[] CHUNKS = LogLine.literal(" chunks (");
    private static final byte[] INSERT = LogLine.literal("Please insert ");
    private static final byte[] MEDIA = LogLine.literal("found media label ");

    private final PbsGroups groups = new PbsGroups();
    private @Nullable String wanted;
    private long snapshots;
    private long skipped;
    private long chunks;
    private double megabytes;

    @Override
    public void line(LogLine line) {
        switch (line.peek()) {
            case 'f' -> {
                wanted = line.skip(MEDIA) ? null : wanted;
                groups.line(line);
            }
            case 'e' -> snapshots += line.skip(SNAPSHOT) ? 1 : 0;
            case 's' -> skipped += line.skip(SKIPPED) ? 1 : 0;
            case 'w' -> {
                if (line.skip(WROTE)) {
                    chunks += Math.max(0, line.number(15));
                    // Unlike everywhere else these are millions of bytes.
                    megabytes += line.skip(CHUNKS) ? Math.max(0, line.decimal()) : 0;
                }
            }
            case 'P' -> wanted = line.skip(INSERT) ? line.text() : wanted;
            default -> {}
        }
    }

    @Override
    public void tell(PbsFindings findings) {
        findings.figure("snapshots", snapshots);
        findings.figure("skipped", skipped);
        findings.figure("written-chunks", chunks);
        findings.figure("written-bytes", Math.round(megabytes * 1_000_000));
        findings.did("wrote " + PbsFindings.count(snapshots, "snapshot"));
        if (skipped > 0) {
            findings.did(skipped + " already on tape");
        }
        if (snapshots + skipped == 0) {
            findings.idle("wrote no snapshot");
        }
        groups.tell(findings, "write");
        if (wanted != null) {
            findings.did("waits for " + wanted);
        }
    }
}
