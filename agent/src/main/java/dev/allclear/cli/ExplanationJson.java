package dev.allclear.cli;

import dev.allclear.ledger.JobRun;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.status.view.ChainStep;
import dev.allclear.status.view.Explanation;
import dev.allclear.status.view.WatchWords;
import dev.allclear.verdict.Expectation;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes an explanation as the keys of one JSON object. */
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(JsonGenerator json, Explanation explained) {
        RunRow row = explained.judged();
        KnownRun run = explained.run();
        if (row != null) {
            RunJson.verdict(json, row);
        } else {
            json.writeStringProperty("heartbeat", explained.heartbeat());
            if (run != null) {
                json.writeStringProperty("run", run.run());
                json.writeStringProperty("started", run.began().toString());
            }
        }
        json.writeBooleanProperty("open", row == null);
        if (!explained.waitsFor().isEmpty()) {
            json.writeStringProperty("waits_for", explained.waitsFor());
        }
        if (run != null) {
            write(json, run);
        }
        if (!explained.steps().isEmpty()) {
            writeSteps(json, explained.steps());
        }
        explained.pushes().stream().findFirst().ifPresent(newest -> {
            json.writeName("push");
            RunJson.writeDelivery(json, newest);
        });
        json.writeArrayPropertyStart("pushes");
        explained.pushes().forEach(push -> RunJson.writeDelivery(json, push));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, KnownRun run) {
        JobRun job = run.job();
        if (job != null) {
            json.writeStringProperty("source", job.source());
            json.writeStringProperty("job", job.jobId());
            json.writeBooleanProperty("manual", job.manual());
            if (job.due() != null) {
                json.writeStringProperty("due", job.due().toString());
            }
            write(json, run.expected());
        }
        if (run.tasks().size() == 1) {
            json.writeObjectPropertyStart("task");
            RunJson.outcome(json, run.tasks().get(0));
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("tasks");
        run.tasks().forEach(task -> {
            json.writeStartObject();
            RunJson.outcome(json, task);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Expectation expected) {
        json.writeObjectPropertyStart("expected");
        json.writeBooleanProperty("guests_known", expected.guestsKnown());
        json.writeObjectPropertyStart("guests");
        expected.guests().forEach((vmid, guest) -> {
            json.writeObjectPropertyStart(String.valueOf(vmid));
            json.writeStringProperty("node", guest.node());
            json.writeNumberProperty("excluded_disks", guest.excludedDisks());
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeArrayPropertyStart("unknown");
        expected.unknown().forEach(json::writeNumber);
        json.writeEndArray();
        Output.strings(json, "nodes", expected.nodes());
        if (expected.pinned() != null) {
            json.writeStringProperty("pinned", expected.pinned());
        }
        json.writeEndObject();
    }

    /** The requirements of a chain, under {@code steps}. */
    static void writeSteps(JsonGenerator json, List<ChainStep> steps) {
        json.writeArrayPropertyStart("steps");
        steps.forEach(step -> writeStep(json, step));
        json.writeEndArray();
    }

    private static void writeStep(JsonGenerator json, ChainStep step) {
        json.writeStartObject();
        json.writeStringProperty("watch", WatchWords.of(step.watch()));
        if (step.newest() != null) {
            json.writeName("newest");
            RunJson.writeRun(json, step.newest());
        }
        writeOpen(json, step.open());
        json.writeEndObject();
    }

    /** The runs without a verdict, under {@code open_runs}. */
    static void writeOpen(JsonGenerator json, List<KnownRun> open) {
        json.writeArrayPropertyStart("open_runs");
        open.forEach(run -> {
            json.writeStartObject();
            json.writeStringProperty("run", run.run());
            json.writeStringProperty("started", run.began().toString());
            json.writeStringProperty("waits_for", run.waitsFor());
            json.writeEndObject();
        });
        json.writeEndArray();
    }
}
