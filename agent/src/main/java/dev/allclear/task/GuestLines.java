package dev.allclear.task;

import org.jspecify.annotations.Nullable;

/** The lines of a vzdump log that describe the guest whose turn it is. Cursor behind {@code INFO: }. */
final class GuestLines {

    private static final byte[] QEMU = LogLine.literal(" (qemu)");
    private static final byte[] LXC = LogLine.literal(" (lxc)");
    private static final byte[] STARTED_AT = LogLine.literal("Backup started at ");
    private static final byte[] FINISHED_AT = LogLine.literal("Backup finished at ");
    private static final byte[] FAILED_AT = LogLine.literal("Failed at ");
    private static final byte[] VM_NAME = LogLine.literal("VM Name: ");
    private static final byte[] CT_NAME = LogLine.literal("CT Name: ");
    private static final byte[] MODE = LogLine.literal("backup mode: ");
    private static final byte[] MODE_FAILURE = LogLine.literal("mode failure - ");
    private static final byte[] EXCLUDE_DISK = LogLine.literal("exclude disk '");
    private static final byte[] EXCLUDING = LogLine.literal("excluding ");
    private static final byte[] MOUNT_POINT = LogLine.literal(" mount point ");
    private static final byte[] CREATING = LogLine.literal("creating ");
    private static final byte[] ARCHIVE = LogLine.literal(" archive '");
    private static final byte[] VZDUMP_ARCHIVE = LogLine.literal("vzdump archive '");
    private static final byte[] ARCHIVE_SIZE = LogLine.literal("archive file size: ");
    private static final byte[] TAR_TOTAL = LogLine.literal("Total bytes written: ");
    private static final byte[] TRANSFERRED = LogLine.literal("transferred ");

    private final GuestTable guests;

    GuestLines(GuestTable guests) {
        this.guests = guests;
    }

    /** {@code (qemu)} or {@code (lxc)} at the end of the line, without its parentheses; else null. */
    static @Nullable String kind(LogLine line) {
        if (line.skip(QEMU)) {
            return line.atEnd() ? "qemu" : null;
        }
        return line.skip(LXC) && line.atEnd() ? "lxc" : null;
    }

    /** Takes a line that may describe the current guest. After the end of its turn only the time of the end counts. */
    void detail(LogLine line) {
        GuestBuilder guest = guests.current();
        if (guest == null) {
            return;
        }
        if (!guest.open()) {
            if (line.skip(FINISHED_AT) || line.skip(FAILED_AT)) {
                guest.endedOn(line.time());
            }
            return;
        }
        switch (line.peek()) {
            case 'B' -> {
                if (line.skip(STARTED_AT)) {
                    guest.startedOn(line.time());
                }
            }
            case 'V', 'C' -> {
                if (line.skip(VM_NAME) || line.skip(CT_NAME)) {
                    guest.named(line.text());
                }
            }
            case 'b' -> {
                if (line.skip(MODE)) {
                    mode(guest, line.text());
                }
            }
            case 'c' -> {
                if (line.skip(CREATING) && (line.skip(VZDUMP_ARCHIVE) || line.skipTo(ARCHIVE))) {
                    guest.into(line.textBeforeLast('\''));
                }
            }
            case 'e' -> {
                if (line.skip(EXCLUDE_DISK) || (line.skip(EXCLUDING) && line.skipTo(MOUNT_POINT))) {
                    guest.excludedDisk();
                }
            }
            case 'm' -> {
                if (line.skip(MODE_FAILURE)) {
                    guest.beginsAnew();
                }
            }
            default -> size(guest, line);
        }
    }

    private static void mode(GuestBuilder guest, String mode) {
        switch (mode) {
            case "snapshot", "suspend", "stop" -> guest.inMode(mode);
            default -> {}
        }
    }

    private static void size(GuestBuilder guest, LogLine line) {
        if (line.skip(ARCHIVE_SIZE)) {
            guest.measured(line.size(), GuestBuilder.SizeSource.ARCHIVE);
        } else if (line.skip(TAR_TOTAL)) {
            guest.measured(line.number(18), GuestBuilder.SizeSource.TAR_TOTAL);
        } else if (line.skip(TRANSFERRED)) {
            guest.measured(line.size(), GuestBuilder.SizeSource.TRANSFERRED);
        }
    }
}
