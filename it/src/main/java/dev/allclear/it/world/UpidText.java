package dev.allclear.it.world;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes the names of tasks as Proxmox VE ({@code PVE/UPID.pm}) and Backup Server ({@code proxmox-schema/src/upid.rs}) do. */
public final class UpidText {
    private UpidText() {}

    /**
     * A name on PVE.
     *
     * @param pstart start of the worker in ticks since boot
     * @param started Unix seconds
     */
    public static String pve(String node, long pid, long pstart, long started, String type, String id, String user) {
        return String.format(
                Locale.ROOT, "UPID:%s:%08X:%08X:%08X:%s:%s:%s:", node, pid, pstart, started, type, id, user);
    }

    /**
     * A name on PBS.
     *
     * @param task number of the task in its daemon
     * @param id as people read it, for example {@code store1:vm/100}; escaped here
     */
    public static String pbs(
            String node, long pid, long pstart, long task, long started, String type, String id, String user) {
        return String.format(
                Locale.ROOT,
                "UPID:%s:%08X:%08X:%08X:%08X:%s:%s:%s:",
                node,
                pid,
                pstart,
                task,
                started,
                type,
                escape(id),
                user);
    }

    /** As systemd escapes what is no path: a slash becomes a hyphen, most else two hex digits. */
    private static String escape(String id) {
        StringBuilder out = new StringBuilder();
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            if (c == '/') {
                out.append('-');
            } else if (plain || (c == '.' && out.length() > 0)) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            }
        }
        return out.toString();
    }
}
