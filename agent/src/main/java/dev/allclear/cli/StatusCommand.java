package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.BlindSpots;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/** {@code allclear status}. */
@Command(name = "status", description = "Show every heartbeat: its last run, its last push, and what is waiting.")
final class StatusCommand extends ReportCommand {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        AgentConf conf = config.require(err());
        try (Ledger ledger = Ledgers.require(conf)) {
            return ledger.read(entries -> {
                if (json()) {
                    Output.jsonLine(out(), object -> print(object, conf, entries));
                } else {
                    print(out(), conf, entries);
                }
                return ExitCode.FINE;
            });
        }
    }

    private static void print(PrintWriter out, AgentConf conf, Entries entries) {
        for (HeartbeatConf heartbeat : conf.heartbeats()) {
            String name = heartbeat.rule().name();
            out.println(name + "  (" + Words.of(heartbeat.rule().watch()) + ")"
                    + (heartbeat.disabled() ? "  disabled" : ""));
            entries.runs().newest(name, 1).stream()
                    .findFirst()
                    .ifPresentOrElse(run -> printRun(out, run), () -> out.println("  no run seen yet"));
            List<DeliveryRow> deliveries = entries.deliveries().newest(name, 20);
            deliveries.stream()
                    .filter(delivery -> delivery.state() == DeliveryState.DELIVERED)
                    .findFirst()
                    .ifPresentOrElse(
                            delivery -> out.println(
                                    "  last push  " + Words.time(delivery.closedAt()) + "  \"" + delivery.msg() + "\""),
                            () -> out.println("  last push  none yet"));
            deliveries.stream()
                    .filter(delivery -> !delivery.state().closed())
                    .forEach(delivery -> printWaiting(out, delivery));
        }
        BlindSpots.of(entries).forEach((subject, problem) -> out.println("cannot see " + subject + ": " + problem));
        out.println(entries.tasks().count() + " tasks known, "
                + entries.deliveries().interruptedTotal() + " possible duplicates");
    }

    private static void printRun(PrintWriter out, RunRow run) {
        out.println("  last run   " + Words.time(run.started()) + "  "
                + run.verdict().word().toUpperCase(Locale.ROOT) + (run.learned() ? "  (learned from history)" : ""));
        run.verdict().reasons().forEach(reason -> out.println("             " + reason));
    }

    private static void printWaiting(PrintWriter out, DeliveryRow delivery) {
        out.println("  waiting    \"" + delivery.msg() + "\", attempt " + (delivery.attempts() + 1) + " at "
                + Words.time(delivery.dueAt()) + ", until " + Words.time(delivery.expiresAt()));
        if (delivery.lastError() != null) {
            out.println("             " + delivery.lastError());
        }
    }

    private static void print(JsonGenerator object, AgentConf conf, Entries entries) {
        object.writeArrayPropertyStart("heartbeats");
        for (HeartbeatConf heartbeat : conf.heartbeats()) {
            String name = heartbeat.rule().name();
            object.writeStartObject();
            object.writeStringProperty("heartbeat", name);
            object.writeStringProperty("watch", Words.of(heartbeat.rule().watch()));
            object.writeBooleanProperty("disabled", heartbeat.disabled());
            object.writeArrayPropertyStart("runs");
            entries.runs().newest(name, 10).forEach(run -> RunJson.writeRun(object, run));
            object.writeEndArray();
            object.writeArrayPropertyStart("deliveries");
            entries.deliveries().newest(name, 10).forEach(delivery -> RunJson.writeDelivery(object, delivery));
            object.writeEndArray();
            object.writeEndObject();
        }
        object.writeEndArray();
        object.writeObjectPropertyStart("deliveries");
        entries.deliveries().counts().forEach((state, count) -> object.writeNumberProperty(state.word(), count));
        object.writeEndObject();
        object.writeNumberProperty("possible_duplicates", entries.deliveries().interruptedTotal());
        object.writeNumberProperty("tasks", entries.tasks().count());
        object.writeObjectPropertyStart("blind");
        BlindSpots.of(entries).forEach(object::writeStringProperty);
        object.writeEndObject();
    }
}
