package dev.allclear.task;

/** What a verification looked at, left out and found to be broken. */
final class PbsVerifyLines implements PbsLines {

    private static final byte[] FOUND = LogLine.literal("found ");
    private static final byte[] GROUPS = LogLine.literal(" groups");
    private static final byte[] VERIFY = LogLine.literal("verify ");
    private static final byte[] DATASTORE = LogLine.literal("datastore ");
    private static final byte[] GROUP = LogLine.literal("group ");
    private static final byte[] FAILED = LogLine.literal(" failed: ");
    private static final byte[] NO_MANIFEST = LogLine.literal(" - manifest load error: ");
    private static final byte[] NO_SNAPSHOTS = LogLine.literal(" - unable to list snapshots: ");
    private static final byte[] NO_BACKUPS = LogLine.literal("unable to list backups");
    private static final byte[] SKIPPED = LogLine.literal("SKIPPED: verify ");
    private static final byte[] RECENTLY = LogLine.literal(" (recently verified)");
    private static final byte[] FAILED_LIST = LogLine.literal("Failed to verify the following ");
    private static final byte[] VERIFIED = LogLine.literal("  verified ");
    private static final byte[] MIB = LogLine.literal(" MiB in ");

    private final PbsDoubts failedItems = new PbsDoubts();
    private final PbsDoubts brokenFiles = new PbsDoubts();
    private final PbsDoubts unlisted = new PbsDoubts();
    private boolean listing;
    private long groups = -1;
    private long verified;
    private long skipped;
    private long notVerified;
    private double mebibytes;

    @Override
    public void line(LogLine line) {
        if (listing && line.skip('\t')) {
            failedItems.add(line.text().strip());
            return;
        }
        listing = false;
        switch (line.peek()) {
            case 'f' -> found(line);
            case 'v' -> verify(line);
            case ' ' -> amount(line);
            case 'S' -> {
                if (line.skip(SKIPPED)) {
                    boolean recently = line.endsWith(RECENTLY);
                    skipped += recently ? 1 : 0;
                    notVerified += recently ? 0 : 1;
                }
            }
            case 'F' -> listing = line.skip(FAILED_LIST);
            case 'u' -> {
                String text = line.text();
                if (line.skip(NO_BACKUPS)) {
                    unlisted.add(text);
                }
            }
            default -> {}
        }
    }

    private void found(LogLine line) {
        if (line.skip(FOUND)) {
            long count = line.number(15);
            groups = count >= 0 && line.skip(GROUPS) ? count : groups;
        }
    }

    private void verify(LogLine line) {
        String text = line.text();
        if (!line.skip(VERIFY) || line.skip(DATASTORE)) {
            return;
        }
        if (line.skipTo(NO_SNAPSHOTS)) {
            unlisted.add(text);
        } else if (line.skipTo(FAILED) || line.skipTo(NO_MANIFEST)) {
            brokenFiles.add(text);
        } else if (!line.skip(GROUP)) {
            verified++;
        }
    }

    /** {@code 3211.55/8192.00 MiB}: what was read, and what that is without compression. */
    private void amount(LogLine line) {
        if (line.skip(VERIFIED)) {
            double read = line.decimal();
            boolean whole = line.skip('/') && line.decimal() >= 0 && line.skip(MIB);
            mebibytes += whole ? Math.max(0, read) : 0;
        }
    }

    @Override
    public void tell(PbsFindings findings) {
        // The list comes at the end, and not if the task was stopped before.
        PbsDoubts failed = failedItems.count() > 0 ? failedItems : brokenFiles;
        findings.figure("groups", groups);
        findings.figure("verified", verified);
        findings.figure("failed", failed.count());
        findings.figure("skipped", skipped);
        findings.figure("not-verified", notVerified);
        findings.figure("verified-bytes", Math.round(mebibytes * (1 << 20)));
        findings.did("verified " + PbsFindings.count(verified, "snapshot"));
        tellIf(findings, failed.count(), " failed");
        tellIf(findings, skipped, " skipped as verified recently");
        tellIf(findings, notVerified, " not verified as locked or gone");
        if (groups == 0) {
            findings.idle("found 0 groups to verify");
        } else if (verified + skipped == 0) {
            findings.idle("verified no snapshot");
        }
        findings.doubts(unlisted.words("backups were not verified: "));
        findings.doubts(failed.words("damaged: "));
    }

    private static void tellIf(PbsFindings findings, long count, String words) {
        if (count > 0) {
            findings.did(count + words);
        }
    }
}
