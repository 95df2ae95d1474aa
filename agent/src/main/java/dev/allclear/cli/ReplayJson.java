package dev.allclear.cli;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.pipeline.Judgement;
import dev.allclear.pipeline.Replay;
import dev.allclear.task.TaskOutcome;
import dev.allclear.watch.Sighting;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Prints a replay as JSON Lines, each with its {@code kind}. */
final class ReplayJson implements Replay.Listener {
    private final PrintWriter out;
    private final PrintWriter err;

    private final @Nullable String source;
    private final Function<Judgement, Map<String, String>> beside;

    /**
     * @param source the name of the source; null when it has none
     * @param beside what is said beside each verdict, by its key
     */
    ReplayJson(
            PrintWriter out,
            PrintWriter err,
            @Nullable String source,
            Function<Judgement, Map<String, String>> beside) {
        this.out = out;
        this.err = err;
        this.source = source;
        this.beside = beside;
    }

    private void source(JsonGenerator json) {
        if (source != null) {
            json.writeStringProperty("source", source);
        }
    }

    @Override
    public void outcome(TaskOutcome outcome) {
        Output.jsonLine(out, json -> {
            json.writeStringProperty("kind", "outcome");
            RunJson.outcome(json, outcome);
            source(json);
        });
    }

    @Override
    public void verdict(Judgement judgement) {
        Output.jsonLine(out, json -> {
            json.writeStringProperty("kind", "verdict");
            RunJson.verdict(json, judgement.run());
            beside.apply(judgement).forEach(json::writeStringProperty);
            source(json);
        });
    }

    @Override
    public void push(DeliveryRow delivery) {
        Output.jsonLine(out, json -> {
            json.writeStringProperty("kind", "push");
            json.writeStringProperty("heartbeat", delivery.heartbeat());
            json.writeStringProperty("run", delivery.run());
            json.writeStringProperty("msg", delivery.msg());
            source(json);
        });
    }

    @Override
    public void blind(Sighting.Blind blind) {
        if (!blind.problem().isEmpty()) {
            err.println(blind.subject() + ": " + blind.problem());
        }
    }

    @Override
    public void progress(int done, int total) {
        // Machines do not watch.
    }
}
