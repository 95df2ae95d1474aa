package dev.allclear.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One backup task that is being written, line by line, with the lines of PVE 9.2's vzdump. Made by {@link Night}. Thread-safe.
 */
public final class VzdumpTask extends VzdumpLines<VzdumpTask> {
    private final Night night;
    private final String upid;
    private final Path log;
    private final Instant started;
    private final Worker worker;
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

    @Override
    public synchronized VzdumpTask line(String line) {
        try {
            Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized VzdumpTask endWith(String finalLine) {
        line(finalLine);
        killWorker();
        return close(finalLine.replaceFirst("TASK (ERROR: )?", ""), Instant.now());
    }

    /** Ends the task well, at this time by its log and the lists. */
    public synchronized VzdumpTask endAt(Instant time) {
        line("INFO: Backup job finished successfully");
        line("TASK OK");
        try {
            Files.setLastModifiedTime(log, FileTime.from(time));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        killWorker();
        return close("OK", time);
    }

    /** Kills the worker; the log stays as it is, and the lists do not change until {@link #noticed()}. */
    public void killWorker() {
        worker.kill();
    }

    /** What the next look at {@code active} by PVE does to a task whose worker is gone without a final line. */
    public synchronized VzdumpTask noticed() {
        return close("unexpected status", Instant.now());
    }

    private VzdumpTask close(String status, Instant time) {
        ended = String.format(Locale.ROOT, "%08X %s", time.getEpochSecond(), status);
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

    @Override
    protected Instant now() {
        return started.plusSeconds(60).isBefore(Instant.now()) ? started : Instant.now();
    }

    @Override
    public String toString() {
        return upid;
    }
}
