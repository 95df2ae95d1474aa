package dev.allclear.task;

/** A backup can end in {@code TASK OK} although something went wrong after the data had arrived. */
final class PbsBackupLines implements PbsLines {

    private static final byte[] HAD_ERRORS = LogLine.literal("backup had errors but finished");
    private static final byte[] NOT_VERIFIED = LogLine.literal("backup finished, but ");

    private final PbsDoubts troubles = new PbsDoubts();

    @Override
    public void line(LogLine line) {
        if (line.peek() == 'b') {
            String text = line.text();
            if (line.skip(HAD_ERRORS) || line.skip(NOT_VERIFIED)) {
                troubles.add(text);
            }
        }
    }

    @Override
    public void tell(PbsFindings findings) {
        findings.doubts(troubles.words(""));
    }
}
