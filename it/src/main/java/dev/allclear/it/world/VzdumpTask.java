package dev.allclear.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One backup task that is being written, line by line, with the lines of PVE 9.2's vzdump. Made by {@link Night}. Thread-safe.
 */
public final class VzdumpTask {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Night night;
    private final String upid;
    private final Path log;
    private final Instant started;
    private final Worker worker;
    private boolean errors;
    private int warnings;
    private @Nullable String ended;

    VzdumpTask(Night night, String upid, Path log, Instant started, Worker worker) {
        this.night = night;
        this.upid = upid;
        this.log = log;
        this.started = started;
        this.worker = worker;
    }

    /** The task's name. */
    public String upid() {
        return upid;
    }

    /** The task's log file. */
    public Path log() {
        return log;
    }

    /** Appends a line. */
    public synchronized VzdumpTask line(String line) {
        try {
            Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines from the beginning of a guest's backup to its archive. */
    public synchronized VzdumpTask beginGuest(int vmid, String name) {
        line("INFO: Starting Backup of VM " + vmid + " (lxc)");
        line("INFO: Backup started at " + now());
        line("INFO: status = running");
        line("INFO: CT Name: " + name);
        line("INFO: including mount point rootfs ('/') in backup");
        line("INFO: backup mode: snapshot");
        return line("INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-lxc-" + vmid + "-"
                + now().replace(' ', '-').replace(':', '_').replaceAll("(\\d{4})-(\\d\\d)-", "$1_$2_") + ".tar.zst'");
    }

    /** The lines after a guest's archive was written well. */
    public synchronized VzdumpTask finishGuest(int vmid) {
        line("INFO: Total bytes written: 215040 (210KiB, 531MiB/s)");
        line("INFO: archive file size: 196KB");
        line("INFO: Finished Backup of VM " + vmid + " (00:00:01)");
        return line("INFO: Backup finished at " + now());
    }

    /** A guest whose backup succeeds. */
    public synchronized VzdumpTask backUp(int vmid, String name) {
        return beginGuest(vmid, name).finishGuest(vmid);
    }

    /** The lines of a failure; the guest must have begun. */
    public synchronized VzdumpTask failGuest(int vmid, String error) {
        errors = true;
        line("ERROR: Backup of VM " + vmid + " failed - " + error);
        return line("INFO: Failed at " + now());
    }

    /** A warning, which makes the task end with warnings. */
    public synchronized VzdumpTask warn(String warning) {
        warnings++;
        return line("WARN: " + warning);
    }

    /** Ends the task as vzdump does after what happened in it. */
    public synchronized VzdumpTask end() {
        line("INFO: Backup job finished " + (errors ? "with errors" : "successfully"));
        if (errors) {
            return endWith("TASK ERROR: job errors");
        }
        return endWith(warnings > 0 ? "TASK WARNINGS: " + warnings : "TASK OK");
    }

    /** Writes the final line, lets the worker go and the lists say so. */
    public synchronized VzdumpTask endWith(String finalLine) {
        line(finalLine);
        killWorker();
        return close(finalLine.replaceFirst("TASK (ERROR: )?", ""));
    }

    /** Kills the worker; the log stays as it is, and the lists do not change until {@link #noticed()}. */
    public void killWorker() {
        worker.kill();
    }

    /** What the next look at {@code active} by PVE does to a task whose worker is gone without a final line. */
    public synchronized VzdumpTask noticed() {
        return close("unexpected status");
    }

    private VzdumpTask close(String status) {
        ended = String.format(Locale.ROOT, "%08X %s", Instant.now().getEpochSecond(), status);
        night.over(this);
        return this;
    }

    /** The line in {@code index}. */
    synchronized String listed() {
        return upid + " " + ended;
    }

    /** The line in {@code active}. */
    synchronized String active() {
        return ended == null ? upid + " 0" : upid + " 1 " + ended;
    }

    private String now() {
        Instant now = started.plusSeconds(60).isBefore(Instant.now()) ? started : Instant.now();
        return CLOCK.format(now);
    }

    @Override
    public String toString() {
        return upid;
    }
}
