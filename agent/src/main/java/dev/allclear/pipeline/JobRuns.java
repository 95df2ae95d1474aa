package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.JobRun;
import dev.allclear.ledger.RunRow;
import dev.allclear.schedule.Overdue;
import dev.allclear.schedule.Timetable;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Exclusions;
import dev.allclear.verdict.Expectation;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.JobLink;
import dev.allclear.verdict.Judge;
import dev.allclear.verdict.Scene;
import dev.allclear.verdict.Standing;
import dev.allclear.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The runs of PVE backup jobs: one run is one task per node. What a run must do is written down when it is due, or when
 * its first task is seen; then its tasks may become known in any order. Used by the judge's thread.
 */
final class JobRuns {
    private final Views views;
    private final Wakes wakes;
    private Instant heldUntil = Instant.MIN;

    JobRuns(Views views, Wakes wakes) {
        this.views = views;
        this.wakes = wakes;
    }

    /** Until then nothing is called missing or overdue. */
    void hold(Instant until) {
        heldUntil = until;
    }

    /** How a task is tied to the jobs of its source. */
    JobLink link(String source, TaskOutcome task, Entries entries) {
        return JobLink.of(
                entries.tasks().jobOf(task.upid()).orElse(null),
                task.upid().node(),
                task.report().command(),
                views.of(source).jobs());
    }

    /** The one job that is known to have started a task, if it is still there. */
    Optional<Job> job(String source, TaskOutcome task, Entries entries) {
        JobLink link = link(source, task, entries);
        List<Job> jobs = views.of(source).jobs().stream()
                .filter(job -> link.mayBe(job.id()))
                .toList();
        return jobs.size() == 1 ? Optional.of(jobs.get(0)) : Optional.empty();
    }

    /** How a run stands now, for those who ask before there is a verdict. */
    Standing standing(Heartbeat heartbeat, JobRun run, Entries entries, Instant now) {
        List<TaskOutcome> tasks = entries.jobRuns().tasks(run.source(), run.jobId(), run.run());
        return standing(heartbeat, run, tasks, entries, now);
    }

    private Standing standing(Heartbeat heartbeat, JobRun run, List<TaskOutcome> tasks, Entries entries, Instant now) {
        Expectation expected = ExpectationText.read(run.expectation());
        List<JobLink> links =
                tasks.stream().map(task -> link(run.source(), task, entries)).toList();
        return Judge.judge(heartbeat, expected, tasks, links, scene(run, tasks, entries, now));
    }

    /** Judges a run for a heartbeat; empty while nothing is to be said, and when it was said before. */
    Optional<Judgement> judge(HeartbeatRule heartbeat, JobRun run, Entries entries, Instant now, boolean learned) {
        Heartbeat rule = heartbeat.rule();
        List<TaskOutcome> tasks = entries.jobRuns().tasks(run.source(), run.jobId(), run.run());
        boolean ignored = run.manual() && !rule.manualCounts();
        if (ignored || (tasks.isEmpty() && run.due() == null)) {
            entries.runs().remove(rule.name(), run.run());
            OpenRuns.decided(rule.name(), run.run(), entries);
            return Optional.empty();
        }
        Standing standing = patient(standing(rule, run, tasks, entries, now), run, now);
        Optional<Verdict> verdict =
                Optional.ofNullable(standing.verdict()).or(() -> overdue(rule, run, tasks, entries, now));
        if (verdict.isEmpty()) {
            OpenRuns.waits(rule.name(), run.run(), standing.waitsFor(), entries);
            wakes.pending(now, standing.lookAgain());
            return Optional.empty();
        }
        OpenRuns.decided(rule.name(), run.run(), entries);
        Instant started = started(run, tasks);
        RunRow row = new RunRow(
                rule.name(),
                run.run(),
                verdict.get(),
                started,
                tasks.stream()
                        .filter(task -> !(task.state() instanceof TaskState.Running))
                        .map(TaskOutcome::ended)
                        .max(Comparator.naturalOrder())
                        .orElse(started),
                now,
                learned,
                words(run, tasks, entries));
        Expectation expected = ExpectationText.read(run.expectation());
        return entries.runs().record(row)
                ? Optional.of(new Judgement(heartbeat, tasks, row, Exclusions.words(Exclusions.of(expected, tasks))))
                : Optional.empty();
    }

    /** Nothing is called missing while a node has been out of sight for a moment only, or right after the clock leapt. */
    private Standing patient(Standing standing, JobRun run, Instant now) {
        Optional<Instant> until = views.of(run.source()).blinkingUntil(now);
        boolean something = standing.verdict() instanceof Verdict.Incomplete
                || standing.verdict() instanceof Verdict.Missed
                || standing.verdict() instanceof Verdict.Empty;
        if (something && now.isBefore(heldUntil)) {
            return new Standing(null, List.of("what comes late, as the clock leapt, until " + heldUntil), heldUntil);
        }
        return something && until.isPresent()
                ? new Standing(null, List.of("a node to come into sight again, until " + until.get()), until.get())
                : standing;
    }

