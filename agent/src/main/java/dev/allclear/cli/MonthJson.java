package dev.allclear.cli;

import dev.allclear.status.view.HeartbeatMonth;
import dev.allclear.status.view.MonthReport;
import tools.jackson.core.JsonGenerator;

/** Writes a report as the keys of one JSON object. */
final class MonthJson {
    private MonthJson() {}

    static void write(JsonGenerator json, MonthReport report) {
        json.writeStringProperty("month", report.month().toString());
        json.writeStringProperty("zone", report.zone().getId());
        json.writeStringProperty("at", report.at().toString());
        json.writeArrayPropertyStart("heartbeats");
        report.heartbeats().forEach(heartbeat -> write(json, heartbeat));
        json.writeEndArray();
        json.writeArrayPropertyStart("gaps");
        report.gaps().forEach(gap -> RunJson.writeGap(json, gap));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, HeartbeatMonth heartbeat) {
        json.writeStartObject();
        json.writeStringProperty("heartbeat", heartbeat.name());
        json.writeStringProperty("watch", heartbeat.watches());
        Output.time(json, "watched_since", heartbeat.watchedSince());
        json.writeObjectPropertyStart("verdicts");
        heartbeat.verdicts().forEach((state, count) -> json.writeNumberProperty(state.word(), count));
        json.writeEndObject();
        RunJson.numbers(json, "covered", heartbeat.covered());
        RunJson.numbers(json, "without_backup", heartbeat.withoutBackup());
        json.writeArrayPropertyStart("days");
        heartbeat.days().forEach(day -> {
            json.writeStartObject();
            json.writeStringProperty("day", day.date().toString());
            json.writeArrayPropertyStart("runs");
            day.runs().forEach(run -> RunJson.writeRun(json, run));
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }
}
