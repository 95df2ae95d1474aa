package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.NewDelivery;
import dev.allclear.ledger.RunRow;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.JobLink;
import dev.allclear.verdict.Judge;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.watch.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a sighting to what it means: outcome, verdicts and deliveries, written through the transaction that the caller
 * holds. Time comes in as a parameter. Used by one thread; no state but the jobs as last read, so that a transaction
 * that fails can be repeated.
 */
public final class Pipeline {
    /** The worker type that PVE gives to backups. */
    private static final String VZDUMP = "vzdump";

    private final Step.Watcher steps;
    private List<HeartbeatRule> heartbeats = List.of();
    private List<Job> jobs = List.of();

    public Pipeline(Step.Watcher steps) {
        this.steps = steps;
    }

    /** The heartbeats to judge for, from now on. */
    public void use(List<HeartbeatRule> rules) {
        heartbeats = List.copyOf(rules);
    }

    /** Takes one sighting and returns the judgements that are new. */
    public List<Judgement> take(Sighting sighting, Entries entries, Instant now) {
        if (sighting instanceof Sighting.Jobs read) {
            jobs = read.jobs();
        } else if (sighting instanceof Sighting.Running running) {
            entries.tasks()
                    .record(new TaskOutcome(running.upid(), new TaskState.Running(), now, VzdumpReport.NOTHING), now);
        } else if (sighting instanceof Sighting.JobTask told) {
            if (entries.tasks().assign(told.upid(), told.jobId())) {
                return entries.tasks()
                        .task(told.upid())
                        .map(outcome -> judge(outcome, entries, now))
                        .orElse(List.of());
            }
        } else if (sighting instanceof Sighting.Ended ended) {
            if (entries.tasks().record(ended.outcome(), now)) {
                return judge(ended.outcome(), entries, now);
            }
        } else if (sighting instanceof Sighting.CaughtUp) {
            return learn(entries, now);
        }
        return List.of();
    }

    private List<Judgement> judge(TaskOutcome outcome, Entries entries, Instant now) {
        List<Judgement> judgements = new ArrayList<>();
        for (HeartbeatRule heartbeat : heartbeats) {
            if (entries.runs().learned(heartbeat.rule().name())) {
                judge(heartbeat, outcome, entries, now, false).ifPresent(judgement -> {
                    judgements.add(judgement);
                    push(judgement, entries, now);
                });
            }
        }
        return judgements;
    }

    private Optional<Judgement> judge(
            HeartbeatRule heartbeat, TaskOutcome outcome, Entries entries, Instant now, boolean learned) {
        String name = heartbeat.rule().name();
        String run = outcome.upid().toString();
        JobLink link = linkOf(outcome, entries);
        Optional<Verdict> verdict = Judge.judge(heartbeat.rule(), outcome, link);
        if (verdict.isEmpty()) {
            // A better known job may take a run away that was only guessed to belong here.
            entries.runs().remove(name, run);
            return Optional.empty();
        }
        steps.reached(Step.JUDGED);
        RunRow row = new RunRow(
                name,
                run,
                verdict.get(),
                outcome.upid().started(),
                outcome.ended(),
                now,
                learned,
                ruleOf(heartbeat.rule(), link));
        return entries.runs().record(row) ? Optional.of(new Judgement(heartbeat, outcome, row)) : Optional.empty();
    }

    private static String ruleOf(Heartbeat heartbeat, JobLink link) {
        return heartbeat.watch() instanceof TaskWatch watch
                ? "every " + watch.type() + " task is a run of its own"
                : link.words();
    }

    private JobLink linkOf(TaskOutcome outcome, Entries entries) {
        Upid upid = outcome.upid();
        return JobLink.of(
                entries.tasks().jobOf(upid).orElse(null),
                upid.node(),
                outcome.report().command(),
                jobs);
    }

    private static void push(Judgement judgement, Entries entries, Instant now) {
        if (!(judgement.run().verdict() instanceof AllClear allClear)) {
            return;
        }
        Heartbeat rule = judgement.heartbeat().rule();
        TaskOutcome outcome = judgement.outcome();
        String msg = PushMessage.render(judgement.heartbeat().msg(), rule, outcome, allClear);
        entries.deliveries()
                .enqueue(new NewDelivery(
                        rule.name() + " " + judgement.run().run(),
                        rule.name(),
                        rule.name(),
                        judgement.run().run(),
                        judgement.run().started(),
                        msg,
                        allClear.duration(),
                        now,
                        now,
                        outcome.ended().plus(rule.maxAge())));
        entries.deliveries().supersedeOlder(rule.name(), now);
    }

    /**
     * At the first sight of a heartbeat its history is learned: every run gets its verdict, and only the newest may
     * still be pushed.
     */
    private List<Judgement> learn(Entries entries, Instant now) {
        List<Judgement> newest = new ArrayList<>();
        for (HeartbeatRule heartbeat : heartbeats) {
            String name = heartbeat.rule().name();
            if (entries.runs().learned(name)) {
                continue;
            }
            List<Judgement> last = new ArrayList<>(1);
            entries.tasks()
                    .each(
                            VZDUMP,
                            outcome -> judge(heartbeat, outcome, entries, now, true)
                                    .ifPresent(judgement -> {
                                        last.clear();
                                        last.add(judgement);
                                    }));
            last.forEach(judgement -> push(judgement, entries, now));
            newest.addAll(last);
            entries.runs().markLearned(name, now);
        }
        return newest;
    }
}
