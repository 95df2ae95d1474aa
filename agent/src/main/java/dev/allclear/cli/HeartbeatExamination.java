package dev.allclear.cli;

import dev.allclear.config.HeartbeatConf;
import dev.allclear.pipeline.Chains;
import dev.allclear.pipeline.PushMessage;
import dev.allclear.schedule.CalendarEvent;
import dev.allclear.schedule.MonitorWindow;
import dev.allclear.schedule.Timetable;
import dev.allclear.status.view.ExpectationWords;
import dev.allclear.status.view.WatchWords;
import dev.allclear.verdict.Expectation;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.StoreJob;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at what one heartbeat watches: whether it is there, what a run must do, when it is due, and what Kuma needs. */
final class HeartbeatExamination {
    private static final String BY_HAND =
            "set the Kuma heartbeat interval longer than the longest time between two runs and the duration of one";

    /** Kuma is restarted in less, and one lost push alarms nobody. */
    private static final Duration LEAST_OF_ITSELF = Duration.ofSeconds(60);

    private final List<Inventory> inventories;
    private final Function<String, Duration> usualDuration;
    private final Instant now;
    private final ZoneId zone;
    private final List<Finding> findings;

    /**
     * @param usualDuration how long a run of the heartbeat with this name usually takes
     * @param zone of this host
     * @param findings where to add what is found
     */
    HeartbeatExamination(
            List<Inventory> inventories,
            Function<String, Duration> usualDuration,
            Instant now,
            ZoneId zone,
            List<Finding> findings) {
        this.inventories = List.copyOf(inventories);
        this.usualDuration = usualDuration;
        this.now = now;
        this.zone = zone;
        this.findings = findings;
    }

    /** A schedule, and the heartbeat or the step of a chain that has it. */
    private record Advice(Heartbeat rule, MonitorWindow window) {}

    void examine(HeartbeatConf heartbeat) {
        Heartbeat rule = heartbeat.rule();
        if (rule.watch() instanceof SelfWatch self) {
            ofItself(rule.name(), self);
        } else if (rule.watch() instanceof ChainWatch) {
            chain(rule);
        } else {
            lookAtRuns(rule.name(), rule)
                    .flatMap(timetable -> advice(rule.name(), rule, timetable))
                    .ifPresent(advice -> ok(rule.name(), advice.window().words(zone)));
        }
    }

    private void ofItself(String name, SelfWatch self) {
        Duration three = self.interval().multipliedBy(3);
        Duration interval = three.compareTo(LEAST_OF_ITSELF) < 0 ? LEAST_OF_ITSELF : three;
        ok(
                name,
                "the agent itself, pushed every " + PushMessage.words(self.interval())
                        + " while every source sees and every target answers; set the Kuma heartbeat interval to "
                        + interval.toSeconds() + " seconds, so that one lost push alarms nobody");
    }

    /** A chain is pushed as often as the rarest of its requirements. */
    private void chain(Heartbeat chain) {
        List<Heartbeat> steps = Chains.steps(chain);
        ok(chain.name(), "pushed when " + PushMessage.subject(chain.watch()) + " have succeeded in this order");
        List<Advice> advices = steps.stream()
                .flatMap(step ->
                        lookAtRuns(chain.name(), step)
                                .flatMap(timetable -> advice(chain.name(), step, timetable))
                                .stream())
                .toList();
        advices.stream()
                .reduce((one, other) ->
                        one.window().recommended().compareTo(other.window().recommended()) >= 0 ? one : other)
                .ifPresent(rarest -> ok(
                        chain.name(),
                        "as often as the rarest of them"
                                + (advices.size() < steps.size() ? " of which a schedule is known" : "") + ", "
                                + PushMessage.subject(rarest.rule().watch()) + ": "
                                + rarest.window().words(zone)));
    }

    /** Whether what is watched is there, and when it is due. */
    private Optional<Timetable> lookAtRuns(String name, Heartbeat rule) {
        if (watched((RunWatch) rule.watch()).isEmpty()) {
            return Optional.empty(); // Of sources that are disabled the configuration warns.
        }
        if (rule.watch() instanceof JobWatch watch) {
            return job(name, rule, watch);
        }
        if (rule.watch() instanceof StoreWatch watch) {
            return storeJob(name, watch);
        }
        ok(name, WatchWords.of(rule.watch()) + ", each a run of its own without a schedule: " + BY_HAND);
        return Optional.empty();
    }

