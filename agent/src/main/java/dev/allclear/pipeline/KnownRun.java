package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.JobRun;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Expectation;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as the ledger knows it, for those who ask about it beside the daemon. What the daemon sees at this moment beyond
 * its ledger is not in it. Immutable and thread-safe.
 *
 * @param run its name
 * @param began when it was due, or else first known
 * @param job the run of the job that it is; null for a run that is a single task
 * @param expected what was written down that it must do
 * @param tasks what is known of its tasks, in the order of their start; empty when it never began
 * @param waitsFor what it still waits for, in words; empty unless it is open
 */
public record KnownRun(
        String run,
        Instant began,
        @Nullable JobRun job,
        Expectation expected,
        List<TaskOutcome> tasks,
        String waitsFor) {

    public KnownRun {
        tasks = List.copyOf(tasks);
    }

    /**
     * What is known of a run of a heartbeat.
     *
     * @param sources the names of the sources that may know it, for a heartbeat that names none
     */
    public static KnownRun of(Heartbeat heartbeat, String run, Collection<String> sources, Entries entries) {
        Optional<JobRun> job = jobRun(heartbeat, run, sources, entries);
        if (job.isEmpty()) {
            List<TaskOutcome> tasks =
                    Upid.parse(run).flatMap(entries.tasks()::task).stream().toList();
            Instant began = tasks.stream()
                    .map(task -> task.upid().started())
                    .findFirst()
                    .orElse(Instant.EPOCH);
            return new KnownRun(run, began, null, Expectation.NOTHING, tasks, "");
        }
        JobRun known = job.get();
        return new KnownRun(
                run,
                known.due() == null ? known.opened() : known.due(),
                known,
                ExpectationText.read(known.expectation()),
                entries.jobRuns().tasks(known.source(), known.jobId(), run),
                OpenRuns.of(heartbeat.name(), entries).getOrDefault(run, ""));
    }

    /** The runs of a heartbeat that have begun or are due and have no verdict yet, newest first. */
    public static List<KnownRun> open(Heartbeat heartbeat, Collection<String> sources, Entries entries) {
        List<KnownRun> open = List.of();
        if (heartbeat.watch() instanceof JobWatch) {
            open = OpenRuns.of(heartbeat.name(), entries).keySet().stream()
                    .map(run -> of(heartbeat, run, sources, entries))
                    .toList();
        } else if (heartbeat.watch() instanceof StoreWatch watch) {
            open = running(heartbeat, watch, watch.kind().workerType(), entries);
        } else if (heartbeat.watch() instanceof TaskWatch watch) {
            open = running(heartbeat, watch, watch.type(), entries);
        }
        return open.stream()
                .sorted(Comparator.comparing(KnownRun::began).reversed())
                .toList();
    }

    private static List<KnownRun> running(Heartbeat heartbeat, RunWatch watch, String type, Entries entries) {
        return entries.tasks().unfinished(type).stream()
                .filter(task -> watch.source() == null
                        || entries.tasks()
                                .sourceOf(task.upid())
                                .filter(watch.source()::equals)
                                .isPresent())
                .filter(task -> !(watch instanceof StoreWatch store) || TaskRuns.isRunOf(store, task, entries))
                .filter(task -> entries.runs()
                        .run(heartbeat.name(), task.upid().toString())
                        .isEmpty())
                .map(task -> new KnownRun(
                        task.upid().toString(),
                        task.upid().started(),
                        null,
                        Expectation.NOTHING,
                        List.of(task),
                        "the task on " + task.upid().node() + ", running since "
                                + task.upid().started()))
                .toList();
    }

    private static Optional<JobRun> jobRun(
            Heartbeat heartbeat, String run, Collection<String> sources, Entries entries) {
        if (!(heartbeat.watch() instanceof JobWatch watch)) {
            return Optional.empty();
        }
        Collection<String> named = watch.source() == null ? sources : List.of(watch.source());
        return named.stream()
                .flatMap(source -> entries.jobRuns().find(source, watch.jobId(), run).stream())
                .findFirst();
    }
}
