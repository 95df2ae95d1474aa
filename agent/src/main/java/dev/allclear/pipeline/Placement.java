package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.JobRun;
import dev.allclear.schedule.Timetable;
import dev.allclear.task.TaskOutcome;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Expectation;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.JobLink;
import dev.allclear.verdict.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the run that a task belongs to. Each node's scheduler starts its own task of a job, by its own clock and without
 * a common name: those that are due at the same moment are one run. Runs outside the schedule are told apart by nearness in
 * time, and by the fact that a node has one task in a run. Used by the judge's thread.
 */
final class Placement {
    static final String VZDUMP = "vzdump";

    /** The scheduler looks once a minute, and a task may bear a start that is a little early. */
    static final Duration CLOCK_SLACK = Duration.ofSeconds(90);

    /** How much later than due a start may be and still belong to it, for starts that failed. */
    static final Duration LATE = Duration.ofHours(6);

    /** How far apart the clocks of nodes may be, and the tasks of a run that somebody starts by hand. */
    static final Duration TOGETHER = Duration.ofMinutes(20);

    /** How many of a job's newest runs a late task may still join. */
    private static final int REACH = 20;

    private final Views views;

    Placement(Views views) {
        this.views = views;
    }

    /**
     * The run of a job that a task belongs to, opened if there is none yet.
     *
     * @param freshFrom runs that began before are history: what they had to do cannot be written down any more
     */
    JobRun place(
            String source,
            String jobId,
            TaskOutcome task,
            JobLink link,
            Entries entries,
            Instant now,
            Instant freshFrom) {
        Optional<JobRun> known = entries.jobRuns()
                .runOf(source, jobId, task.upid())
                .flatMap(run -> entries.jobRuns().find(source, jobId, run));
        if (known.isPresent()) {
            return known.get();
        }
        Origin origin = Origin.of(task, link instanceof JobLink.Told);
        JobRun run = origin == Origin.SCHEDULE
                ? scheduled(source, jobId, task, entries, now, freshFrom)
                        .or(() -> near(source, jobId, task, false, entries))
                        .orElseGet(() -> open(source, jobId, task, false, entries, now, freshFrom))
                : near(source, jobId, task, true, entries)
                        .orElseGet(() -> open(source, jobId, task, true, entries, now, freshFrom));
        entries.jobRuns().add(source, jobId, run.run(), task.upid());
        return run;
    }

    /** Opens the run that is due at this moment; false if it is open. */
    boolean openDue(String source, String jobId, Instant due, Entries entries, Instant now) {
        return entries.jobRuns().open(due(source, jobId, due, entries, now, now.minus(LATE)));
    }

    private JobRun due(String source, String jobId, Instant due, Entries entries, Instant now, Instant freshFrom) {
        String run = "due " + due;
        return entries.jobRuns()
                .find(source, jobId, run)
                .orElseGet(() -> new JobRun(
                        source, jobId, run, due, due, false, expectation(source, jobId, due, due, now, freshFrom)));
    }

    private Optional<JobRun> scheduled(
            String source, String jobId, TaskOutcome task, Entries entries, Instant now, Instant freshFrom) {
        SourceView view = views.of(source);
        Optional<Instant> due = view.job(jobId)
                .flatMap(view::timetable)
                .flatMap((Timetable timetable) ->
                        timetable.due(task.upid().started().plus(CLOCK_SLACK)));
        if (due.isEmpty()) {
            return Optional.empty();
        }
        JobRun run = due(source, jobId, due.get(), entries, now, freshFrom);
        if (hasTaskOf(run, task, entries)) {
            return Optional.empty();
        }
        entries.jobRuns().open(run);
        return Optional.of(run);
    }

    private static Optional<JobRun> near(
            String source, String jobId, TaskOutcome task, boolean manual, Entries entries) {
        return entries.jobRuns().newest(source, jobId, REACH).stream()
                .filter(run -> run.due() == null && run.manual() == manual)
                .filter(run -> Duration.between(run.opened(), task.upid().started())
                                .abs()
                                .compareTo(TOGETHER)
                        <= 0)
                .filter(run -> !hasTaskOf(run, task, entries))
                .findFirst();
    }

    private JobRun open(
            String source,
            String jobId,
            TaskOutcome task,
            boolean manual,
            Entries entries,
            Instant now,
            Instant freshFrom) {
        Instant started = task.upid().started();
        JobRun run = new JobRun(
                source,
                jobId,
                task.upid().toString(),
                null,
                started,
                manual,
                expectation(source, jobId, null, started, now, freshFrom));
        entries.jobRuns().open(run);
        return run;
    }

    private String expectation(
            String source, String jobId, @Nullable Instant due, Instant began, Instant now, Instant freshFrom) {
        SourceView view = views.of(source);
        Job job = view.job(jobId).orElse(null);
        Cluster cluster = began.isBefore(freshFrom) ? Cluster.UNKNOWN : view.cluster();
        return ExpectationText.write(Expectation.freeze(job, cluster, view.content(jobId), due, now));
    }

    private static boolean hasTaskOf(JobRun run, TaskOutcome task, Entries entries) {
        return entries.jobRuns().upids(run.source(), run.jobId(), run.run()).stream()
                .anyMatch(other -> other.node().equals(task.upid().node()) && !other.equals(task.upid()));
    }
}
