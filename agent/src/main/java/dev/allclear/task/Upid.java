package dev.allclear.task;

import java.time.Instant;
import java.util.Optional;

/**
 * The identity of a Proxmox task, as in {@code UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:}.
 *
 * <p>PVE writes seven fields (eight colons), PBS eight (nine colons, with a task id after pstart). Sources: PVE
 * {@code PVE/UPID.pm}, PBS {@code proxmox-schema/src/upid.rs}. Immutable and thread-safe.
 *
 * @param product who wrote it
 * @param node short host name
 * @param pid process id of the worker (PVE) or of the daemon (PBS)
 * @param pstart start of that process in clock ticks since boot; 8 or 9 hex digits
 * @param taskId counter within the PBS daemon, 64 bits without sign; 0 on PVE
 * @param starttime Unix seconds
 * @param type worker type, for example {@code vzdump}
 * @param id worker id, unescaped; may be empty
 * @param user {@code user@realm} or {@code user@realm!token}
 */
public record Upid(
        Product product,
        String node,
        long pid,
        long pstart,
        long taskId,
        long starttime,
        String type,
        String id,
        String user) {

    /** The two products that write UPIDs. */
    public enum Product {
        PVE,
        PBS
    }

    /** The UPID in {@code text}, or empty if it is none. Accepts lower-case hex digits as Proxmox does. */
    public static Optional<Upid> parse(String text) {
        return UpidText.parse(text);
    }

    /** When the task was started, to the second. */
    public Instant started() {
        return Instant.ofEpochSecond(starttime);
    }

    /**
     * Where the log lies, relative to the product's task directory. PVE spreads the logs over sixteen directories by the
     * last hex digit of the start time, PBS over 256 by the last byte of pstart.
     */
    public String path() {
        return UpidText.directory(this) + "/" + this;
    }

    /** The text as Proxmox writes it, which is also the name of the log file. */
    @Override
    public String toString() {
        return UpidText.format(this);
    }
}
