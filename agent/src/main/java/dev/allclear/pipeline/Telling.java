package dev.allclear.pipeline;

import dev.allclear.event.DeliveryEvents;
import dev.allclear.event.Event;
import dev.allclear.event.HeartbeatRun;
import dev.allclear.event.Reds;
import dev.allclear.event.SourceEvents;
import dev.allclear.event.TaskEvents;
import dev.allclear.event.TaskScene;
import dev.allclear.event.TestEvent;
import dev.allclear.event.VerdictEvents;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Grouping;
import dev.allclear.ledger.RunRow;
import dev.allclear.task.TaskOutcome;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From what happened to who is told of it: writes events down and puts them into the outbox of every target that a matcher
 * selects, through the transaction that the caller holds. Used by the judge's thread.
 */
final class Telling {
    private static final int MOST_REDS = 400;
    private static final String WATCHED_SINCE = "watched since ";

    private final ZoneId zone;
    private final Wakes wakes;
    private Voice voice = Voice.SILENT;
    private List<Event> told = new ArrayList<>();
    private IdentityHashMap<Judgement, Event> verdicts = new IdentityHashMap<>();

    /** @param zone in which the windows of matchers are meant */
    Telling(ZoneId zone, Wakes wakes) {
        this.zone = zone;
        this.wakes = wakes;
    }

    void use(Voice now) {
        voice = now;
    }

    /** A transaction begins: what an earlier one told and did not commit is forgotten. */
    void begin() {
        told = new ArrayList<>();
        verdicts = new IdentityHashMap<>();
    }

    /** What this transaction told besides verdicts. */
    List<Event> told() {
        return List.copyOf(told);
    }

    /** What this transaction told of that verdict; empty if it told that much before, or nobody is to be told. */
    Optional<Event> told(Judgement judgement) {
        return Optional.ofNullable(verdicts.get(judgement));
    }

    /**
     * A task ended. What had ended before its source was first watched is history and no news.
     *
     * @param jobId the job that started it, if that is known
     * @param options of that job, by which vzdump would mail
     */
    void ended(
            String source,
            TaskOutcome outcome,
            String log,
            @Nullable String jobId,
            LegacyMail.JobOptions options,
            Entries entries,
            Instant now) {
        if (!TaskEvents.known(outcome.upid().type()) || outcome.ended().isBefore(watchedSince(source, entries, now))) {
            return;
        }
        Voice.Source about = voice.sources().getOrDefault(source, Voice.Source.UNKNOWN);
        TaskEvents.of(outcome, new TaskScene(source, jobId, about.host(), log, about.web()))
                .ifPresent(event -> {
                    Optional<LegacyMail.Decision> legacy = about.legacy().decide(event, options);
                    if (legacy.isEmpty()) {
                        tell(event, entries, now);
                    } else {
                        mail(event, legacy.get().event(), entries, now);
                    }
                });
    }

    private void mail(Event event, @Nullable Event mailed, Entries entries, Instant now) {
        if (mailed == null) {
            record(event, entries, now);
        } else {
            record(mailed, entries, now).ifPresent(id -> entries.notices().enqueueAlone(id, LegacyMail.TARGET, now));
        }
    }

    /** The sources of the configuration are watched from now on, as far as they were not yet. */
    void watching(Entries entries, Instant now) {
        voice.sources().keySet().forEach(source -> watchedSince(source, entries, now));
    }

    /** Proxmox writes down the ends of tasks in whole seconds. */
    private static Instant watchedSince(String source, Entries entries, Instant now) {
        Optional<String> since = entries.note(WATCHED_SINCE + source);
        Instant first = since.map(Instant::parse).orElse(now.truncatedTo(ChronoUnit.SECONDS));
        if (since.isEmpty()) {
            entries.note(WATCHED_SINCE + source, first.toString());
        }
        return first;
    }

    /** There is a new verdict. */
    void judged(Judgement judgement, Entries entries, Instant now) {
        RunRow run = judgement.run();
        if (run.learned()) {
            return;
        }
        Verdict verdict = run.verdict();
        boolean overdue =
                !verdict.reasons().isEmpty() && verdict.reasons().get(0).startsWith("overdue");
        HeartbeatRun about = about(judgement.heartbeat(), run, run.ended());
        Event event = overdue
                ? VerdictEvents.overdue(about, withoutWord(verdict.reasons()))
                : VerdictEvents.judged(about, verdict, reds(run, entries).orElse(null));
        entries.events().record(event, now).ifPresent(id -> {
            verdicts.put(judgement, event);
            route(event, id, entries, now);
        });
    }

    /** The event's own title says it already. */
    private static List<String> withoutWord(List<String> reasons) {
        return reasons.stream()
                .map(reason -> reason.replaceFirst("^overdue: ", ""))
                .toList();
    }

