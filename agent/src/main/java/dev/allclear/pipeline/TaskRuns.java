package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.RunRow;
import dev.allclear.schedule.Overdue;
import dev.allclear.schedule.Timetable;
import dev.allclear.task.TaskOutcome;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Judge;
import dev.allclear.verdict.StoreJob;
import dev.allclear.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that consist of one task: of a kind of task, or of a job of a backup server, whose schedule wants one at each
 * due time. Used by the judge's thread.
 */
final class TaskRuns {
    private final Views views;
    private final Wakes wakes;
    private Instant heldUntil = Instant.MIN;

    TaskRuns(Views views, Wakes wakes) {
        this.views = views;
        this.wakes = wakes;
    }

    /** Until then nothing is called missing or overdue. */
    void hold(Instant until) {
        heldUntil = until;
    }

    /** Whether a task is a run of the job, by what is known of it. */
    static boolean isRunOf(StoreWatch watch, TaskOutcome task, Entries entries) {
        String told = entries.tasks().jobOf(task.upid()).orElse(task.datastore().jobId());
        String id = task.upid().id();
        return told == null ? id.equals(watch.id()) || id.endsWith(":" + watch.id()) : told.equals(watch.id());
    }

    /** Whether a task is a run of what is watched, by what is known of it. */
    static boolean belongs(RunWatch watch, TaskOutcome task, Entries entries) {
        return watch instanceof StoreWatch store
                ? store.kind().workerType().equals(task.upid().type()) && isRunOf(store, task, entries)
                : watch instanceof TaskWatch of && of.type().equals(task.upid().type());
    }

    /** Says what should have begun and did not, and what runs for too long. */
    List<Judgement> look(HeartbeatRule heartbeat, StoreWatch watch, Instant since, Entries entries, Instant now) {
        List<Judgement> judgements = new ArrayList<>();
        if (now.isBefore(heldUntil)) {
            wakes.at(heldUntil);
            return judgements;
        }
        List<TaskOutcome> running = entries.tasks().unfinished(watch.kind().workerType()).stream()
                .filter(task -> isRunOf(watch, task, entries))
                .toList();
        running.forEach(task -> overdue(heartbeat, task, entries, now).ifPresent(judgements::add));
        for (Map.Entry<String, SourceView> source :
                views.watched(watch.source()).entrySet()) {
            Optional<StoreJob> job = source.getValue().storeJob(watch.kind(), watch.id());
            Optional<Timetable> timetable = job.map(StoreJob::schedule).flatMap(source.getValue()::timetable);
            if (timetable.isPresent()) {
                missed(heartbeat, timetable.get(), source.getValue(), running, since, entries, now)
                        .ifPresent(judgements::add);
            }
        }
        return judgements;
    }

    private Optional<Judgement> missed(
            HeartbeatRule heartbeat,
            Timetable timetable,
            SourceView view,
            List<TaskOutcome> running,
            Instant since,
            Entries entries,
            Instant now) {
        Heartbeat rule = heartbeat.rule();
        timetable.next(now).ifPresent(next -> wakes.at(next.plus(rule.grace())));
        Optional<Instant> due = timetable.due(now).filter(since::isBefore);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Instant startBy = due.get().plus(rule.grace());
        boolean began = !running.isEmpty()
                || entries.runs().newest(rule.name(), 1).stream()
                        .anyMatch(run -> !run.started().isBefore(due.get().minus(Placement.CLOCK_SLACK)));
        if (began) {
            return Optional.empty();
        }
        if (now.isBefore(startBy)) {
            wakes.at(startBy);
            return Optional.empty();
        }
        String subject = PushMessage.subject(rule.watch());
        Verdict verdict = view.blind()
                ? new Verdict.Incomplete(List.of("cannot see whether " + subject + " began, due at " + due.get() + ": "
                        + view.health().map(health -> health.why()).orElse("")))
                : new Verdict.Missed(List.of(
                        "nothing was started by " + startBy + " although " + subject + " was due at " + due.get(),
                        "the server skips it without a word while its datastore is offline, in maintenance or busy;"
                                + " look at `journalctl -u proxmox-backup-proxy`"));
        return record(
                heartbeat, "due " + due.get(), verdict, due.get(), startBy, entries, now, "its schedule made it due");
    }

    private Optional<Judgement> overdue(HeartbeatRule heartbeat, TaskOutcome task, Entries entries, Instant now) {
        Instant started = task.upid().started();
        Optional<Instant> at = Overdue.after(entries.runs().durations(heartbeat.name(), Overdue.RUNS))
                .map(started::plus);
        if (at.isEmpty() || now.isBefore(at.get())) {
            at.ifPresent(wakes::at);
            return Optional.empty();
        }
        String words = "overdue: running since " + started + ", three times as long as usual";
        return record(
                heartbeat,
                task.upid().toString(),
                new Verdict.Incomplete(List.of(words, "when it ends well it is still an all-clear")),
                started,
                started,
                entries,
                now,
                RULE);
    }

    private static final String RULE = "a task of its job";

    /** Judges an ended task. */
    Optional<Judgement> judge(
            HeartbeatRule heartbeat, TaskOutcome task, Entries entries, Instant now, boolean learned) {
        String run = task.upid().toString();
        Optional<Verdict> verdict = Judge.judge(
                heartbeat.rule(), task, entries.tasks().jobOf(task.upid()).orElse(null));
        if (verdict.isEmpty()) {
            entries.runs().remove(heartbeat.name(), run);
            return Optional.empty();
        }
        RunRow row = new RunRow(
                heartbeat.name(),
                run,
                verdict.get(),
                task.upid().started(),
                task.ended(),
                now,
                learned,
                heartbeat.rule().watch() instanceof StoreWatch
                        ? RULE
                        : "every " + task.upid().type() + " task is a run of its own");
        return entries.runs().record(row)
                ? Optional.of(new Judgement(heartbeat, List.of(task), row, ""))
                : Optional.empty();
    }

    private static Optional<Judgement> record(
            HeartbeatRule heartbeat,
            String run,
            Verdict verdict,
            Instant started,
            Instant ended,
            Entries entries,
            Instant now,
            String rule) {
        RunRow row = new RunRow(heartbeat.name(), run, verdict, started, ended, now, false, rule);
        return entries.runs().record(row)
                ? Optional.of(new Judgement(heartbeat, List.of(), row, ""))
                : Optional.empty();
    }
}
