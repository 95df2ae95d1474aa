package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.JobRun;
import dev.allclear.ledger.RunRow;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.JobLink;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From a sighting to what it means: outcome, verdicts and deliveries, written through the transaction that the caller
 * holds. Time comes in as a parameter. Used by one thread; what it keeps in memory are only the sources as last seen, so
 * that a transaction that fails can be repeated.
 */
public final class Pipeline {
    /** How many runs of a job may still change without a new sighting. */
    private static final int OPEN_RUNS = 3;

    /** Of a run that began longer ago nobody can tell any more what it had to do. */
    private static final Duration RECENT = Duration.ofHours(26);

    /** How slow the clock of a node may be before what has just ended there looks like history. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(15);

    private final Step.Watcher steps;
    private final Views views;
    private final Wakes wakes = new Wakes();
    private final Placement placement;
    private final JobRuns jobRuns;
    private final TaskRuns taskRuns;
    private final Schedules schedules;
    private final Pushes pushes = new Pushes(wakes);
    private final Telling telling;
    private List<HeartbeatRule> heartbeats = List.of();
    /** The sources that showed nothing when the history was learned: what they show later may be history too. */
    private final Set<String> lateSources = new HashSet<>();
    /** Whether what time brings has to be worked out anew. */
    private boolean stale = true;
    /** The steps of chains, each with the heartbeat that it belongs to. */
    private final Map<HeartbeatRule, HeartbeatRule> chainOf = new LinkedHashMap<>();

    /** @param zone in which the host's schedules are meant */
    public Pipeline(Step.Watcher steps, ZoneId zone) {
        this.steps = steps;
        this.views = new Views(zone);
        this.placement = new Placement(views);
        this.jobRuns = new JobRuns(views, wakes);
        this.taskRuns = new TaskRuns(views, wakes);
        this.schedules = new Schedules(views, placement, wakes);
        this.telling = new Telling(zone, wakes);
    }

    /** What is told to whom. */
    Telling telling() {
        return telling;
    }

    /** The heartbeats to judge for, from now on. */
    public void use(List<HeartbeatRule> rules) {
        chainOf.clear();
        List<HeartbeatRule> judged = new ArrayList<>();
        for (HeartbeatRule rule : rules) {
            if (rule.rule().watch() instanceof ChainWatch) {
                Chains.steps(rule.rule()).forEach(step -> {
                    HeartbeatRule own = HeartbeatRule.of(step, null);
                    chainOf.put(own, rule);
                    judged.add(own);
                });
            } else if (rule.rule().watch() instanceof RunWatch) {
                judged.add(rule);
            }
        }
        heartbeats = judged;
        stale = true;
    }

    /** Takes one sighting of a source and returns the judgements that are new. */
    public List<Judgement> take(String source, Sighting sighting, Entries entries, Instant now) {
        stale |= views.of(source).take(sighting, now);
        if (sighting instanceof Sighting.Jobs || sighting instanceof Sighting.StoreJobs) {
            KnownSchedules.note(source, views.of(source), entries, now);
        } else if (sighting instanceof Sighting.Running running) {
            return ran(running.upid(), source, entries, now);
        } else if (sighting instanceof Sighting.JobTask told) {
            if (entries.tasks().assign(told.upid(), told.jobId())) {
                return entries.tasks()
                        .task(told.upid())
                        .map(outcome -> judge(source, outcome, entries, now))
                        .orElse(List.of());
            }
        } else if (sighting instanceof Sighting.Ended ended) {
            return ended(source, ended, entries, now);
        } else if (sighting instanceof Sighting.Gap gap) {
            if (entries.gaps().record(source, gap.node(), gap.from(), gap.to())) {
                telling.gap(source, gap, entries, now);
            }
        }
        return List.of();
    }

    private List<Judgement> ended(String source, Sighting.Ended ended, Entries entries, Instant now) {
        TaskOutcome outcome = ended.outcome();
        if (!entries.tasks().record(outcome, source, now)) {
            return List.of();
        }
        List<Judgement> judgements = judge(source, outcome, entries, now);
        Optional<Job> job = jobRuns.job(source, outcome, entries);
        telling.ended(
                source,
                outcome,
                ended.log(),
                job.map(Job::id).orElse(outcome.datastore().jobId()),
                job.map(known -> LegacyMail.JobOptions.of(known.options())).orElse(LegacyMail.JobOptions.NONE),
                entries,
                now);
        return judgements;
    }

    private List<Judgement> ran(Upid upid, String source, Entries entries, Instant now) {
        TaskOutcome task = new TaskOutcome(upid, new TaskState.Running(), now, VzdumpReport.NOTHING);
        return entries.tasks().record(task, source, now) ? judge(source, task, entries, now) : List.of();
    }

