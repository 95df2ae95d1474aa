package dev.allclear.it.world;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The log of a backup task as PVE 9.2's vzdump writes it, line by line, wherever it is kept. Thread-safe if its
 * subclasses are.
 *
 * @param <T> the task itself
 */
public abstract class VzdumpLines<T> {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private boolean errors;
    private int warnings;

    /** Appends a line. */
    public abstract T line(String line);

    /** Writes the final line, lets the worker go and the lists say so. */
    public abstract T endWith(String finalLine);

    /** The time on the task's host. */
    protected abstract Instant now();

    private String clock() {
        return CLOCK.format(now());
    }

    /** The lines from the beginning of a guest's backup to its archive. */
    public synchronized T beginGuest(int vmid, String name) {
        line("INFO: Starting Backup of VM " + vmid + " (lxc)");
        line("INFO: Backup started at " + clock());
        line("INFO: status = running");
        line("INFO: CT Name: " + name);
        line("INFO: including mount point rootfs ('/') in backup");
        line("INFO: backup mode: snapshot");
        return line("INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-lxc-" + vmid + "-"
                + clock().replace(' ', '-').replace(':', '_').replaceAll("(\\d{4})-(\\d\\d)-", "$1_$2_") + ".tar.zst'");
    }

    /** The lines after a guest's archive was written well. */
    public synchronized T finishGuest(int vmid) {
        line("INFO: Total bytes written: 215040 (210KiB, 531MiB/s)");
        line("INFO: archive file size: 196KB");
        line("INFO: Finished Backup of VM " + vmid + " (00:00:01)");
        return line("INFO: Backup finished at " + clock());
    }

    /** A guest whose backup succeeds. */
    public synchronized T backUp(int vmid, String name) {
        beginGuest(vmid, name);
        return finishGuest(vmid);
    }

    /** The lines of a failure; the guest must have begun. */
    public synchronized T failGuest(int vmid, String error) {
        errors = true;
        line("ERROR: Backup of VM " + vmid + " failed - " + error);
        return line("INFO: Failed at " + clock());
    }

    /** A warning, which makes the task end with warnings. */
    public synchronized T warn(String warning) {
        warnings++;
        return line("WARN: " + warning);
    }

    /** Ends the task as vzdump does after what happened in it. */
    public synchronized T end() {
        line("INFO: Backup job finished " + (errors ? "with errors" : "successfully"));
        if (errors) {
            return endWith("TASK ERROR: job errors");
        }
        return endWith(warnings > 0 ? "TASK WARNINGS: " + warnings : "TASK OK");
    }

    /** What the lists say after such a final line; {@code unexpected status} after any other. */
    public static String status(String finalLine) {
        return finalLine.matches("TASK (OK|WARNINGS: \\d+|ERROR: .*)")
                ? finalLine.replaceFirst("TASK (ERROR: )?", "")
                : "unexpected status";
    }
}
