package dev.allclear.watch;

import dev.allclear.config.LocalHost;
import dev.allclear.task.Upid;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the task directory of a Proxmox VE host ({@code /var/log/pve/tasks}, PVE {@code PVE/UPID.pm}) or of a Proxmox
 * Backup Server ({@code /var/log/proxmox-backup/tasks}, {@code proxmox-rest-server/src/worker_task.rs}), and hands over what
 * happens to the tasks of interest: each once as running and once as ended, per distinct outcome. Beside it what the host's
 * own files tell of jobs, nodes and guests.
 *
 * <p>File events tell at once; a slow full look finds what events have missed. {@link #run} is the body of one thread
 * and does all the work; only {@link #close} may be called from another one. What it cannot see becomes a sighting, not
 * an exception.
 */
public final class TaskDirectory implements Runnable, AutoCloseable {
    /** Told how far a long look is, after each task. */
    public interface Progress {
        void at(int done, int all);
    }

    /** A task to look at, from a sub-directory or from a list. */
    private record Candidate(Upid upid, String name, TaskLists.@Nullable Entry entry) {
        static final Comparator<Candidate> IN_ORDER =
                Comparator.comparingLong((Candidate c) -> c.upid.starttime()).thenComparing(Candidate::name);
    }

    private static final Logger LOG = LoggerFactory.getLogger(TaskDirectory.class);
    private static final String OWN_ERROR = "watching";
    private static final long PAUSE_AFTER_ERROR = TimeUnit.SECONDS.toNanos(1);

    private final Eyes eyes;
    private final TaskLayout layout;
    private final DirectoryWatch watch;
    private final SettledTasks settled;
    private final JobFiles jobs;
    private final LogDirectories directories;
    private final TaskLists lists;
    private final OpenTasks tasks;
    private final Map<String, Candidate> candidates = new HashMap<>();
    private boolean lookSoon;
    private boolean listsChanged;
    private boolean jobsChanged;

    /**
     * A watcher of this host.
     *
     * @param source the name of its source, for events
     */
    public TaskDirectory(String source, LocalHost host, Remembered remembered, SightingSink sink, InstantSource clock) {
        this(
                new Eyes(host, sink, LogFollower.Opener.PLAIN, clock, System::nanoTime).named(source),
                remembered,
                DirectoryWatch.open());
    }

    TaskDirectory(Eyes eyes, Remembered remembered, DirectoryWatch watch) {
        this.eyes = eyes;
        this.layout = eyes.layout();
        this.watch = watch;
        this.settled = new SettledTasks(layout, remembered);
        this.jobs = new JobFiles(eyes);
        this.directories = new LogDirectories(eyes, watch);
        this.lists = new TaskLists(eyes, settled::contains);
        this.tasks = new OpenTasks(eyes, this.settled, jobs);
    }

    /**
     * Looks at everything once and hands it over in order of start, then {@code CaughtUp}. A task without a final line
     * is running if its worker lives on this host, else unknown; nothing is waited for.
     */
    public static void lookOnce(LocalHost host, SightingSink sink, Progress progress) throws InterruptedException {
        LocalHost hurried = host.withGrace(Duration.ZERO);
        Eyes eyes = new Eyes(hurried, sink, LogFollower.Opener.PLAIN, InstantSource.system(), System::nanoTime);
        try (TaskDirectory once = new TaskDirectory(eyes, upid -> false, DirectoryWatch.none())) {
            once.lookAtEverything(progress);
            sink.see(new Sighting.CaughtUp());
        }
    }

    /** Hands over what the files of a host tell besides its tasks: jobs, on PVE also nodes and guests. */
    public static void lookAtJobs(LocalHost host, SightingSink sink) throws InterruptedException {
        new JobFiles(new Eyes(host, sink, LogFollower.Opener.PLAIN, InstantSource.system(), System::nanoTime)).look();
    }

    /** Watches until it is closed or its thread is interrupted. */
    @Override
    public void run() {
        boolean caughtUp = false;
        try (this) {
            if (!watch.problem().isEmpty()) {
                eyes.blindness().begins("file events", watch.problem());
            }
            do {
                try {
                    if (!caughtUp) {
                        settled.recall();
                        lookAtEverything((done, all) -> {});
                        eyes.sink().see(new Sighting.CaughtUp());
                        caughtUp = true;
                    }
                    keepLooking();
                    return;
                } catch (ClosedWatchServiceException e) {
                    return; // Closed in the middle of a look.
                } catch (RuntimeException e) {
                    startOver(e);
                }
            } while (watch.await(PAUSE_AFTER_ERROR, DirectoryWatch.Events.IGNORED));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A watcher that died silently would be the worst of all: it says what happened and looks at everything anew. */
    private void startOver(RuntimeException e) throws InterruptedException {
        LOG.error("the watcher of {} stumbled and starts over", eyes.tasks(), e);
        eyes.blindness()
                .begins(
                        OWN_ERROR,
                        "an error in allclear itself while watching " + eyes.tasks() + ": " + e
                                + ". It looks at everything again in a second; please report it with the journal's text.");
        candidates.clear();
        directories.forget();
        lists.forget();
        lookSoon = true;
    }

    private void keepLooking() throws InterruptedException {
        long interval = eyes.host().fullLook().toNanos();
        long fullLook = eyes.nanos().getAsLong() + interval;
        FileEvents events = new FileEvents();
        while (watch.await(lookSoon ? 0 : tasks.due(fullLook) - eyes.nanos().getAsLong(), events)) {
            if (jobsChanged) {
                jobsChanged = false;
                jobs.look();
            }
            tasks.lookAtDue();
            if (listsChanged) {
                collectListed();
            }
            if (lookSoon || fullLook - eyes.nanos().getAsLong() <= 0) {
                lookSoon = false;
                lookAtEverything((done, all) -> {});
                tasks.lookAtAll();
                fullLook = eyes.nanos().getAsLong() + interval;
            } else {
                lookAtCandidates((done, all) -> {});
            }
        }
    }

    private void lookAtEverything(Progress progress) throws InterruptedException {
        jobs.watch(watch);
        jobs.look();
        for (int number = 0; directories.there() && number < directories.count(); number++) {
            collect(number);
            Pulse.getsOn();
        }
        collectListed();
        lookAtCandidates(progress);
        eyes.blindness().over(OWN_ERROR);
    }

    /** Lists a sub-directory if it changed. */
    private void collect(int number) throws InterruptedException {
        NameSet listed = new NameSet();
        boolean changed = directories.look(number, name -> {
            if (settled.contains(number, name)) {
                listed.add(name);
            } else {
                found(number, name);
            }
        });
        if (changed) {
            settled.keep(number, listed);
        }
    }

    private void found(int number, String name) {
        if (!tasks.knows(name)) {
            layout.parse(name)
                    .filter(upid ->
                            layout.number(upid) == number && upid.toString().equals(name))
                    .filter(upid -> !settled.ask(upid, name))
                    .ifPresent(upid -> candidates.put(name, new Candidate(upid, name, null)));
        }
    }

    private void collectListed() throws InterruptedException {
        listsChanged = false;
        lists.look().forEach((name, entry) -> {
            Upid upid = entry.upid();
            if (!settled.ask(upid, name)) {
                candidates.put(name, new Candidate(upid, name, entry));
            }
        });
    }

    private void lookAtCandidates(Progress progress) throws InterruptedException {
        if (candidates.isEmpty()) {
            return;
        }
        List<Candidate> inOrder = new ArrayList<>(candidates.values());
        candidates.clear();
        inOrder.sort(Candidate.IN_ORDER);
        int done = 0;
        for (Candidate next : inOrder) {
            Path log = directories.log(layout.number(next.upid), next.name);
            if (next.entry != null) {
                tasks.listed(next.entry, log, true);
            } else if (!tasks.knows(next.name)) {
                tasks.appeared(next.upid, log, true);
            }
            progress.at(++done, inOrder.size());
            Pulse.getsOn();
        }
    }

    @Override
    public void close() {
        watch.close();
    }

    /** What to do with a file event. Logs are read at once, whatever else happened. */
    private final class FileEvents implements DirectoryWatch.Events {
        @Override
        public void changed(Path directory, String name, boolean created) throws InterruptedException {
            int number = directories.number(directory);
            if (number >= 0) {
                if (tasks.knows(name)) {
                    tasks.changed(name, created);
                } else if (!settled.contains(number, name)) {
                    found(number, name);
                    lookAtCandidates((done, all) -> {});
                }
            } else if (directory.equals(eyes.host().jobStates())) {
                jobsChanged = true;
            } else if (layout.isList(name)) {
                listsChanged = true;
            } else if (created && directories.number(directory.resolve(name)) >= 0) {
                collect(directories.number(directory.resolve(name)));
            }
        }

        @Override
        public void lost(Path directory) {
            lookSoon = true;
        }
    }
}