    /** What time alone brings: runs that are due, missed or overdue, and reminders. */
    public List<Judgement> tick(Entries entries, Instant now) {
        wakes.clear();
        stale = false;
        List<Judgement> judgements = new ArrayList<>();
        for (HeartbeatRule heartbeat : heartbeats) {
            Optional<Instant> since = entries.runs().learnedAt(heartbeat.name());
            if (since.isEmpty()) {
                continue;
            }
            if (heartbeat.rule().watch() instanceof JobWatch watch) {
                for (String source : views.watched(watch.source()).keySet()) {
                    schedules.open(source, watch.jobId(), since.get(), entries, now);
                    openRuns(heartbeat, source, watch, entries, now)
                            .forEach(run -> jobRuns.judge(heartbeat, run, entries, now, false)
                                    .ifPresent(judgements::add));
                }
            } else if (heartbeat.rule().watch() instanceof StoreWatch watch) {
                judgements.addAll(taskRuns.look(heartbeat, watch, since.get(), entries, now));
            }
        }
        List<Judgement> all = pushAll(judgements, entries, now);
        heartbeats.stream().filter(rule -> !chainOf.containsKey(rule)).forEach(rule -> remind(rule, entries, now));
        Set.copyOf(chainOf.values()).forEach(rule -> remind(rule, entries, now));
        return all;
    }

    private void remind(HeartbeatRule rule, Entries entries, Instant now) {
        pushes.remind(rule, entries, now);
        telling.remind(rule, entries, now);
    }

    /** Until then nothing is called missing or overdue, since the clock leapt. */
    void hold(Instant until) {
        jobRuns.hold(until);
        taskRuns.hold(until);
    }

    /** What one source shows. */
    SourceView view(String source) {
        return views.of(source);
    }

    /** When {@link #tick} wants to be called again. */
    public Optional<Instant> nextTick() {
        return stale ? Optional.of(Instant.MIN) : wakes.next();
    }

    /** The runs of which nothing has been said yet. What was said stays said until something new is seen. */
    private static List<JobRun> openRuns(
            HeartbeatRule heartbeat, String source, JobWatch watch, Entries entries, Instant now) {
        return entries.jobRuns().newest(source, watch.jobId(), OPEN_RUNS).stream()
                .filter(run -> run.opened().isAfter(now.minus(RECENT)))
                .filter(run -> entries.runs().run(heartbeat.name(), run.run()).isEmpty())
                .toList();
    }

    private List<Judgement> judge(String source, TaskOutcome outcome, Entries entries, Instant now) {
        Map<String, Set<JobRun>> runsOfJobs = new LinkedHashMap<>();
        List<Judgement> judgements = new ArrayList<>();
        for (HeartbeatRule heartbeat : heartbeats) {
            Optional<Instant> learnedAt = entries.runs().learnedAt(heartbeat.name());
            if (!(heartbeat.rule().watch() instanceof RunWatch watch)
                    || (watch.source() != null && !watch.source().equals(source))
                    || learnedAt.isEmpty()) {
                continue;
            }
            boolean learned = lateSources.contains(source)
                    && outcome.ended().isBefore(learnedAt.get().minus(CLOCKS_APART));
            boolean begun = outcome.state() instanceof TaskState.Running && !learned;
            if (watch instanceof JobWatch job) {
                Set<JobRun> runs = runsOfJobs.computeIfAbsent(
                        job.jobId(), id -> place(source, id, outcome, entries, now, now.minus(RECENT)));
                if (begun) {
                    runs.forEach(run ->
                            pushes.started(heartbeat, run.run(), outcome.upid().started(), entries, now));
                }
                runs.forEach(run ->
                        jobRuns.judge(heartbeat, run, entries, now, learned).ifPresent(judgements::add));
            } else {
                taskRuns.judge(heartbeat, outcome, entries, now, learned).ifPresent(judgements::add);
                // A task without a verdict is no run, and takes with it what waits to be pushed of one.
                if (begun && TaskRuns.belongs(watch, outcome, entries)) {
                    pushes.started(
                            heartbeat, outcome.upid().toString(), outcome.upid().started(), entries, now);
                }
            }
        }
        // What a source shows late, and ended before anybody watched for it, is history and no news.
        return pushAll(judgements, entries, now).stream()
                .filter(judgement -> !judgement.run().learned())
                .toList();
    }

