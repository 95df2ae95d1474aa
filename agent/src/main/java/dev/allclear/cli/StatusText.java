package dev.allclear.cli;

import dev.allclear.cli.Explanation.StepState;
import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.BlindSpots;
import dev.allclear.pipeline.Chains;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.pipeline.PushMessage;
import dev.allclear.pipeline.SourceHealth;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints how everything stands, for people. */
final class StatusText {
    /** Looked through for the last push that was delivered; a failure that lasts is pushed hourly. */
    private static final int PUSHES = 50;

    private final PrintWriter out;
    private final AgentConf conf;
    private final Entries entries;
    private final List<String> sources;

    StatusText(PrintWriter out, AgentConf conf, Entries entries) {
        this.out = out;
        this.conf = conf;
        this.entries = entries;
        this.sources = conf.sources().stream().map(SourceConf::name).toList();
    }

    void print() {
        conf.heartbeats().forEach(this::print);
        printSources();
        BlindSpots.of(entries).forEach((subject, problem) -> out.println("cannot see " + subject + ": " + problem));
        out.println(entries.tasks().count() + " tasks known, "
                + entries.deliveries().interruptedTotal() + " possible duplicates");
    }

    private void print(HeartbeatConf heartbeat) {
        Heartbeat rule = heartbeat.rule();
        out.println(rule.name() + "  (" + Words.of(rule.watch()) + ")" + (heartbeat.disabled() ? "  disabled" : ""));
        if (rule.watch() instanceof SelfWatch self) {
            out.println("  pushed every " + PushMessage.words(self.interval())
                    + " while every source sees and every target answers; the journal tells when not");
            return;
        }
        entries.runs().newest(rule.name(), 1).stream()
                .findFirst()
                .ifPresentOrElse(this::printRun, () -> out.println("  no run seen yet"));
        KnownRun.open(rule, sources, entries).forEach(run -> {
            out.println("  open run   " + run.run());
            out.println("             waiting: " + run.waitsFor());
        });
        printChain(rule);
        printPushes(entries.deliveries().newest(rule.name(), PUSHES));
    }

    private void printRun(RunRow run) {
        out.println("  last run   " + Words.time(run.started()) + "  "
                + run.verdict().word().toUpperCase(Locale.ROOT) + (run.learned() ? "  (learned from history)" : ""));
        run.verdict().reasons().forEach(reason -> out.println("             " + reason));
    }

    private void printChain(Heartbeat rule) {
        List<StepState> steps = StepState.of(rule, sources, entries);
        if (!steps.isEmpty()) {
            out.println("  chain      " + steps.stream().map(StatusText::words).collect(Collectors.joining(", then "))
                    + "; " + Chains.standing(rule, entries).waitsFor());
        }
    }

    private static String words(StepState step) {
        RunRow newest = step.newest();
        return PushMessage.subject(step.watch())
                + (newest == null ? " no run yet" : " " + newest.verdict().word() + " " + Words.time(newest.ended()))
                + (step.open().isEmpty() ? "" : " (running)");
    }

    private void printPushes(List<DeliveryRow> deliveries) {
        List<DeliveryRow> delivered = deliveries.stream()
                .filter(delivery -> delivery.state() == DeliveryState.DELIVERED)
                .toList();
        if (delivered.isEmpty()) {
            out.println("  last push  none yet");
        } else {
            printPush("last push", delivered.get(0));
            if (!delivered.get(0).up()) {
                delivered.stream().filter(DeliveryRow::up).findFirst().ifPresent(up -> printPush("last up  ", up));
            }
        }
        deliveries.stream().filter(delivery -> !delivery.state().closed()).forEach(this::printWaiting);
    }

    private void printPush(String label, DeliveryRow delivery) {
        out.println("  " + label + "  " + Words.time(delivery.closedAt()) + "  " + Words.said(delivery));
    }

    private void printWaiting(DeliveryRow delivery) {
        out.println("  waiting    " + Words.said(delivery) + ", attempt " + (delivery.attempts() + 1) + " at "
                + Words.time(delivery.dueAt()) + ", until " + Words.time(delivery.expiresAt()));
        if (delivery.lastError() != null) {
            out.println("             " + delivery.lastError());
        }
    }

    /** Sources say how they see when the daemon has looked at them for the first time. */
    private void printSources() {
        Map<String, String> health = SourceHealth.of(entries);
        conf.sources().forEach(source -> {
            String words = source.disabled() ? "disabled, so not looked at" : health.get(source.name());
            if (words != null) {
                out.println("source " + source.name() + ": " + words);
            }
        });
    }
}
