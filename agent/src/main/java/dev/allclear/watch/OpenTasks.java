package dev.allclear.watch;

import dev.allclear.event.Event;
import dev.allclear.event.TapeLoadEvents;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.watch.LogFollower.Sight;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a task has ended. A log whose last line is a complete final line, with nobody left to write to it, has: that
 * is said at once. On PVE a worker that lingers after its final line is waited for, however long: nothing is proven while
 * somebody may still write. On PBS the daemon lives on, and the final line is the last thing that it writes of a task. A
 * final line may follow its worker's end within the grace, since PVE's command line writes it then. What ended unproven is
 * said to be unknown and looked at again, since it may still be proven. Waiting is measured on a clock that never leaps.
 * Single-threaded.
 */
final class OpenTasks {
    /** While a task runs, how often its worker is asked for. */
    private static final long WORKER_CHECK = TimeUnit.SECONDS.toNanos(2);

    /** A worker exits within milliseconds after the final line; milliseconds between the checks for that. */
    private static final int[] QUICK_CHECKS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};

    /** Of what ended longer ago nobody wants a message, so its log is not kept. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final Map<String, OpenTask> open = new HashMap<>();
    private final Map<String, OpenTask> unproven = new HashMap<>();
    private final LogReading reading;
    private final Workers workers;

    /** On PBS, where the daemon's life alone tells nothing of one task. */
    private final @Nullable ActiveList active;

    private final SettledTasks settled;
    private final JobFiles jobs;
    private final SightingSink sink;
    private final LogFollower.Opener opener;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long grace;

    OpenTasks(Eyes eyes, SettledTasks settled, JobFiles jobs) {
        this.reading = new LogReading(eyes);
        this.workers = new Workers(eyes.host().proc());
        this.active = eyes.layout() == TaskLayout.PBS ? new ActiveList(eyes) : null;
        this.settled = settled;
        this.jobs = jobs;
        this.sink = eyes.sink();
        this.opener = eyes.opener();
        this.clock = eyes.clock();
        this.nanos = eyes.nanos();
        this.grace = eyes.host().grace().toNanos();
    }

    boolean knows(String name) {
        return open.containsKey(name) || unproven.containsKey(name);
    }

    /** A task is seen for the first time. One that was quiet for longer than the grace gets none if {@code late}. */
    void appeared(Upid upid, Path log, boolean late) throws InterruptedException {
        open(new OpenTask(upid, upid.toString(), follower(upid, log), false), late);
    }

    private void open(OpenTask task, boolean late) throws InterruptedException {
        open.put(task.name, task);
        look(task, late);
    }

    /** Something happened to the log of a known task. */
    void changed(String name, boolean created) throws InterruptedException {
        OpenTask task = open.get(name);
        if (task != null) {
            if (created) {
                // A new file may have got the number of the old one, and may be longer.
                task.log.restart();
            }
            look(task, false);
        } else {
            task = unproven.get(name);
            if (task != null) {
                lookAgain(task);
            }
        }
    }

    /** When the next task is due for a look without being asked; {@code otherwise} if none is sooner. */
    long due(long otherwise) {
        long next = otherwise;
        for (OpenTask task : open.values()) {
            next = task.due - next < 0 ? task.due : next;
        }
        return next;
    }

    void lookAtDue() throws InterruptedException {
        if (open.isEmpty()) {
            return;
        }
        long now = nanos.getAsLong();
        for (OpenTask task : List.copyOf(open.values())) {
            if (task.due - now <= 0) {
                look(task, false);
            }
        }
    }

    /** Looks at every task that is not proven, because events can be lost. */
    void lookAtAll() throws InterruptedException {
        for (OpenTask task : new ArrayList<>(open.values())) {
            look(task, false);
        }
        for (OpenTask task : new ArrayList<>(unproven.values())) {
            lookAgain(task);
        }
    }

    /** A list speaks of a task. Its word counts only when the log is gone. */
    void listed(TaskLists.Entry entry, Path log, boolean late) throws InterruptedException {
        String name = entry.upid().toString();
        OpenTask known = open.getOrDefault(name, unproven.get(name));
        if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
            if (known == null) {
                OpenTask found = new OpenTask(entry.upid(), name, follower(entry, log), false);
                found.listedEnd = entry.ended();
                open(found, late);
            }
            return;
        }
        OpenTask task = known == null ? new OpenTask(entry.upid(), name, follower(entry, log), true) : known;
        Instant ended = entry.ended();
        if (ended != null) {
            TaskState state = entry.state();
            boolean nothingNew = task.handed != null && state instanceof TaskState.Unknown;
            if (!nothingNew) {
                handOver(task, state, ended);
            }
            close(task, state);
        } else if (known == null) {
            open.put(name, task);
            look(task, late);
        }
    }

    private LogFollower follower(TaskLists.Entry entry, Path log) {
        return follower(entry.upid(), log);
    }

    private LogFollower follower(Upid upid, Path log) {
        return new LogFollower(upid, log, opener, clock.instant().minus(KEPT));
    }

    /** Whether somebody may still write to its log. */
    private boolean alive(OpenTask task) {
        if (active != null && (task.log.ended() || !active.lists(task.name))) {
            return false;
        }
        return workers.alive(task.upid);
    }

    private void look(OpenTask task, boolean late) throws InterruptedException {
        long now = nanos.getAsLong();
        Sight sight = reading.read(task);
        boolean grew = task.log.grew();
        if (sight == Sight.READ && !task.log.ended() && task.announced && !task.waiting && now - task.due < 0) {
            return; // It grows, and its worker is asked for when that is due.
        }
        boolean alive = alive(task);
        if (!alive) {
            // Only what is there after the worker is gone is the end.
            sight = reading.read(task);
            grew |= task.log.grew();
        }
        if (sight == Sight.GONE && !alive && !task.listed && !task.log.everSeen()) {
            open.remove(task.name); // PVE removed it between listing and looking.
            return;
        }
        boolean ended = task.log.ended();
        if (alive && !ended) {
            announce(task);
            request(task);
            task.waiting = false;
            task.due = now + WORKER_CHECK;
            return;
        }
        if (grew || !task.waiting) {
            task.waiting = true;
            task.quietSince = now;
            task.checks = 0;
        }
        boolean patient = now - task.quietSince < grace && !(late && quietForLong(task));
        if (ended && !alive) {
            handOver(task, task.log.finalState(), task.log.lastTime());
            close(task, task.log.finalState());
        } else if (alive || patient) {
            // After its final line a worker exits; until then whatever it may still write would change the outcome.
            announce(task);
            long graceEnds = task.quietSince + grace;
            long check = now + (ended ? quickCheck(task) : grace);
            task.due = alive || check - graceEnds < 0 ? check : graceEnds;
        } else {
            // A final line counts even without its newline, now that nobody is left to write one.
            TaskState state =
                    sight == Sight.READ ? task.log.finalState() : new TaskState.Unknown(whyUnknown(task, sight));
            handOver(task, state, task.log.lastTime());
            close(task, state);
        }
    }

    /** An outcome was unknown: is there something new? */
    private void lookAgain(OpenTask task) throws InterruptedException {
        Sight before = task.log.sight();
        if (!task.log.worthReading()) {
            return;
        }
        Sight sight = reading.read(task);
        if (sight == Sight.GONE) {
            if (before != Sight.GONE) {
                // PVE removes old logs; what was said of it stands.
                unproven.remove(task.name);
                settled.add(task.upid, task.name);
            }
        } else if (sight == Sight.READ || sight != before) {
            unproven.remove(task.name);
            open.put(task.name, task);
            task.waiting = false;
            look(task, false);
        }
    }

    private void announce(OpenTask task) throws InterruptedException {
        if (!task.announced) {
            task.announced = true;
            jobs.look();
            sink.see(new Sighting.Running(task.upid));
        }
    }

    /** Hands over the tape that a running task asks for, once. */
    private void request(OpenTask task) throws InterruptedException {
        if (!TapeLoadEvents.mayAsk(task.upid.type())) {
            return;
        }
        Event event = TapeLoadEvents.of(task.upid, task.log.text()).orElse(null);
        if (event != null && !event.identity().equals(task.requested)) {
            task.requested = event.identity();
            sink.see(new Sighting.Told(event));
        }
    }

    private void handOver(OpenTask task, TaskState state, Instant at) throws InterruptedException {
        TaskOutcome last = task.handed;
        TaskOutcome now = task.log.outcome(state, plausible(at, task));
        if (last != null
                && last.state().equals(state)
                && last.report().equals(now.report())
                && last.datastore().equals(now.datastore())) {
            return;
        }
        jobs.lookFor(task.upid);
        task.handed = now;
        sink.see(new Sighting.Ended(now, task.log.text()));
    }

    /** A task that is proven is settled; another one is kept for a later look, without what its log said. */
    private void close(OpenTask task, TaskState state) {
        open.remove(task.name);
        task.log.restart();
        if (state instanceof TaskState.Unknown) {
            unproven.put(task.name, task);
        } else {
            unproven.remove(task.name);
            settled.add(task.upid, task.name);
        }
    }

    private boolean quietForLong(OpenTask task) {
        Instant last = task.log.everSeen() ? task.log.modified() : task.upid.started();
        return Duration.between(last, clock.instant()).toNanos() >= grace;
    }

    private static long quickCheck(OpenTask task) {
        int millis = QUICK_CHECKS[Math.min(task.checks, QUICK_CHECKS.length - 1)];
        task.checks++;
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static String whyUnknown(OpenTask task, Sight sight) {
        return switch (sight) {
            case READ -> TaskState.NO_FINAL_LINE;
            case GONE ->
                task.log.everSeen()
                        ? "log vanished before the task ended, so nothing is proven"
                        : "listed as running, but it has neither a log nor a worker";
            case DENIED, UNREADABLE -> "cannot read its log: " + task.log.problem();
        };
    }

    /**
     * A task does not end before it starts, nor in the future: then the host's clock was wrong. Nor after Proxmox has
     * noted its end: then the log was copied, and its file time says when.
     */
    private Instant plausible(Instant ended, OpenTask task) {
        Instant now = clock.instant();
        Instant at = ended.equals(Instant.EPOCH) || ended.isAfter(now.plusSeconds(60)) ? now : ended;
        if (task.listedEnd != null && task.listedEnd.isBefore(at)) {
            at = task.listedEnd;
        }
        return at.isBefore(task.upid.started()) ? task.upid.started() : at;
    }
}
