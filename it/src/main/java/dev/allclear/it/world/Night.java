package dev.allclear.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes tasks into a task directory as PVE does ({@code PVE/RESTEnvironment.pm}): the log in one of sixteen directories, a
 * new {@code active} by rename, and a line at the end of {@code index} when the task is over. Thread-safe.
 */
public final class Night implements AutoCloseable {
    private final Path tasks;
    private final String node;
    private final List<VzdumpTask> begun = new ArrayList<>();
    private int number;

    /** Nights of the node {@code pve1} in this task directory. */
    public Night(Path tasks) {
        this(tasks, "pve1");
    }

    /** Nights of this node in this task directory. */
    public Night(Path tasks, String node) {
        this.tasks = tasks;
        this.node = node;
    }

    /** A task of a worker that has gone already, which therefore must be finished within the agent's grace. */
    public synchronized VzdumpTask quickTask(int... guests) {
        return begin(Instant.now(), Worker.gone(number + 1), guests);
    }

    /** A task that was started then, of a worker that has gone already. */
    public synchronized VzdumpTask quickTaskAt(Instant started, int... guests) {
        return begin(started, Worker.gone(number + 1), guests);
    }

    /** A task with a living worker process. */
    public synchronized VzdumpTask task(int... guests) {
        return begin(Instant.now(), Worker.living(), guests);
    }

    /** A task that was started then, with a living worker process. */
    public synchronized VzdumpTask taskAt(Instant started, int... guests) {
        return begin(started, Worker.living(), guests);
    }

    /** A task of another type than vzdump and without an id, of a worker that has gone already; the last line is its end. */
    public synchronized void whole(String type, String... lines) {
        VzdumpTask task = begin(Instant.now(), Worker.gone(number + 1), type, "");
        for (int i = 0; i < lines.length - 1; i++) {
            task.line(lines[i]);
        }
        task.endWith(lines[lines.length - 1]);
    }

    private VzdumpTask begin(Instant started, Worker worker, int... guests) {
        VzdumpTask task = begin(started, worker, "vzdump", guests.length == 1 ? Integer.toString(guests[0]) : "");
        StringBuilder job = new StringBuilder("vzdump");
        for (int guest : guests) {
            job.append(' ').append(guest);
        }
        task.line("INFO: starting new backup job: " + job + " --node " + node
                + " --mode stop --storage local --compress zstd");
        return task;
    }

    private VzdumpTask begin(Instant started, Worker worker, String type, String id) {
        number++;
        String upid = UpidText.pve(node, worker.pid(), worker.pstart(), started.getEpochSecond(), type, id, "root@pam");
        Path log = logOf(upid, started);
        try {
            Files.createDirectories(log.resolveSibling(""));
            Files.writeString(log, "", StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        VzdumpTask task = new VzdumpTask(this, upid, log, started, worker);
        begun.add(task);
        writeActive();
        return task;
    }

    private Path logOf(String upid, Instant started) {
        return tasks.resolve(String.format(Locale.ROOT, "%X", started.getEpochSecond() & 15))
                .resolve(upid);
    }

    synchronized void over(VzdumpTask task) {
        try {
            Files.writeString(
                    tasks.resolve("index"), task.listed() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writeActive();
    }

    private void writeActive() {
        // PVE keeps the running tasks and the newest 25 others.
        List<VzdumpTask> newest = begun.subList(Math.max(0, begun.size() - 25), begun.size());
        String text = newest.stream().map(task -> task.active() + "\n").collect(Collectors.joining());
        try {
            Path written = tasks.resolve("active.tmp." + ProcessHandle.current().pid());
            Files.writeString(written, text);
            Files.move(written, tasks.resolve("active"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the workers that still live. */
    @Override
    public synchronized void close() {
        begun.forEach(VzdumpTask::killWorker);
    }
}