    private static HeartbeatRun about(HeartbeatRule heartbeat, RunRow run, Instant at) {
        String jobId = heartbeat.rule().watch() instanceof JobWatch job
                ? job.jobId()
                : heartbeat.rule().watch() instanceof StoreWatch store ? store.id() : null;
        String source = heartbeat.rule().watch() instanceof RunWatch watch ? watch.source() : null;
        return new HeartbeatRun(run.heartbeat(), jobId, source, run.run(), at);
    }

    /** The runs just before this one that were no all-clear; empty if the last one was. */
    private static Optional<Reds> reds(RunRow run, Entries entries) {
        int runs = 0;
        Instant since = run.ended();
        String word = "";
        for (RunRow earlier : entries.runs().newest(run.heartbeat(), MOST_REDS)) {
            if (earlier.run().equals(run.run())) {
                continue;
            }
            if (earlier.verdict() instanceof AllClear) {
                break;
            }
            word = word.isEmpty() ? earlier.verdict().word() : word;
            since = earlier.ended();
            runs++;
        }
        return runs == 0 ? Optional.empty() : Optional.of(new Reds(runs, since, word));
    }

    /** Tells targets that want it again of a heartbeat that stays red, and asks to be called for the next time. */
    void remind(HeartbeatRule heartbeat, Entries entries, Instant now) {
        List<RunRow> newest = entries.runs().newest(heartbeat.name(), 1);
        if (newest.isEmpty()
                || newest.get(0).verdict() instanceof AllClear
                || newest.get(0).learned()) {
            return;
        }
        RunRow run = newest.get(0);
        voice.targets().forEach((name, target) -> {
            if (target.remind() != null) {
                remind(heartbeat, run, name, target.remind(), entries, now);
            }
        });
    }

    private void remind(
            HeartbeatRule heartbeat, RunRow run, String target, Duration every, Entries entries, Instant now) {
        String prefix = VerdictEvents.identity(heartbeat.name());
        Optional<Instant> last = entries.noticeReports().lastTold(target, prefix);
        if (last.isEmpty()) {
            return;
        }
        Instant again = last.get().plus(every);
        if (again.isAfter(now)) {
            wakes.at(again);
            return;
        }
        HeartbeatRun about = about(heartbeat, run, now);
        Reds before = reds(run, entries).orElse(new Reds(0, run.ended(), ""));
        Reds all = new Reds(before.runs() + 1, before.since(), run.verdict().word());
        int number = entries.events().count(prefix) + 1;
        tellOnly(target, VerdictEvents.reminder(about, all, run.verdict().reasons(), number), entries, now);
        wakes.at(now.plus(every));
    }

    /** A source sees worse or better. */
    void sight(String source, Sighting.Health health, Entries entries, Instant now) {
        String was = entries.note("sight " + source).orElse("");
        String word = health.sight().name();
        if (was.startsWith(word + " ") || (was.isEmpty() && word.equals("SEEING"))) {
            return;
        }
        entries.note("sight " + source, word.equals("SEEING") ? "" : word + " " + now);
        switch (health.sight()) {
            case BLIND -> tell(SourceEvents.blind(source, null, health.why(), now), entries, now);
            case DEGRADED -> tell(SourceEvents.degraded(source, null, health.why(), now), entries, now);
            case SEEING -> {
                Instant since = Instant.parse(was.substring(was.indexOf(' ') + 1));
                tell(SourceEvents.seeing(source, null, since, now), entries, now);
            }
        }
    }

    /** The tasks of a node were not seen for a while. */
    void gap(String source, Sighting.Gap gap, Entries entries, Instant now) {
        tell(SourceEvents.gap(source, gap.node(), gap.from(), gap.to(), now), entries, now);
    }

    /** How a target wants several events together. */
    Grouping grouping(String target) {
        Voice.Target known = voice.targets().get(target);
        return known == null ? Grouping.NONE : known.grouping();
    }

    /** The administrator wants to see whether a target works. */
    void test(String id, String target, Entries entries, Instant now) {
        tellOnly(target, TestEvent.of(id, target, voice.host(), now), entries, now);
    }

    private void tellOnly(String target, Event event, Entries entries, Instant now) {
        record(event, entries, now).ifPresent(id -> entries.notices().enqueue(id, target, now, Duration.ZERO));
    }

    /** Something happened. */
    void tell(Event event, Entries entries, Instant now) {
        record(event, entries, now).ifPresent(id -> route(event, id, entries, now));
    }

    private void route(Event event, long id, Entries entries, Instant now) {
        for (String target : voice.routing().decide(event, zone).targets()) {
            Voice.Target known = voice.targets().get(target);
            boolean itself = event.type().equals(DeliveryEvents.TYPE)
                    && target.equals(event.fields().get("target"));
            if (known != null && !itself) {
                entries.notices().enqueue(id, target, now, known.grouping().first());
            }
        }
    }

    private Optional<Long> record(Event event, Entries entries, Instant now) {
        Optional<Long> id = entries.events().record(event, now);
        id.ifPresent(number -> told.add(event));
        return id;
    }
}
