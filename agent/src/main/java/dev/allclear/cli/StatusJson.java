package dev.allclear.cli;

import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.RunRow;
import dev.allclear.status.view.HeartbeatView;
import dev.allclear.status.view.Overview;
import dev.allclear.status.view.TargetView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes how everything stands as the keys of one JSON object. */
final class StatusJson {
    private static final int PUSHES = 10;

    private StatusJson() {}

    static void write(JsonGenerator json, Overview overview) {
        json.writeStringProperty("at", overview.at().toString());
        json.writeArrayPropertyStart("heartbeats");
        overview.heartbeats().forEach(heartbeat -> write(json, heartbeat));
        json.writeEndArray();
        counts(json, "deliveries", overview.queue().pushes());
        counts(json, "notices", overview.queue().notices());
        json.writeNumberProperty("possible_duplicates", overview.queue().possibleDuplicates());
        json.writeNumberProperty("tasks", overview.tasks());
        json.writeObjectPropertyStart("sources");
        overview.sources().forEach(source -> {
            json.writeObjectPropertyStart(source.name());
            json.writeStringProperty("kind", source.kind());
            json.writeStringProperty("state", source.state());
            json.writeStringProperty("words", source.words());
            Output.time(json, "since", source.since());
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeObjectPropertyStart("targets");
        overview.targets().forEach(target -> write(json, target));
        json.writeEndObject();
        json.writeObjectPropertyStart("blind");
        overview.blindSpots()
                .forEach(spot -> json.writeStringProperty(
                        spot.subject(), (spot.since() == null ? "" : spot.since() + " ") + spot.problem()));
        json.writeEndObject();
        json.writeArrayPropertyStart("gaps");
        overview.gaps().forEach(gap -> RunJson.writeGap(json, gap));
        json.writeEndArray();
    }

    private static void counts(JsonGenerator json, String name, Map<DeliveryState, Integer> counts) {
        json.writeObjectPropertyStart(name);
        counts.forEach((state, count) -> json.writeNumberProperty(state.word(), count));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TargetView target) {
        json.writeObjectPropertyStart(target.name());
        json.writeStringProperty("kind", target.kind());
        json.writeBooleanProperty("disabled", target.disabled());
        json.writeNumberProperty("waiting", target.waiting());
        Output.time(json, "last_delivered", target.lastDelivered());
        if (target.trouble() != null) {
            json.writeStringProperty("trouble", target.trouble().state().word());
            if (target.trouble().lastError() != null) {
                json.writeStringProperty("last_error", target.trouble().lastError());
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, HeartbeatView heartbeat) {
        json.writeStartObject();
        json.writeStringProperty("heartbeat", heartbeat.name());
        json.writeStringProperty("watch", heartbeat.watches());
        json.writeBooleanProperty("disabled", heartbeat.disabled());
        json.writeStringProperty("state", heartbeat.state().word());
        Output.strings(json, "why_not", heartbeat.whyNot());
        if (heartbeat.lastAllClear() != null) {
            Output.time(json, "last_all_clear", heartbeat.lastAllClear().ended());
        }
        if (heartbeat.age() != null) {
            json.writeNumberProperty("age", heartbeat.age().toSeconds());
        }
        if (heartbeat.schedule() != null) {
            json.writeStringProperty("schedule", heartbeat.schedule());
        }
        Output.time(json, "next_due", heartbeat.nextDue());
        List<RunRow> newestFirst = new ArrayList<>(heartbeat.runs());
        Collections.reverse(newestFirst);
        json.writeArrayPropertyStart("runs");
        newestFirst.forEach(run -> RunJson.writeRun(json, run));
        json.writeEndArray();
        ExplanationJson.writeOpen(json, heartbeat.open());
        if (!heartbeat.steps().isEmpty()) {
            ExplanationJson.writeSteps(json, heartbeat.steps());
            json.writeStringProperty("waits_for", heartbeat.waitsFor());
        }
        json.writeArrayPropertyStart("deliveries");
        heartbeat.pushes().stream().limit(PUSHES).forEach(push -> RunJson.writeDelivery(json, push));
        json.writeEndArray();
        json.writeEndObject();
    }
}
