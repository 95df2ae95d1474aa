package dev.allclear.cli;

import dev.allclear.status.view.GuestBackup;
import dev.allclear.status.view.GuestView;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the guests as the keys of one JSON object. Sizes are in bytes, durations and ages in seconds. */
final class GuestsJson {
    private GuestsJson() {}

    static void write(JsonGenerator json, List<GuestView> guests, Instant now) {
        json.writeArrayPropertyStart("guests");
        guests.forEach(guest -> write(json, guest, now));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, GuestView guest, Instant now) {
        json.writeStartObject();
        json.writeNumberProperty("vmid", guest.vmid());
        text(json, "name", guest.name());
        text(json, "kind", guest.kind());
        json.writeStringProperty("node", guest.node());
        json.writeStringProperty("source", guest.source());
        guest.age(now).ifPresent(age -> json.writeNumberProperty("age", age.toSeconds()));
        guest.newest().ifPresent(backup -> {
            json.writeName("newest");
            write(json, backup);
        });
        trend(json, "duration_trend", guest.durationTrend());
        trend(json, "size_trend", guest.sizeTrend());
        json.writeArrayPropertyStart("turns");
        guest.backups().forEach(backup -> write(json, backup));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void trend(JsonGenerator json, String name, OptionalDouble trend) {
        trend.ifPresent(value -> json.writeNumberProperty(name, Math.round(value * 100) / 100.0));
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private static void write(JsonGenerator json, GuestBackup backup) {
        json.writeStartObject();
        json.writeStringProperty("at", backup.at().toString());
        json.writeStringProperty("state", backup.state().word());
        json.writeStringProperty("node", backup.node());
        json.writeStringProperty("task", backup.task());
        if (backup.duration() != null) {
            json.writeNumberProperty("duration", backup.duration().toSeconds());
        }
        if (backup.sizeBytes() >= 0) {
            json.writeNumberProperty("size", backup.sizeBytes());
        }
        backup.speed().ifPresent(speed -> json.writeNumberProperty("speed", speed));
        text(json, "archive", backup.archive());
        text(json, "error", backup.error());
        json.writeEndObject();
    }
}
