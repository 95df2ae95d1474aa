package dev.allclear.event;

import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Link;
import dev.allclear.event.Block.Log;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An event of a task that is being written. Not thread-safe. */
final class TaskDraft {
    final TaskOutcome outcome;
    final TaskScene scene;
    private final SortedMap<String, String> fields = new TreeMap<>();
    private final List<Block> body = new ArrayList<>();

    TaskDraft(TaskOutcome outcome, TaskScene scene, String type) {
        this.outcome = outcome;
        this.scene = scene;
        field(Event.TYPE, type);
        field("hostname", outcome.upid().node());
        field("source", scene.source());
    }

    /** A field; one without a value is left out. */
    void field(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            fields.put(name, value);
        }
    }

    void add(Block block) {
        body.add(block);
    }

    void say(String text) {
        add(new Paragraph(text));
    }

    /** The log under its heading, if it was kept. */
    void log() {
        if (!scene.log().isBlank()) {
            add(new Heading("Logs"));
            add(new Log(scene.log()));
        }
    }

    void link(String url) {
        add(new Link("Please visit the web interface for further details", url));
    }

    String fqdn() {
        return scene.host().isEmpty() ? outcome.upid().node() : scene.host();
    }

    /** Whether it did not end well. */
    boolean failed() {
        return outcome.state() instanceof TaskState.Failed || outcome.state() instanceof TaskState.Unknown;
    }

    /** How many warnings the final line counts; 0 if it is none. */
    int warnings() {
        return outcome.state() instanceof TaskState.Warnings warnings ? warnings.count() : 0;
    }

    /** Why it did not end well, as its log says. */
    String error() {
        TaskState state = outcome.state();
        return state.status().equals(TaskState.NO_FINAL_LINE) && state instanceof TaskState.Unknown
                ? "the worker is gone and left no result (killed, out of memory, power loss or reboot)"
                : state.status();
    }

    Event event(Severity severity, String title) {
        String identity = "task " + scene.source() + " " + outcome.upid()
                + (outcome.state() instanceof TaskState.Unknown ? " unproven" : "");
        return new Event(
                identity,
                severity,
                outcome.ended(),
                fields,
                SafeText.line(title).strip(),
                body);
    }
}
