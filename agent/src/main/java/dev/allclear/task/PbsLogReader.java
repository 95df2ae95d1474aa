package dev.allclear.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one task of a backup server as it grows: the final state of any task, and what it did by its type.
 *
 * <p>One pass over the bytes, in chunks of any size; memory does not grow with the log. Any bytes are allowed: a line that is
 * not understood means nothing. The last line with a time decides; lines without one go on with the message before them
 * and never count by themselves, whatever they look like. Success must be a complete line. Not thread-safe.
 *
 * <p>Source of the lines: {@code proxmox-log/src/file_logger.rs}; of the final one
 * {@code proxmox-rest-server/src/worker_task.rs}.
 */
final class PbsLogReader implements TaskLogReader {

    private static final byte[] SCHEDULED = LogLine.literal("task triggered by schedule ");
    private static final byte[] WARN = LogLine.literal("WARN: ");

    private final LineScanner lines = new LineScanner(this::line);
    private final PbsFinalLine finalLine = new PbsFinalLine();
    private final PbsWork work;
    private final PbsLines content;
    private boolean scheduled;
    private long lastTime = PbsStamp.NONE;

    PbsLogReader(Upid upid) {
        work = PbsWork.of(upid);
        content = PbsLines.of(upid.type());
    }

    @Override
    public void feed(byte[] buffer, int offset, int length) {
        lines.feed(buffer, offset, length);
    }

    @Override
    public TaskState finalState() {
        return lines.midLine() ? finalLine.stateBefore(lines.unfinished()) : finalLine.state();
    }

    @Override
    public boolean ended() {
        return !lines.midLine() && finalLine.reached();
    }

    @Override
    public @Nullable Instant lastTime() {
        return lastTime == PbsStamp.NONE ? null : Instant.ofEpochSecond(lastTime);
    }

    @Override
    public TaskOutcome outcome(Upid upid, TaskState state, Instant ended) {
        PbsFindings findings = new PbsFindings();
        content.tell(findings);
        return new TaskOutcome(upid, state, ended, findings.report(work, scheduled, state));
    }

    private void line(LogLine line) {
        long time = PbsStamp.skip(line);
        if (time == PbsStamp.NONE) {
            finalLine.goesOn(line);
            return;
        }
        lastTime = time;
        if (!finalLine.next(line)) {
            // Versions before 3.2.8 mark their warnings.
            line.skip(WARN);
            if (line.skip(SCHEDULED)) {
                scheduled = true;
            } else {
                content.line(line);
            }
        }
    }
}
