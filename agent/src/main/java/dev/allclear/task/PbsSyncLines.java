package dev.allclear.task;

/**
 * What a sync found, moved and could not move. Push and pull use the same words; newer versions put the group, as in
 * {@code [vm/100]: }, before what they tell of it.
 */
final class PbsSyncLines implements PbsLines {

    private static final byte[] GROUP_END = LogLine.literal("]: ");
    private static final byte[] SNAPSHOT = LogLine.literal("sync snapshot ");
    private static final byte[] DONE = LogLine.literal(" done");
    private static final byte[] START = LogLine.literal(": start sync");
    private static final byte[] SUMMARY = LogLine.literal("Summary: ");
    private static final byte[] MOVED = LogLine.literal("sync job pu");
    private static final byte[] LED = LogLine.literal("lled ");
    private static final byte[] SHED = LogLine.literal("shed ");
    private static final byte[] IN = LogLine.literal(" in ");
    private static final byte[] VANISHED = LogLine.literal("removed vanished: snapshots: ");
    private static final byte[] VANISHED_GROUPS = LogLine.literal(", groups: ");
    private static final byte[] VANISHED_NAMESPACES = LogLine.literal(", namespaces: ");
    private static final byte[] GROUP = LogLine.literal("sync group ");
    private static final byte[] FAILED = LogLine.literal(" failed");
    private static final byte[] ENCOUNTERED = LogLine.literal("Encountered errors ");
    private static final byte[] CANNOT = LogLine.literal("Cannot sync ");
    private static final byte[] NOT_REMOVED = LogLine.literal("Failed to remove ");
    private static final int DIGITS = 15;

    private final PbsGroups groups = new PbsGroups();
    private final PbsDoubts troubles = new PbsDoubts();
    private long failedGroups;
    private long snapshots;
    private long started;
    private long bytes = -1;
    private long chunks = -1;
    private long vanishedSnapshots = -1;
    private long vanishedGroups = -1;
    private long vanishedNamespaces = -1;

    @Override
    public void line(LogLine line) {
        if (line.peek() == '[') {
            line.skipTo(GROUP_END);
        }
        switch (line.peek()) {
            case 'F' -> {
                trouble(line, NOT_REMOVED);
                groups.line(line);
            }
            case 'f' -> groups.line(line);
            case 's' -> {
                if (line.skip(SNAPSHOT)) {
                    snapshots += line.endsWith(DONE) ? 0 : 1;
                } else {
                    group(line);
                }
            }
            case 'S' -> summary(line);
            case 'E' -> trouble(line, ENCOUNTERED);
            case 'C' -> trouble(line, CANNOT);
            default -> started += line.endsWith(START) ? 1 : 0;
        }
    }

    private void trouble(LogLine line, byte[] beginning) {
        String text = line.text();
        if (line.skip(beginning)) {
            troubles.add(text);
        }
    }

    private void group(LogLine line) {
        String text = line.text();
        if (line.skip(GROUP) && line.skipTo(FAILED)) {
            failedGroups++;
            troubles.add(text);
        }
    }

    private void summary(LogLine line) {
        if (!line.skip(SUMMARY)) {
            return;
        }
        if (line.skip(MOVED)) {
            if (line.skip(LED) || line.skip(SHED)) {
                bytes = line.size();
                chunks = line.skipTo(IN) ? line.number(DIGITS) : -1;
            }
        } else if (line.skip(VANISHED)) {
            vanishedSnapshots = line.number(DIGITS);
            vanishedGroups = line.skip(VANISHED_GROUPS) ? line.number(DIGITS) : -1;
            vanishedNamespaces = line.skip(VANISHED_NAMESPACES) ? line.number(DIGITS) : -1;
        }
    }

    @Override
    public void tell(PbsFindings findings) {
        findings.figure("failed-groups", failedGroups);
        findings.figure("snapshots", Math.max(snapshots, started));
        findings.figure("transferred-bytes", bytes);
        findings.figure("transferred-chunks", chunks);
        findings.figure("vanished-snapshots", vanishedSnapshots);
        findings.figure("vanished-groups", vanishedGroups);
        findings.figure("vanished-namespaces", vanishedNamespaces);
        groups.tell(findings, "sync");
        if (groups.found() >= 0) {
            findings.did("found " + groups.found() + " of " + PbsFindings.count(groups.total(), "group"));
            findings.did(bytes < 0 ? "no new data" : "transferred " + PbsFindings.size(bytes));
        }
        if (vanishedSnapshots > 0 || vanishedGroups > 0) {
            findings.did("removed vanished: " + PbsFindings.count(vanishedSnapshots, "snapshot") + " and "
                    + PbsFindings.count(Math.max(0, vanishedGroups), "group"));
        }
        findings.doubts(troubles.words(""));
        if (groups.found() == 0 && vanishedGroups > 0) {
            findings.doubt("the source shows no group, and " + PbsFindings.count(vanishedGroups, "group")
                    + " of earlier syncs removed as vanished");
        }
    }
}