    /** The runs of a job that a task changes: the one that it belongs to, or the one that it turns out not to belong to. */
    private Set<JobRun> place(
            String source, String jobId, TaskOutcome task, Entries entries, Instant now, Instant freshFrom) {
        Set<JobRun> changed = new LinkedHashSet<>();
        if (!task.upid().type().equals(Placement.VZDUMP)) {
            return changed;
        }
        JobLink link = jobRuns.link(source, task, entries);
        if (link.mayBe(jobId)) {
            changed.add(placement.place(source, jobId, task, link, entries, now, freshFrom));
        } else {
            entries.jobRuns()
                    .runOf(source, jobId, task.upid())
                    .flatMap(run -> entries.jobRuns().find(source, jobId, run))
                    .ifPresent(changed::add);
            entries.jobRuns().remove(source, jobId, task.upid());
        }
        return changed;
    }

    /** Pushes what is new, and judges the chains of which it is a step. */
    private List<Judgement> pushAll(List<Judgement> judgements, Entries entries, Instant now) {
        List<Judgement> all = new ArrayList<>(judgements);
        for (Judgement judgement : judgements) {
            steps.reached(Step.JUDGED);
            HeartbeatRule chain = chainOf.get(judgement.heartbeat());
            if (chain == null) {
                push(judgement, entries, now);
            } else {
                Chains.judge(chain, judgement, entries, now).ifPresent(whole -> {
                    all.add(whole);
                    push(whole, entries, now);
                });
            }
        }
        if (!judgements.isEmpty()) {
            wakes.at(now.plus(Duration.ofMinutes(1)));
        }
        return all;
    }

    private void push(Judgement judgement, Entries entries, Instant now) {
        telling.judged(judgement, entries, now);
        pushes.push(judgement, nextDue(judgement), entries, now);
    }

    private Optional<Instant> nextDue(Judgement judgement) {
        RunRow run = judgement.run();
        if (judgement.heartbeat().rule().watch() instanceof JobWatch watch) {
            return views.watched(watch.source()).keySet().stream()
                    .flatMap(source -> jobRuns.nextDue(source, watch.jobId(), run.ended()).stream())
                    .min(Instant::compareTo);
        }
        if (judgement.heartbeat().rule().watch() instanceof StoreWatch watch) {
            return views.watched(watch.source()).values().stream()
                    .flatMap(view -> view
                            .storeJob(watch.kind(), watch.id())
                            .flatMap(job -> view.timetable(job.schedule()))
                            .flatMap(timetable -> timetable.next(run.ended()))
                            .stream())
                    .min(Instant::compareTo);
        }
        return Optional.empty();
    }

    /**
     * At the first sight of a heartbeat its history is learned: every run gets its verdict, and only the newest may
     * still be pushed.
     */
    public List<Judgement> learn(Entries entries, Instant now) {
        lateSources.addAll(views.blind());
        List<Judgement> newest = new ArrayList<>();
        for (HeartbeatRule heartbeat : heartbeats) {
            if (entries.runs().learned(heartbeat.name())) {
                continue;
            }
            RunWatch watch = (RunWatch) heartbeat.rule().watch();
            List<Judgement> last = new ArrayList<>(1);
            if (watch instanceof JobWatch job) {
                learnRuns(heartbeat, job, entries, now, last);
            } else {
                String type =
                        watch instanceof StoreWatch store ? store.kind().workerType() : ((TaskWatch) watch).type();
                entries.tasks()
                        .each(
                                watch.source(),
                                type,
                                (source, outcome) -> taskRuns.judge(heartbeat, outcome, entries, now, true)
                                        .ifPresent(judgement -> keepLast(last, judgement)));
            }
            newest.addAll(last);
            entries.runs().markLearned(heartbeat.name(), now);
        }
        chainOf.values().forEach(chain -> entries.runs().markLearned(chain.name(), now));
        stale = true;
        return pushAll(newest, entries, now);
    }

    private void learnRuns(
            HeartbeatRule heartbeat, JobWatch watch, Entries entries, Instant now, List<Judgement> last) {
        List<Instant> newestStart = new ArrayList<>(List.of(Instant.EPOCH));
        entries.tasks().each(watch.source(), Placement.VZDUMP, (source, outcome) -> {
            if (jobRuns.link(source, outcome, entries).mayBe(watch.jobId())) {
                newestStart.set(0, outcome.upid().started());
            }
        });
        Set<JobRun> runs = new LinkedHashSet<>();
        Instant freshFrom = newestStart.get(0).minus(Placement.TOGETHER);
        entries.tasks()
                .each(
                        watch.source(),
                        Placement.VZDUMP,
                        (source, outcome) ->
                                runs.addAll(place(source, watch.jobId(), outcome, entries, now, freshFrom)));
        runs.forEach(run ->
                jobRuns.judge(heartbeat, run, entries, now, true).ifPresent(judgement -> keepLast(last, judgement)));
    }

    private static void keepLast(List<Judgement> last, Judgement judgement) {
        if (last.isEmpty()
                || !judgement.run().started().isBefore(last.get(0).run().started())) {
            last.clear();
            last.add(judgement);
        }
    }
}
