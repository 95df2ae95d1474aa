package dev.allclear.watch;

import dev.allclear.config.LocalHost;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A host in a directory: task logs, lists, a /proc of its own, and everything that was handed over. */
abstract class ProxmoxHost {
    static final Duration GRACE = Duration.ofSeconds(5);

    final Path tasks;
    final Path proc;
    final Path jobsCfg;
    final Path jobStates;
    final List<Sighting> seen = new CopyOnWriteArrayList<>();
    final Set<String> settled = new HashSet<>();
    volatile boolean denied;
    private long nanos = 1_000_000_000L;
    volatile Duration fullLook = Duration.ofMinutes(5);
    volatile Duration grace = GRACE;

    private final Upid.Product product;

    ProxmoxHost(Upid.Product product, Path root, Path jobsCfg) throws IOException {
        this.product = product;
        this.jobsCfg = jobsCfg;
        tasks = Files.createDirectories(root.resolve("tasks"));
        proc = Files.createDirectories(root.resolve("proc"));
        jobStates = Files.createDirectories(root.resolve("jobs"));
    }

    LocalHost local() {
        return new LocalHost(product, tasks, jobsCfg, jobStates, proc, fullLook, grace);
    }

    Eyes eyes(LongSupplier ticks) {
        return new Eyes(local(), seen::add, this::open, InstantSource.system(), ticks);
    }

    private SeekableByteChannel open(Path log) throws IOException {
        if (denied) {
            throw new AccessDeniedException(log.toString());
        }
        return LogFollower.Opener.PLAIN.open(log);
    }

    /** A parts-only watcher whose waiting ends when {@link #pass} says so. */
    OpenTasks openTasks() {
        Eyes eyes = eyes(() -> nanos);
        return new OpenTasks(
                eyes,
                new SettledTasks(TaskLayout.of(product), upid -> settled.contains(upid.toString())),
                new JobFiles(eyes));
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    void lookOnce() throws InterruptedException {
        TaskDirectory.lookOnce(local(), seen::add, (done, all) -> {});
    }

    Path log(Upid upid) {
        return tasks.resolve(upid.path());
    }

    void write(Upid upid, String text) throws IOException {
        Files.createDirectories(log(upid).getParent());
        Files.writeString(log(upid), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** As if the log had not been touched for an hour. */
    void age(Upid upid) throws IOException {
        Files.setLastModifiedTime(log(upid), FileTime.from(Instant.now().minusSeconds(3600)));
    }

    void lives(Upid upid) throws IOException {
        stat(upid, 'S', upid.pstart());
    }

    void stat(Upid upid, char state, long pstart) throws IOException {
        Path dir = Files.createDirectories(proc.resolve(Long.toString(upid.pid())));
        String zeros = " 0".repeat(18);
        Files.writeString(
                dir.resolve("stat"), upid.pid() + " (task UPID:) x)) " + state + zeros + " " + pstart + " 1 2\n");
    }

    void dies(Upid upid) throws IOException {
        Files.deleteIfExists(proc.resolve(Long.toString(upid.pid())).resolve("stat"));
    }

    List<TaskOutcome> outcomes() {
        List<TaskOutcome> outcomes = new ArrayList<>();
        for (Sighting sighting : seen) {
            if (sighting instanceof Sighting.Ended ended) {
                outcomes.add(ended.outcome());
            }
        }
        return outcomes;
    }

    List<TaskState> states() {
        return outcomes().stream().map(TaskOutcome::state).toList();
    }

    List<Upid> running() {
        List<Upid> running = new ArrayList<>();
        for (Sighting sighting : seen) {
            if (sighting instanceof Sighting.Running task) {
                running.add(task.upid());
            }
        }
        return running;
    }

    List<String> problems(Path about) {
        return problems(about.toString());
    }

    List<String> problems(String about) {
        List<String> problems = new ArrayList<>();
        for (Sighting sighting : seen) {
            if (sighting instanceof Sighting.Blind blind && blind.subject().equals(about)) {
                problems.add(blind.problem());
            }
        }
        return problems;
    }
}
