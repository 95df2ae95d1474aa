package dev.allclear.watch;

import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/**
 * The schedulers' state files, which name the task that a job started last: {@code /var/lib/pve-manager/jobs/vzdump-ID.json}
 * (PVE {@code PVE/Jobs.pm}) or {@code /var/lib/proxmox-backup/jobstates/WORKERTYPE-ID.json} (PBS
 * {@code src/server/jobstate.rs}). Single-threaded.
 */
final class JobStates implements HostFiles {
    private static final String SUFFIX = ".json";

    private final TaskLayout layout;
    private final Path directory;
    private final SightingSink sink;
    private final Blindness blindness;
    private final InstantSource clock;
    private final Supplier<String> node;
    private final List<String> prefixes;
    private final DirectoryMark mark = new DirectoryMark();
    private final Map<String, Upid> taskOfJob = new HashMap<>();
    private final Map<String, Sighting.JobNotStarted> refusals = new HashMap<>();
    private final Map<String, BasicFileAttributes> seen = new HashMap<>();

    /** @param node the name of this node */
    JobStates(Eyes eyes, Supplier<String> node) {
        this.layout = eyes.layout();
        this.directory = eyes.host().jobStates();
        this.sink = eyes.sink();
        this.blindness = eyes.blindness();
        this.clock = eyes.clock();
        this.node = node;
        this.prefixes = layout == TaskLayout.PVE
                ? List.of("vzdump-")
                : Arrays.stream(StoreJob.Kind.values())
                        .map(kind -> kind.workerType() + "-")
                        .toList();
    }

    /** Asks for the file events of the state files; without them the looks see every change, only later. */
    void watch(DirectoryWatch watch) {
        try {
            if (!watch.watches(directory)) {
                watch.watch(directory);
            }
        } catch (IOException e) {
            // Whatever is wrong with the directory is said when it is looked at.
        }
    }

    /** Whether some job is known to have started this task. */
    boolean knows(Upid upid) {
        return taskOfJob.containsValue(upid);
    }

    /** Costs one stat when nothing changed. */
    @Override
    public void look() throws InterruptedException {
        String subject = directory.toString();
        try {
            BasicFileAttributes now = Files.readAttributes(directory, BasicFileAttributes.class);
            if (!mark.changed(now)) {
                return;
            }
            mark.listing(now, clock.instant());
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    Optional<String> job = job(name);
                    if (job.isPresent()) {
                        look(file, name, job.get());
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            blindness.over(subject);
        } catch (IOException e) {
            mark.forget();
            blindness.begins(
                    subject,
                    "cannot look into " + directory + ": "
                            + (e instanceof NoSuchFileException ? "it does not exist" : Rights.reason(e)) + ". "
                            + otherwise());
        }
    }

    /** The job's id, if it is the state file of one that is of interest. */
    private Optional<String> job(String name) {
        return prefixes.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length(), name.length() - SUFFIX.length()));
    }

    private void look(Path file, String name, String jobId) throws InterruptedException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            BasicFileAttributes before = seen.put(name, now);
            if (before != null && DirectoryMark.same(before, now)) {
                return;
            }
            byte[] bytes = SmallFile.read(file);
            JobState state = layout == TaskLayout.PVE ? JobState.ofPve(bytes) : JobState.ofPbs(bytes);
            Upid upid = state.upid();
            if (upid != null && !upid.equals(taskOfJob.put(name, upid))) {
                sink.see(new Sighting.JobTask(jobId, upid));
            }
            String refusal = state.refusal();
            if (refusal == null) {
                refusals.remove(name);
            } else {
                Instant at = state.at() == null ? now.lastModifiedTime().toInstant() : state.at();
                Sighting.JobNotStarted refused = new Sighting.JobNotStarted(jobId, node.get(), at, refusal.strip());
                if (!refused.equals(refusals.put(name, refused))) {
                    sink.see(refused);
                }
            }
            blindness.over(file.toString());
        } catch (NoSuchFileException e) {
            seen.remove(name);
        } catch (IOException | JacksonException e) {
            blindness.begins(
                    file.toString(), "cannot read the job state in " + file + ": " + firstLine(e) + ". " + otherwise());
        }
    }

    /** What is done without them. */
    private String otherwise() {
        return layout == TaskLayout.PVE
                ? "Which job started a task is told by the options of its log's first line alone, and a job that could not "
                        + "be started is not noticed before its run is missed."
                : "Which prune job started a task is told by its log alone.";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
