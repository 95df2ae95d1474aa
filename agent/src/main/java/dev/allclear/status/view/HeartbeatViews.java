package dev.allclear.status.view;

import dev.allclear.config.HeartbeatConf;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.Chains;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.pipeline.KnownSchedules;
import dev.allclear.schedule.Timetable;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how heartbeats stand. */
final class HeartbeatViews {
    /** Looked through for the last push that was delivered; a failure that lasts is pushed hourly. */
    private static final int PUSHES = 50;

    private final List<String> sources;
    private final List<String> troubles;
    private final Entries entries;
    private final Instant now;
    private final ZoneId zone;

    /** @param troubles what keeps the agent itself from being well */
    HeartbeatViews(Collection<String> sources, List<String> troubles, Entries entries, Instant now, ZoneId zone) {
        this.sources = List.copyOf(sources);
        this.troubles = List.copyOf(troubles);
        this.entries = entries;
        this.now = now;
        this.zone = zone;
    }

    HeartbeatView of(HeartbeatConf heartbeat) {
        Heartbeat rule = heartbeat.rule();
        if (rule.watch() instanceof SelfWatch self) {
            return ofItself(heartbeat, self);
        }
        List<RunRow> runs = new ArrayList<>(entries.runs().newest(rule.name(), HeartbeatView.RUNS));
        Collections.reverse(runs);
        RunRow last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        List<KnownRun> open = KnownRun.open(rule, sources, entries);
        List<ChainStep> steps = ChainStep.of(rule, sources, entries);
        List<DeliveryRow> pushes = entries.deliveries().newest(rule.name(), PUSHES);
        List<DeliveryRow> delivered = pushes.stream()
                .filter(push -> push.state() == DeliveryState.DELIVERED)
                .toList();
        Optional<RunRow> allClear = entries.runs().newestAllClear(rule.name());
        Optional<Timetable> timetable = timetable(rule);
        return new HeartbeatView(
                rule.name(),
                WatchWords.of(rule.watch()),
                heartbeat.disabled(),
                HeartbeatState.of(last, open),
                last == null ? List.of() : whyNot(last, pushes),
                allClear.orElse(null),
                allClear.map(run -> age(run.ended())).orElse(null),
                timetable.map(times -> times.event().toString()).orElse(null),
                heartbeat.disabled()
                        ? null
                        : timetable.flatMap(times -> times.next(now)).orElse(null),
                runs,
                open,
                delivered.stream().findFirst().orElse(null),
                delivered.stream().filter(DeliveryRow::up).findFirst().orElse(null),
                pushes,
                steps,
                steps.isEmpty() ? "" : Chains.standing(rule, entries).waitsFor(),
                null);
    }

    private HeartbeatView ofItself(HeartbeatConf heartbeat, SelfWatch self) {
        return new HeartbeatView(
                heartbeat.rule().name(),
                WatchWords.of(self),
                heartbeat.disabled(),
                HeartbeatState.ITSELF,
                troubles,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                "",
                self.interval());
    }

    /** The clock of the node that ended the run may be ahead of ours. */
    private Duration age(Instant ended) {
        return ended.isAfter(now) ? Duration.ZERO : Duration.between(ended, now);
    }

    private static List<String> whyNot(RunRow last, List<DeliveryRow> pushes) {
        if (!(last.verdict() instanceof AllClear)) {
            return last.verdict().reasons();
        }
        return pushes.stream()
                .filter(push -> push.run().equals(last.run()))
                .limit(1)
                .flatMap(push -> trouble(push).stream())
                .toList();
    }

    private static Optional<String> trouble(DeliveryRow push) {
        String error = Objects.requireNonNullElse(push.lastError(), "");
        String because = error.isEmpty() ? "" : ": " + error;
        return switch (push.state()) {
            case REFUSED -> Optional.of("its push was refused" + because);
            case EXPIRED -> Optional.of("its push was given up when the next run was due" + because);
            case PENDING, SENDING ->
                error.isEmpty() ? Optional.empty() : Optional.of("its push has not arrived yet" + because);
            default -> Optional.empty();
        };
    }

    /** A chain is pushed after its last requirement. */
    private Optional<Timetable> timetable(Heartbeat rule) {
        List<Heartbeat> scheduled =
                rule.watch() instanceof ChainWatch ? new ArrayList<>(Chains.steps(rule)) : List.of(rule);
        return Stream.of(scheduled.get(scheduled.size() - 1))
                .flatMap(step -> KnownSchedules.of(step, sources, entries, zone).stream())
                .findFirst();
    }
}
