package dev.allclear.cli;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Gap;
import dev.allclear.ledger.RunRow;
import dev.allclear.status.view.RunView;
import dev.allclear.task.DatastoreReport;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import tools.jackson.core.JsonGenerator;

/** Runs, outcomes and deliveries as JSON; the same words in every command. */
final class RunJson {
    private RunJson() {}

    static void writeRun(JsonGenerator json, RunRow run) {
        json.writeStartObject();
        verdict(json, run);
        json.writeEndObject();
    }

    /** A run with what it covered. */
    static void writeRun(JsonGenerator json, RunView run) {
        json.writeStartObject();
        verdict(json, run.row());
        numbers(json, "covered", run.covered());
        numbers(json, "missing", run.missing());
        if (run.push() != null) {
            json.writeName("push");
            writeDelivery(json, run.push());
        }
        json.writeEndObject();
    }

    static void numbers(JsonGenerator json, String name, Iterable<Integer> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeNumber);
        json.writeEndArray();
    }

    /** The keys of a verdict, into the object that is open. */
    static void verdict(JsonGenerator json, RunRow run) {
        json.writeStringProperty("heartbeat", run.heartbeat());
        json.writeStringProperty("run", run.run());
        json.writeStringProperty("verdict", run.verdict().word());
        Output.strings(json, "reasons", run.verdict().reasons());
        json.writeStringProperty("rule", run.rule());
        json.writeStringProperty("started", run.started().toString());
        json.writeStringProperty("ended", run.ended().toString());
        json.writeBooleanProperty("learned", run.learned());
    }

    /** A time that nobody saw. */
    static void writeGap(JsonGenerator json, Gap gap) {
        json.writeStartObject();
        json.writeStringProperty("source", gap.source());
        json.writeStringProperty("node", gap.node());
        json.writeStringProperty("from", gap.from().toString());
        json.writeStringProperty("to", gap.to().toString());
        json.writeEndObject();
    }

    static void writeDelivery(JsonGenerator json, DeliveryRow delivery) {
        json.writeStartObject();
        json.writeStringProperty("run", delivery.run());
        json.writeStringProperty("state", delivery.state().word());
        json.writeBooleanProperty("up", delivery.up());
        json.writeStringProperty("msg", delivery.msg());
        json.writeNumberProperty("attempts", delivery.attempts());
        json.writeNumberProperty("interrupted", delivery.interrupted());
        json.writeStringProperty("due", delivery.dueAt().toString());
        json.writeStringProperty("expires", delivery.expiresAt().toString());
        if (delivery.lastError() != null) {
            json.writeStringProperty("last_error", delivery.lastError());
        }
        json.writeEndObject();
    }

    /** The keys of an outcome, into the object that is open. */
    static void outcome(JsonGenerator json, TaskOutcome outcome) {
        json.writeStringProperty("upid", outcome.upid().toString());
        json.writeStringProperty("node", outcome.upid().node());
        json.writeStringProperty("type", outcome.upid().type());
        json.writeStringProperty("state", outcome.state().word());
        json.writeStringProperty("status", outcome.state().status());
        json.writeObjectPropertyStart("guests");
        for (Guest guest : outcome.report().guests()) {
            json.writeStringProperty(String.valueOf(guest.vmid()), guest.state().word());
        }
        json.writeEndObject();
        json.writeStringProperty("started", outcome.upid().started().toString());
        json.writeStringProperty("ended", outcome.ended().toString());
        if (outcome.report().command() != null) {
            json.writeStringProperty("command", outcome.report().command());
        }
        if (outcome.upid().product() == Upid.Product.PBS) {
            json.writeName("store");
            writeStore(json, outcome.datastore());
        }
    }

    private static void writeStore(JsonGenerator json, DatastoreReport report) {
        json.writeStartObject();
        if (report.datastore() != null) {
            json.writeStringProperty("datastore", report.datastore());
        }
        json.writeStringProperty("namespace", report.namespace());
        if (report.jobId() != null) {
            json.writeStringProperty("job", report.jobId());
        }
        json.writeBooleanProperty("scheduled", report.scheduled());
        json.writeStringProperty("summary", report.summary());
        if (report.idle() != null) {
            json.writeStringProperty("idle", report.idle());
        }
        Output.strings(json, "doubts", report.doubts());
        json.writeObjectPropertyStart("figures");
        report.figures().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeEndObject();
    }
}
