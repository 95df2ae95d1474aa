package dev.allclear.task;

import org.jspecify.annotations.Nullable;

/**
 * What pruning kept and removed. A prune job marks {@code remove vm/100/…}, since 4.0 with other words for the protected;
 * the pruning of one group, as after a backup by vzdump, marks {@code vm/100/… remove}.
 */
final class PbsPruneLines implements PbsLines {

    private static final byte[] JOB = LogLine.literal("prune job '");
    private static final byte[] ONE_GROUP = LogLine.literal("Starting prune on ");
    private static final byte[] GROUP = LogLine.literal("Pruning group ");
    private static final byte[] DRY = LogLine.literal("(dry test run)");
    private static final byte[] KEEPS_ALL = LogLine.literal("No prune selection - keeping all files.");
    private static final byte[] WOULD = LogLine.literal("would ");
    private static final byte[] REMOVE = LogLine.literal("remove ");
    private static final byte[] NOT_REMOVED = LogLine.literal("failed to remove ");
    private static final byte[] REMOVED_AFTER = LogLine.literal(" remove");
    private static final byte[][] KEPT = {
        LogLine.literal("keep "), LogLine.literal("protected "), LogLine.literal("keep-partial ")
    };
    private static final byte[][] KEPT_AFTER = {
        LogLine.literal(" keep"), LogLine.literal(" protected"), LogLine.literal(" keep-partial")
    };

    private final PbsDoubts notRemoved = new PbsDoubts();
    private @Nullable String jobId;
    private boolean oneGroup;
    private boolean dry;
    private boolean keepsAll;
    private long groups;
    private long kept;
    private long removed;

    @Override
    public void line(LogLine line) {
        if (line.skip(JOB)) {
            jobId = jobId == null ? line.textBeforeLast('\'') : jobId;
        } else if (line.skip(GROUP)) {
            groups++;
        } else if (line.skip(ONE_GROUP)) {
            oneGroup = true;
            groups++;
        } else if (line.skip(NOT_REMOVED)) {
            notRemoved.add(line.text());
        } else if (line.peek() == '(' || line.peek() == 'N') {
            dry |= line.skip(DRY);
            keepsAll |= line.skip(KEEPS_ALL);
        } else if (oneGroup) {
            kept += endsWithAny(line, KEPT_AFTER) ? 1 : 0;
            removed += line.endsWith(REMOVED_AFTER) ? 1 : 0;
        } else {
            line.skip(WOULD);
            kept += startsWithAny(line, KEPT) ? 1 : 0;
            removed += line.skip(REMOVE) ? 1 : 0;
        }
    }

    private static boolean startsWithAny(LogLine line, byte[][] marks) {
        for (byte[] mark : marks) {
            if (line.skip(mark)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWithAny(LogLine line, byte[][] marks) {
        for (byte[] mark : marks) {
            if (line.endsWith(mark)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void tell(PbsFindings findings) {
        // Without a retention, and in a dry run, snapshots are marked as removed that stay.
        boolean marksOnly = dry || keepsAll;
        long gone = marksOnly ? 0 : Math.max(0, removed - notRemoved.count());
        long stayed = keepsAll ? kept + removed : kept;
        findings.job(jobId);
        findings.figure("groups", groups);
        findings.figure("kept", stayed);
        findings.figure("removed", gone);
        findings.figure("not-removed", notRemoved.count());
        findings.did("kept " + PbsFindings.count(stayed, "snapshot"));
        findings.did("removed " + gone);
        if (dry) {
            findings.idle("it was a dry run, which removes nothing");
        } else if (keepsAll) {
            findings.idle("no retention is set, so nothing is ever pruned");
        } else if (groups == 0) {
            findings.idle("found no group to prune");
        }
        findings.doubts(notRemoved.words("a snapshot could not be removed: "));
    }
}
