package dev.allclear.task;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task log as it grows: the final state of any PVE task, and what a vzdump task tells of its guests.
 *
 * <p>One pass over the bytes, in chunks of any size; memory does not grow with the log, only with the number of guests.
 * Any bytes are allowed: a line that is not understood means nothing. Only complete lines tell of guests, while the state
 * is decided by the last line even if it still lacks its newline, as PVE does. Not thread-safe.
 *
 * <p>Source of the lines: {@code PVE/VZDump.pm}, {@code PVE/VZDump/QemuServer.pm}, {@code PVE/VZDump/LXC.pm}. Output of
 * hooks and tools carries the same {@code INFO: } as vzdump's own lines, so those alone never prove that a task went well:
 * that is the final line's business, which nobody else can write.
 */
public final class VzdumpLogReader implements TaskLogReader {

    private static final byte[] INFO = LogLine.literal("INFO: ");
    private static final byte[] WARN = LogLine.literal("WARN: ");
    private static final byte[] ERROR = LogLine.literal("ERROR: ");

    private static final byte[] COMMAND = LogLine.literal("starting new backup job: ");
    private static final byte[] SKIPPED = LogLine.literal("skip external VMs: ");
    private static final byte[] WAITING = LogLine.literal("trying to get global lock");
    private static final byte[] GOT_LOCK = LogLine.literal("got global lock");
    private static final byte[] NO_LOCK = LogLine.literal("can't acquire lock '");
    private static final byte[] START = LogLine.literal("Starting Backup of VM ");
    private static final byte[] FINISHED = LogLine.literal("Finished Backup of VM ");
    private static final byte[] BACKUP_OF = LogLine.literal("Backup of VM ");
    private static final byte[] FAILED = LogLine.literal(" failed - ");
    private static final byte[] JOB_FAILED = LogLine.literal("Backup job failed - ");
    private static final byte[] JOB_FINISHED = LogLine.literal("Backup job finished ");
    private static final byte[] SUCCESSFULLY = LogLine.literal("successfully");
    private static final byte[] WITH_ERRORS = LogLine.literal("with errors");
    private static final byte[] PRUNED = LogLine.literal("pruned ");
    private static final byte[] BACKUPS = LogLine.literal(" backup(s)");

    private final LineScanner lines = new LineScanner(this::line);
    private final FinalLine finalLine = new FinalLine();
    private final GuestTable guests = new GuestTable();
    private final GuestLines guestLines = new GuestLines(guests);
    private final Set<Integer> requested = new LinkedHashSet<>();
    private List<Integer> skipped = List.of();
    private @Nullable String command;
    private boolean pinnedToNode;
    private boolean loopEnded;
    private @Nullable String jobError;
    private boolean lockTimeout;
    private boolean waiting;
    private boolean gotLock;
    private long pruned;

    /** Takes the next bytes of the log. */
    @Override
    public void feed(byte[] buffer, int offset, int length) {
        lines.feed(buffer, offset, length);
    }

    /** The state that the log proves as it stands, provided that its worker is gone. Never {@code Running}. */
    @Override
    public TaskState finalState() {
        return lines.midLine() ? FinalLine.state(lines.unfinished()) : finalLine.state();
    }

    /** Whether the last line is a complete final one, newline included, so that nothing is to be expected after it. */
    @Override
    public boolean ended() {
        return !lines.midLine() && finalLine.reached();
    }

    @Override
    public TaskOutcome outcome(Upid upid, TaskState state, Instant ended) {
        return new TaskOutcome(upid, state, ended, report());
    }

    /** What the complete lines tell so far. */
    public VzdumpReport report() {
        // Calls over the API name their node, and then guests of other nodes are left out without a word.
        boolean elsewhere = loopEnded && pinnedToNode;
        return new VzdumpReport(
                command,
                guests.build(requested, elsewhere ? Guest.State.EXTERNAL : Guest.State.MISSING, skipped),
                skipped,
                loopEnded,
                jobError,
                lockTimeout && command == null,
                gotLock,
                (int) Math.min(Integer.MAX_VALUE, pruned));
    }

    private void line(LogLine line) {
        finalLine.next(line);
        switch (line.peek()) {
            case 'I' -> {
                // Most lines of a long log are progress, which begins with a blank.
                if (line.skip(INFO) && line.peek() != ' ') {
                    info(line);
                }
            }
            case 'W' -> {
                GuestBuilder guest = guests.current();
                if (guest != null && line.skip(WARN)) {
                    guest.warned();
                }
            }
            case 'E' -> {
                if (line.skip(ERROR)) {
                    error(line);
                }
            }
            default -> {}
        }
    }

    private void info(LogLine line) {
        switch (line.peek()) {
            case 's' -> beginning(line);
            case 't' -> {
                waiting |= command == null && line.skip(WAITING);
                guestLines.detail(line);
            }
            case 'g' -> gotLock |= waiting && line.skip(GOT_LOCK);
            case 'p' -> pruned(line);
            case 'S' -> started(line);
            case 'F' -> {
                finished(line);
                guestLines.detail(line);
            }
            case 'B' -> {
                jobFinished(line);
                guestLines.detail(line);
            }
            case 'V', 'C', 'a', 'b', 'c', 'e', 'm', 'T' -> guestLines.detail(line);
            default -> {}
        }
    }

    private void error(LogLine line) {
        if (line.skip(BACKUP_OF)) {
            int vmid = line.vmid();
            if (vmid > 0 && line.skip(FAILED)) {
                guests.fail(vmid, line.text());
                loopEnded = false;
            }
        } else if (line.skip(JOB_FAILED)) {
            jobError = line.text();
        } else {
            lockTimeout |= line.skip(NO_LOCK);
        }
    }

    /** What stands before the first guest's turn; later such lines are somebody else's output. */
    private void beginning(LogLine line) {
        if (!guests.isEmpty()) {
            return;
        }
        if (line.skip(COMMAND)) {
            String text = line.wholeText();
            String whole = line.cut() ? text.substring(0, text.lastIndexOf(' ') + 1) : text;
            BackupOptions options = BackupOptions.parse(whole);
            // A second one is imitated, but nobody can tell which: what either asks for must be accounted for.
            options.vmids().stream().limit(GuestTable.LIMIT - requested.size()).forEach(requested::add);
            if (command == null) {
                command = whole;
                pinnedToNode = options.options().containsKey("node");
            }
        } else if (command != null && skipped.isEmpty() && line.skip(SKIPPED)) {
            skipped = line.vmids();
        }
    }

    private void started(LogLine line) {
        if (line.skip(START)) {
            int vmid = line.vmid();
            String kind = GuestLines.kind(line);
            if (vmid > 0 && kind != null) {
                guests.start(vmid, kind);
                loopEnded = false;
            }
        }
    }

    private void finished(LogLine line) {
        if (line.skip(FINISHED)) {
            int vmid = line.vmid();
            Duration duration = line.skip(' ') && line.skip('(') ? line.duration() : null;
            if (vmid > 0 && duration != null && line.skip(')') && line.atEnd()) {
                guests.finish(vmid, duration);
            }
        }
    }

    private void jobFinished(LogLine line) {
        if (line.skip(JOB_FINISHED) && (line.skip(SUCCESSFULLY) || line.skip(WITH_ERRORS)) && line.atEnd()) {
            loopEnded = true;
            guests.endTurns();
        }
    }

    private void pruned(LogLine line) {
        if (line.skip(PRUNED)) {
            long count = line.number(9);
            if (count > 0 && line.skip(BACKUPS)) {
                pruned += count;
            }
        }
    }
}
