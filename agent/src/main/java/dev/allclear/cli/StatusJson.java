package dev.allclear.cli;

import dev.allclear.cli.Explanation.StepState;
import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Entries;
import dev.allclear.pipeline.BlindSpots;
import dev.allclear.pipeline.Chains;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.pipeline.SourceHealth;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes how everything stands as the keys of one JSON object. */
final class StatusJson {
    private StatusJson() {}

    static void write(JsonGenerator json, AgentConf conf, Entries entries) {
        List<String> sources = conf.sources().stream().map(SourceConf::name).toList();
        json.writeArrayPropertyStart("heartbeats");
        conf.heartbeats().forEach(heartbeat -> write(json, heartbeat, sources, entries));
        json.writeEndArray();
        json.writeObjectPropertyStart("deliveries");
        entries.deliveries().counts().forEach((state, count) -> json.writeNumberProperty(state.word(), count));
        json.writeEndObject();
        json.writeNumberProperty("possible_duplicates", entries.deliveries().interruptedTotal());
        json.writeNumberProperty("tasks", entries.tasks().count());
        json.writeObjectPropertyStart("sources");
        SourceHealth.of(entries).forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeObjectPropertyStart("blind");
        BlindSpots.of(entries).forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, HeartbeatConf heartbeat, List<String> sources, Entries entries) {
        String name = heartbeat.rule().name();
        json.writeStartObject();
        json.writeStringProperty("heartbeat", name);
        json.writeStringProperty("watch", Words.of(heartbeat.rule().watch()));
        json.writeBooleanProperty("disabled", heartbeat.disabled());
        json.writeArrayPropertyStart("runs");
        entries.runs().newest(name, 10).forEach(run -> RunJson.writeRun(json, run));
        json.writeEndArray();
        ExplanationJson.writeOpen(json, KnownRun.open(heartbeat.rule(), sources, entries));
        List<StepState> steps = StepState.of(heartbeat.rule(), sources, entries);
        if (!steps.isEmpty()) {
            ExplanationJson.writeSteps(json, steps);
            json.writeStringProperty(
                    "waits_for", Chains.standing(heartbeat.rule(), entries).waitsFor());
        }
        json.writeArrayPropertyStart("deliveries");
        entries.deliveries().newest(name, 10).forEach(delivery -> RunJson.writeDelivery(json, delivery));
        json.writeEndArray();
        json.writeEndObject();
    }
}
