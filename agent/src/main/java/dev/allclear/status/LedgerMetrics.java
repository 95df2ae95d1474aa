package dev.allclear.status;

import dev.allclear.ledger.DeliveryState;
import dev.allclear.status.view.HeartbeatState;
import dev.allclear.status.view.HeartbeatView;
import dev.allclear.status.view.Overview;
import dev.allclear.status.view.RunView;
import dev.allclear.status.view.SourceView;
import dev.allclear.status.view.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the ledger tells of how everything stands, as gauges. For one scrape. */
final class LedgerMetrics {
    private static final List<String> SIGHTS = List.of("seeing", "degraded", "blind", "unknown", "disabled");

    private final Overview overview;
    private final Map<String, RunView> newest;
    private final Exposition out;

    /** @param newest the newest judged run of each heartbeat that has one, by its name */
    LedgerMetrics(Overview overview, Map<String, RunView> newest, Exposition out) {
        this.overview = overview;
        this.newest = newest;
        this.out = out;
    }

    void write() {
        overview.heartbeats().stream().filter(beat -> !beat.disabled()).forEach(this::heartbeat);
        overview.sources().forEach(this::source);
        out.gauge(
                "allclear_blind_spots",
                "Things that the agent cannot see now.",
                Map.of(),
                overview.blindSpots().size());
        overview.targets().stream().filter(target -> !target.disabled()).forEach(this::target);
        queue("push", overview.queue().pushes());
        queue("notice", overview.queue().notices());
        out.gauge("allclear_tasks_known", "Tasks that the ledger knows.", Map.of(), overview.tasks());
    }

    private void heartbeat(HeartbeatView beat) {
        Map<String, String> label = Map.of("heartbeat", beat.name());
        for (HeartbeatState state : HeartbeatState.values()) {
            out.gauge(
                    "allclear_heartbeat_state",
                    "1 for the state in which the heartbeat is now, 0 for the others.",
                    two("heartbeat", beat.name(), "state", state.word()),
                    beat.state() == state ? 1 : 0);
        }
        time(
                "allclear_last_all_clear_timestamp_seconds",
                "When the newest all-clear run ended; absent while there is none.",
                label,
                beat.lastAllClear() == null ? null : beat.lastAllClear().ended());
        time(
                "allclear_next_due_timestamp_seconds",
                "When the next run is due by its schedule; absent when that is not known.",
                label,
                beat.nextDue());
        time(
                "allclear_last_push_timestamp_seconds",
                "When the last push was confirmed; absent while there is none.",
                label,
                beat.lastPush() == null ? null : beat.lastPush().closedAt());
        beat.last()
                .ifPresent(run -> out.gauge(
                        "allclear_last_run_duration_seconds",
                        "How long the newest judged run took, from its first task's start to its last one's end.",
                        label,
                        seconds(Duration.between(run.started(), run.ended()))));
        coverage(beat, label);
    }

    private void coverage(HeartbeatView beat, Map<String, String> label) {
        RunView run = newest.get(beat.name());
        if (run != null && run.ofGuests()) {
            out.gauge(
                    "allclear_guests_expected",
                    "Guests that belong to the newest judged run of a backup job.",
                    label,
                    run.covered().size() + run.missing().size());
            out.gauge(
                    "allclear_guests_proven",
                    "Guests with a finished backup in the newest judged run of a backup job.",
                    label,
                    run.covered().size());
        }
    }

    private void source(SourceView source) {
        for (String sight : SIGHTS) {
            out.gauge(
                    "allclear_source_state",
                    "1 for how the source sees now, 0 for the others.",
                    two("source", source.name(), "state", sight),
                    source.state().equals(sight) ? 1 : 0);
        }
    }

    private void target(TargetView target) {
        Map<String, String> label = Map.of("target", target.name());
        out.gauge("allclear_target_waiting", "Notices that wait for this target.", label, target.waiting());
        out.gauge(
                "allclear_target_troubled",
                "1 while something waits for this target that was tried in vain.",
                label,
                target.troubled() ? 1 : 0);
        time(
                "allclear_target_last_delivered_timestamp_seconds",
                "When this target last took something; absent while it never did.",
                label,
                target.lastDelivered());
    }

    private void queue(String kind, Map<DeliveryState, Integer> counts) {
        int waiting = counts.entrySet().stream()
                .filter(entry -> !entry.getKey().closed())
                .mapToInt(Map.Entry::getValue)
                .sum();
        out.gauge(
                "allclear_queue_length",
                "Deliveries that are being sent or wait for their next attempt.",
                Map.of("kind", kind),
                waiting);
        counts.forEach((state, count) -> out.gauge(
                "allclear_deliveries",
                "Deliveries that the ledger knows, by how they stand.",
                two("kind", kind, "state", state.word()),
                count));
    }

    private void time(String name, String help, Map<String, String> labels, @Nullable Instant moment) {
        if (moment != null) {
            out.gauge(name, help, labels, moment.toEpochMilli() / 1000.0);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** In this order, which a map of its own does not keep. */
    private static Map<String, String> two(String first, String one, String second, String other) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(first, one);
        labels.put(second, other);
        return labels;
    }
}