    private Optional<Timetable> job(String name, Heartbeat rule, JobWatch watch) {
        String job = "job " + watch.jobId();
        for (Inventory source : watched(watch)) {
            Optional<Job> found = source.job(watch.jobId());
            if (found.isPresent()) {
                return job(name, rule, found.get(), source);
            }
        }
        List<String> unread = watched(watch).stream()
                .filter(source -> source.jobs() == null)
                .map(Inventory::source)
                .toList();
        if (!unread.isEmpty()) {
            warn(
                    name,
                    job + ": whether it exists is not known, as the jobs of " + String.join(", ", unread)
                            + " could not be read here");
            return Optional.empty();
        }
        String others = watched(watch).stream()
                .flatMap(source -> source.jobs() == null ? null : source.jobs().stream())
                .map(Job::id)
                .distinct()
                .collect(Collectors.joining(", "));
        findings.add(Finding.problem(
                name + ": there is no backup " + job + (others.isEmpty() ? "" : "; there are " + others)));
        return Optional.empty();
    }

    private Optional<Timetable> job(String name, Heartbeat rule, Job job, Inventory source) {
        Optional<Timetable> timetable = Optional.empty();
        if (job.enabled()) {
            timetable = schedule(name, "job " + job.id(), job.schedule());
        } else {
            warn(name, "job " + job.id() + " is disabled, so it never runs by itself");
        }
        String pinned = job.pinnedNode();
        if (pinned != null && source.misses(pinned)) {
            warn(
                    name,
                    "job " + job.id() + " runs on node " + pinned + " only, whose tasks the source " + source.source()
                            + " does not see, so nothing will be pushed: run the agent there, or give the source a `url`");
        }
        expectation(name, rule, job, source);
        return timetable;
    }

    private void expectation(String name, Heartbeat rule, Job job, Inventory source) {
        Expectation expected =
                Expectation.freeze(job, source.cluster(), source.contents().get(job.id()), null, now);
        String words = String.join("; ", ExpectationWords.of(expected));
        boolean hopeless = expected.guestsKnown()
                && (!expected.unknown().isEmpty() || (expected.guests().isEmpty() && !rule.emptyOk()));
        if (hopeless) {
            warn(name, "a run must cover: " + words + "; so no run can be an all-clear");
        } else {
            ok(name, expected.guestsKnown() ? "a run must cover: " + words : words);
        }
    }

    private Optional<Timetable> storeJob(String name, StoreWatch watch) {
        String job = WatchWords.of(watch);
        for (Inventory source : watched(watch)) {
            Optional<StoreJob> found = source.storeJob(watch.kind(), watch.id());
            if (found.isPresent()) {
                return schedule(name, job, found.get().schedule());
            }
        }
        if (watched(watch).stream().anyMatch(source -> source.storeJobs() == null)) {
            ok(name, job + "; its schedule is not known here: " + BY_HAND);
            return Optional.empty();
        }
        String others = watched(watch).stream()
                .flatMap(source -> source.storeJobs() == null ? null : source.storeJobs().stream())
                .map(known -> known.kind().word() + ":" + known.id())
                .distinct()
                .collect(Collectors.joining(", "));
        findings.add(
                Finding.problem(name + ": there is no " + job + (others.isEmpty() ? "" : "; there are " + others)));
        return Optional.empty();
    }

    /** The sources in which what is watched may be. */
    private List<Inventory> watched(RunWatch watch) {
        return inventories.stream()
                .filter(source -> watch.source() == null
                        ? source.pbs() == (watch instanceof StoreWatch)
                        : watch.source().equals(source.source()))
                .toList();
    }

    private Optional<Timetable> schedule(String name, String job, @Nullable String schedule) {
        if (schedule == null) {
            warn(
                    name,
                    job + " has no schedule and is started by hand only, so a run that is missed is never noticed: "
                            + BY_HAND);
            return Optional.empty();
        }
        Optional<CalendarEvent> event = CalendarEvent.parse(schedule);
        if (event.isEmpty()) {
            warn(
                    name,
                    job + " has the schedule '" + schedule + "', which Proxmox does not understand: it is never started"
                            + " by itself");
            return Optional.empty();
        }
        String words = event.get().words();
        Timetable timetable = new Timetable(event.get(), zone);
        Optional<Instant> next = timetable.next(now);
        String text = job + ", schedule " + schedule + (words.equals(schedule) ? "" : " (" + words + ")");
        if (next.isEmpty()) {
            warn(name, text + ", is never due again");
            return Optional.empty();
        }
        ok(name, text + ", next due " + Words.time(next.get(), zone) + " " + zone);
        return Optional.of(timetable);
    }

    private Optional<Advice> advice(String name, Heartbeat rule, Timetable timetable) {
        Optional<MonitorWindow> window = timetable.window(now, usualDuration.apply(rule.name()), rule.grace());
        if (window.isEmpty()) {
            warn(
                    name,
                    PushMessage.subject(rule.watch()) + " is due only once more, for which no interval of Kuma fits");
        }
        return window.map(found -> new Advice(rule, found));
    }

    private void ok(String name, String text) {
        findings.add(Finding.ok(name + ": " + text));
    }

    private void warn(String name, String text) {
        findings.add(Finding.warning(name + ": " + text));
    }
}
