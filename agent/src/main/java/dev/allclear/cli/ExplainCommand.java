package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.RunRow;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Verdict.AllClear;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code allclear explain}. */
@Command(
        name = "explain",
        description = "Explain a run of a heartbeat: its task, each guest, the rule that decided, and the push.")
final class ExplainCommand extends ReportCommand {

    @Parameters(paramLabel = "HEARTBEAT", description = "The heartbeat's name in agent.conf.")
    private String heartbeat = "";

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "The run, or the beginning of its name; default: the newest.")
    private @Nullable String run;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        AgentConf conf = config.require(err());
        requireHeartbeat(conf);
        try (Ledger ledger = Ledgers.require(conf)) {
            return ledger.read(entries -> {
                RunRow row = find(entries);
                TaskOutcome outcome =
                        Upid.parse(row.run()).flatMap(entries.tasks()::task).orElseThrow();
                Optional<DeliveryRow> push = entries.deliveries().ofRun(heartbeat, row.run());
                if (json()) {
                    Output.jsonLine(out(), object -> {
                        RunJson.verdict(object, row);
                        object.writeObjectPropertyStart("task");
                        RunJson.outcome(object, outcome);
                        object.writeEndObject();
                        push.ifPresent(delivery -> {
                            object.writeName("push");
                            RunJson.writeDelivery(object, delivery);
                        });
                    });
                } else {
                    print(out(), row, outcome, push);
                }
                return ExitCode.FINE;
            });
        }
    }

    private void requireHeartbeat(AgentConf conf) {
        List<String> names = conf.heartbeats().stream()
                .map(configured -> configured.rule().name())
                .toList();
        if (!names.contains(heartbeat)) {
            throw new CommandFailure(
                    ExitCode.NO, "there is no heartbeat `" + heartbeat + "`; configured: " + String.join(", ", names));
        }
    }

    private RunRow find(Entries entries) {
        List<RunRow> runs = entries.runs().newest(heartbeat, run == null ? 1 : Integer.MAX_VALUE);
        return runs.stream()
                .filter(row -> run == null || row.run().startsWith(run))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NO,
                        run == null
                                ? "no run of `" + heartbeat + "` has been seen yet"
                                : "no run of `" + heartbeat + "` begins with " + run));
    }

    private static void print(PrintWriter out, RunRow row, TaskOutcome outcome, Optional<DeliveryRow> push) {
        out.println(row.heartbeat() + ": " + row.verdict().word().toUpperCase(Locale.ROOT));
        out.println("  run       " + row.run());
        out.println("  from      " + Words.time(row.started()) + " to " + Words.time(row.ended()));
        out.println("  belongs   " + row.rule());
        out.println(
                "  task      " + outcome.state().word() + ": " + outcome.state().status());
        if (outcome.report().command() != null) {
            out.println("  command   " + outcome.report().command());
        }
        outcome.report().guests().forEach(guest -> out.println("  guest     " + line(guest)));
        row.verdict().reasons().forEach(reason -> out.println("  because   " + reason));
        out.println("  push      " + push.map(ExplainCommand::line).orElseGet(() -> whyNone(row)));
    }

    private static String line(Guest guest) {
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
        if (guest.error() != null) {
            line.append(": ").append(guest.error());
        }
        return line.toString();
    }

    private static String or(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static String line(DeliveryRow delivery) {
        return delivery.state().word() + ": \"" + delivery.msg() + "\", " + delivery.attempts() + " attempts"
                + (delivery.lastError() == null ? "" : "; last error: " + delivery.lastError());
    }

    private static String whyNone(RunRow row) {
        if (!(row.verdict() instanceof AllClear)) {
            return "none, because the run is no all-clear";
        }
        return row.learned()
                ? "none, because the run was already over when this heartbeat was first seen, and a newer one was there"
                : "none";
    }
}
