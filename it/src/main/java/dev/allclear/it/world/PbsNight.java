package dev.allclear.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes tasks into a task directory as a backup server does ({@code proxmox-rest-server/src/worker_task.rs}): the log in a
 * directory named after the daemon that works on all of them, the running ones in {@code active}, which is replaced by
 * rename, and a line at the end of {@code archive} for each that is over. Thread-safe.
 */
public final class PbsNight implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Path tasks;
    private final String node;
    private final Worker daemon = Worker.living();
    private final List<String> running = new ArrayList<>();
    private int number;

    /** Nights of this server in this task directory. */
    public PbsNight(Path tasks, String node) {
        this.tasks = tasks;
        this.node = node;
    }

    /**
     * A task that runs and has said this so far.
     *
     * @param id as people read it, for example {@code store1:daily:lto0}; empty for none
     * @return its name
     */
    public synchronized String run(String type, String id, String... lines) {
        number++;
        long now = Instant.now().getEpochSecond();
        String upid = UpidText.pbs(node, daemon.pid(), daemon.pstart(), number, now, type, id, "root@pam");
        running.add(upid);
        write(upid, lines);
        writeActive();
        return upid;
    }

    /** A task that failed with this after it had said that. */
    public synchronized void fail(String type, String id, String error, String... lines) {
        String upid = run(type, id, lines);
        write(upid, "TASK ERROR: " + error);
        running.remove(upid);
        append(
                tasks.resolve("archive"),
                String.format(Locale.ROOT, "%s %08X %s%n", upid, Instant.now().getEpochSecond(), error));
        writeActive();
    }

    private void write(String upid, String... lines) {
        String stamp = STAMP.format(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Path log = tasks.resolve(String.format(Locale.ROOT, "%02X", daemon.pstart() & 0xFF))
                .resolve(upid);
        for (String line : lines) {
            append(log, stamp + ": " + line + "\n");
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeActive() {
        String text = running.stream().map(upid -> upid + "\n").collect(Collectors.joining());
        try {
            Path written = Files.writeString(tasks.resolve(".active.new"), text);
            Files.move(written, tasks.resolve("active"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the daemon. */
    @Override
    public void close() {
        daemon.kill();
    }
}
