package dev.allclear.cli;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.status.view.ChainStep;
import dev.allclear.status.view.ExpectationWords;
import dev.allclear.status.view.Explanation;
import dev.allclear.status.view.WatchWords;
import dev.allclear.task.DatastoreReport;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Verdict.AllClear;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints an explanation for people, one fact a line. */
final class ExplanationText {
    /** Of the pushes of a run that stays red, so many of the newest are shown. */
    private static final int PUSHES = 5;

    private final PrintWriter out;

    ExplanationText(PrintWriter out) {
        this.out = out;
    }

    void print(Explanation explained) {
        RunRow row = explained.judged();
        String word = row == null ? "OPEN" : row.verdict().word().toUpperCase(Locale.ROOT);
        out.println(explained.heartbeat() + ": " + word);
        if (row != null) {
            line("run", row.run());
            line("from", Words.time(row.started()) + " to " + Words.time(row.ended()));
            line("belongs", row.rule());
        }
        KnownRun run = explained.run();
        if (run != null) {
            if (row == null) {
                line("run", run.run());
                line("from", Words.time(run.began()));
            }
            print(run);
        }
        for (int i = 0; i < explained.steps().size(); i++) {
            print(i + 1, explained.steps().get(i));
        }
        if (row != null) {
            row.verdict().reasons().forEach(reason -> line("because", reason));
        }
        if (!explained.waitsFor().isEmpty()) {
            line(run == null ? "chain" : "waits for", explained.waitsFor());
        }
        print(explained.pushes(), row);
    }

    private void line(String label, String text) {
        out.println(String.format(Locale.ROOT, "  %-9s %s", label, text));
    }

    private void print(KnownRun run) {
        if (run.job() != null) {
            if (run.job().due() != null) {
                line("due", Words.time(run.job().due()));
            }
            line(
                    "job",
                    run.job().jobId() + " on " + run.job().source() + (run.job().manual() ? ", by hand" : ""));
            ExpectationWords.of(run.expected()).forEach(words -> line("expected", words));
        }
        if (run.tasks().isEmpty()) {
            line("task", "none has been seen");
        }
        run.tasks().forEach(task -> print(task, run));
    }

    private void print(TaskOutcome task, KnownRun run) {
        TaskState state = task.state();
        String node = run.tasks().size() == 1 ? "" : task.upid().node() + ": ";
        line(
                "task",
                node
                        + (state instanceof TaskState.Running
                                ? "running since " + Words.time(task.upid().started())
                                : state.word() + ": " + state.status()));
        if (!run.run().equals(task.upid().toString())) {
            line("upid", task.upid().toString());
        }
        if (task.report().command() != null) {
            line("command", task.report().command());
        }
        task.report().guests().forEach(guest -> line("guest", words(guest)));
        print(task.datastore());
    }

    private void print(DatastoreReport report) {
        if (report.datastore() != null) {
            line("datastore", report.datastore());
        }
        if (!report.namespace().isEmpty()) {
            line("namespace", report.namespace());
        }
        if (report.jobId() != null) {
            line("job", report.jobId() + (report.scheduled() ? ", by its schedule" : ""));
        }
        if (!report.summary().isEmpty()) {
            line("summary", report.summary());
        }
        if (!report.figures().isEmpty()) {
            line(
                    "figures",
                    report.figures().entrySet().stream()
                            .map(figure -> figure.getKey() + " " + figure.getValue())
                            .collect(Collectors.joining(", ")));
        }
        if (report.idle() != null) {
            line("idle", report.idle());
        }
        report.doubts().forEach(doubt -> line("doubt", doubt));
    }

    private static String words(Guest guest) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-6d %-4s %-16s %s",
                guest.vmid(),
                or(guest.kind()),
                or(guest.name()),
                guest.state().word()));
        if (guest.duration() != null) {
            line.append(" in ").append(guest.duration().toSeconds()).append(" s");
        }
        if (guest.archive() != null && guest.finished()) {
            line.append(" -> ").append(guest.archive());
        }
        if (guest.warnings() > 0) {
            line.append(", ").append(guest.warnings()).append(" warnings");
        }
        if (guest.excludedDisks() > 0) {
            line.append(", without ").append(Words.counted(guest.excludedDisks(), "disk"));
        }
        if (guest.error() != null) {
            line.append(": ").append(guest.error());
        }
        return line.toString();
    }

    private static String or(@Nullable String text) {
        return Objects.requireNonNullElse(text, "-");
    }

    private void print(int number, ChainStep step) {
        RunRow newest = step.newest();
        String label = "step " + number;
        line(
                label,
                WatchWords.of(step.watch()) + ": "
                        + (newest == null
                                ? "no run seen yet"
                                : newest.verdict().word().toUpperCase(Locale.ROOT) + ", ended "
                                        + Words.time(newest.ended()) + ", " + newest.run()));
        if (newest != null && !(newest.verdict() instanceof AllClear)) {
            newest.verdict().reasons().forEach(reason -> line("", "because " + reason));
        }
        step.open().forEach(run -> line("", run.run() + " waits for " + run.waitsFor()));
    }

    private void print(List<DeliveryRow> pushes, @Nullable RunRow row) {
        if (pushes.isEmpty()) {
            line("push", whyNone(row));
        }
        pushes.stream().limit(PUSHES).forEach(push -> line("push", words(push)));
        if (pushes.size() > PUSHES) {
            line("", "and " + (pushes.size() - PUSHES) + " earlier ones");
        }
    }

    private static String words(DeliveryRow delivery) {
        return (delivery.up() ? "" : "down, ") + delivery.state().word() + ": \"" + delivery.msg() + "\", "
                + delivery.attempts() + " attempts"
                + (delivery.lastError() == null ? "" : "; last error: " + delivery.lastError());
    }

    private static String whyNone(@Nullable RunRow row) {
        if (row == null) {
            return "none yet";
        }
        if (!(row.verdict() instanceof AllClear)) {
            return "none, because the run is no all-clear";
        }
        return row.learned()
                ? "none, because the run was already over when this heartbeat was first seen, and it was too old, or a newer one"
                        + " was there"
                : "none";
    }
}
