package dev.allclear.cli;

import dev.allclear.cli.screen.Ink;
import dev.allclear.cli.screen.Screen;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.pipeline.PushMessage;
import dev.allclear.status.view.ChainStep;
import dev.allclear.status.view.HeartbeatState;
import dev.allclear.status.view.HeartbeatView;
import java.time.Instant;
import java.util.stream.Collectors;

/** Prints what there is to say of a heartbeat, one fact a line. */
final class HeartbeatText {
    private final Screen screen;
    private final Instant now;

    HeartbeatText(Screen screen, Instant now) {
        this.screen = screen;
        this.now = now;
    }

    void print(HeartbeatView heartbeat) {
        screen.gap();
        screen.line(
                heartbeat.name() + "  (" + heartbeat.watches() + ")" + (heartbeat.disabled() ? "  disabled" : ""),
                Ink.STRONG);
        if (heartbeat.every() != null) {
            fact(
                    "",
                    "pushed every " + PushMessage.words(heartbeat.every())
                            + " while every source sees and every target answers; the journal tells when not");
            heartbeat.whyNot().forEach(reason -> fact("why not", reason, Ink.BAD));
            return;
        }
        heartbeat.last().ifPresentOrElse(this::print, () -> fact("", "no run seen yet"));
        heartbeat.whyNot().forEach(reason -> fact("why not", reason, Ink.PLAIN));
        RunRow allClear = heartbeat.lastAllClear();
        if (allClear != null
                && heartbeat
                        .last()
                        .filter(last -> last.run().equals(allClear.run()))
                        .isEmpty()) {
            fact("last good", Words.time(allClear.ended()) + ", " + Words.relative(allClear.ended(), now));
        }
        heartbeat.open().forEach(this::print);
        if (heartbeat.nextDue() != null) {
            fact(
                    "next due",
                    Words.time(heartbeat.nextDue()) + ", " + Words.relative(heartbeat.nextDue(), now)
                            + ", by the schedule " + heartbeat.schedule());
        }
        if (!heartbeat.steps().isEmpty()) {
            fact(
                    "chain",
                    heartbeat.steps().stream().map(HeartbeatText::words).collect(Collectors.joining(", then ")) + "; "
                            + heartbeat.waitsFor());
        }
        printPushes(heartbeat);
    }

    private void fact(String label, String text) {
        fact(label, text, Ink.PLAIN);
    }

    private void fact(String label, String text, Ink ink) {
        String before = label.isEmpty() ? "  " : "  " + label + " ".repeat(Math.max(1, 11 - label.length()));
        screen.labelled(before, text, ink);
    }

    private void print(RunRow run) {
        HeartbeatState state = HeartbeatState.of(run);
        fact(
                "last run",
                Words.time(run.started()) + "  " + Inks.word(state) + (run.learned() ? "  (learned from history)" : ""),
                Inks.of(state));
    }

    private void print(KnownRun run) {
        fact("open run", run.run());
        fact("waits for", run.waitsFor(), Ink.BUSY);
    }

    private static String words(ChainStep step) {
        RunRow newest = step.newest();
        return PushMessage.subject(step.watch())
                + (newest == null ? " no run yet" : " " + newest.verdict().word() + " " + Words.time(newest.ended()))
                + (step.open().isEmpty() ? "" : " (running)");
    }

    private void printPushes(HeartbeatView heartbeat) {
        if (heartbeat.lastPush() == null) {
            fact("last push", "none yet");
        } else {
            print("last push", heartbeat.lastPush());
            if (!heartbeat.lastPush().up() && heartbeat.lastUp() != null) {
                print("last up", heartbeat.lastUp());
            }
        }
        heartbeat.waiting().forEach(this::printWaiting);
    }

    private void print(String label, DeliveryRow delivery) {
        fact(label, Words.time(delivery.closedAt()) + "  " + Words.said(delivery));
    }

    private void printWaiting(DeliveryRow delivery) {
        fact(
                "waiting",
                Words.said(delivery) + ", attempt " + (delivery.attempts() + 1) + " at " + Words.time(delivery.dueAt())
                        + ", until " + Words.time(delivery.expiresAt()),
                Ink.BUSY);
        if (delivery.lastError() != null) {
            fact("", "           " + delivery.lastError(), Ink.BAD);
        }
    }
}