    /** A run that takes far longer than usual is announced before it ends; a good end then still brings the push. */
    private Optional<Verdict> overdue(
            Heartbeat rule, JobRun run, List<TaskOutcome> tasks, Entries entries, Instant now) {
        List<TaskOutcome> running = tasks.stream()
                .filter(task -> task.state() instanceof TaskState.Running)
                .toList();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        Instant started = started(run, tasks);
        List<Duration> usual = entries.runs().durations(rule.name(), Overdue.RUNS);
        Optional<Instant> tooLong = Overdue.after(usual).map(started::plus);
        Optional<Instant> at = timetable(run.source(), run.jobId())
                .map(timetable -> timetable.overdueAt(run.due() == null ? started : run.due(), started, usual))
                .orElse(tooLong);
        if (at.isEmpty() || now.isBefore(at.get())) {
            at.ifPresent(wakes::at);
            return Optional.empty();
        }
        if (now.isBefore(heldUntil)) {
            wakes.at(heldUntil);
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        reasons.add("overdue: running since " + started + " on "
                + running.stream().map(task -> task.upid().node()).collect(Collectors.joining(", "))
                + (at.equals(tooLong)
                        ? ", three times as long as usual"
                        : ", and the next run was due at " + at.get()));
        reasons.add("when it ends well it is still an all-clear");
        return Optional.of(new Verdict.Incomplete(reasons));
    }

    private static Instant started(JobRun run, List<TaskOutcome> tasks) {
        return tasks.stream()
                .map(task -> task.upid().started())
                .min(Comparator.naturalOrder())
                .orElse(run.due() == null ? run.opened() : run.due());
    }

    private String words(JobRun run, List<TaskOutcome> tasks, Entries entries) {
        if (tasks.isEmpty()) {
            return "the schedule of job " + run.jobId() + " made it due";
        }
        String first = link(run.source(), tasks.get(0), entries).words();
        return tasks.size() == 1 ? first : first + "; " + tasks.size() + " tasks, one per node, make up the run";
    }

    private Scene scene(JobRun run, List<TaskOutcome> tasks, Entries entries, Instant now) {
        SourceView view = views.of(run.source());
        Instant from = started(run, tasks);
        Map<String, String> notStarted = new TreeMap<>();
        view.startFailures(run.jobId()).stream()
                .filter(failure -> run.due() != null
                        && !failure.at().isBefore(run.due().minus(Placement.CLOCK_SLACK))
                        && failure.at().isBefore(run.due().plus(Placement.LATE)))
                .forEach(failure -> notStarted.put(failure.node(), failure.reason()));
        Instant to = tasks.stream()
                .map(TaskOutcome::ended)
                .max(Comparator.naturalOrder())
                .orElse(now);
        return new Scene(
                now,
                view.cluster(),
                view.unseen(),
                notStarted,
                busy(run, view, from, entries),
                entries.gaps().overlapping(run.source(), from, to.isBefore(from) ? from : to).stream()
                        .map(gap -> "node " + gap.node() + " was not seen from "
                                + gap.from().truncatedTo(ChronoUnit.SECONDS) + " to "
                                + gap.to().truncatedTo(ChronoUnit.SECONDS)
                                + ": its list of tasks no longer reached back so far")
                        .toList());
    }

    /** Nodes where a backup runs that may be this one, or after which this one starts. */
    private static List<String> busy(JobRun run, SourceView view, Instant from, Entries entries) {
        return view.cluster().watched().stream()
                .filter(node -> entries.tasks().runningOn(node, Placement.VZDUMP).stream()
                        .anyMatch(task -> mayConcern(task.upid(), run, from, entries)))
                .toList();
    }

    /** An earlier run of the same job delays this one; a backup of an unknown job may be it. */
    private static boolean mayConcern(Upid upid, JobRun run, Instant from, Entries entries) {
        Optional<String> placed = entries.jobRuns().runOf(run.source(), run.jobId(), upid);
        return placed.isPresent()
                ? !placed.get().equals(run.run())
                : entries.tasks().jobOf(upid).isEmpty() && !upid.started().isBefore(from.minus(Placement.CLOCK_SLACK));
    }

    /** When the run after this moment is due, if the job has a schedule. */
    Optional<Instant> nextDue(String source, String jobId, Instant after) {
        return timetable(source, jobId).flatMap(timetable -> timetable.next(after));
    }

    private Optional<Timetable> timetable(String source, String jobId) {
        SourceView view = views.of(source);
        return view.job(jobId).flatMap(view::timetable);
    }
}
