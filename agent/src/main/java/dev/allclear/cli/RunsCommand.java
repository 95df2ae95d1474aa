package dev.allclear.cli;

import dev.allclear.cli.screen.Ink;
import dev.allclear.cli.screen.Screen;
import dev.allclear.cli.screen.Table;
import dev.allclear.cli.screen.Table.Cell;
import dev.allclear.cli.screen.Table.Column;
import dev.allclear.config.AgentConf;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.pipeline.PushMessage;
import dev.allclear.status.view.HeartbeatState;
import dev.allclear.status.view.RunView;
import dev.allclear.status.view.Runs;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code allclear runs}. */
@Command(
        name = "runs",
        description = {
            "List the runs of a heartbeat, newest first: verdict, guests covered, duration, push, and why not.",
            "All of one run is told by `allclear explain`."
        })
final class RunsCommand extends WatchCommand {

    @Parameters(paramLabel = "HEARTBEAT", description = "The heartbeat's name in agent.conf.")
    private String heartbeat = "";

    @Option(
            names = {"-n", "--last"},
            paramLabel = "NUMBER",
            description = "How many; default ${DEFAULT-VALUE}.",
            defaultValue = "30")
    private int last;

    @Override
    Look look(AgentConf conf) {
        Heartbeat rule = Heartbeats.require(conf, heartbeat);
        if (last < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--last " + last + ": write a number from 1");
        }
        List<String> sources = conf.sources().stream().map(SourceConf::name).toList();
        return new Look() {
            @Override
            public void text(Screen screen, Entries entries, Instant now) {
                print(Runs.of(rule, sources, entries, last), screen);
            }

            @Override
            public void json(JsonGenerator json, Entries entries, Instant now) {
                write(json, Runs.of(rule, sources, entries, last));
            }
        };
    }

    private static void print(Runs runs, Screen screen) {
        screen.line(runs.heartbeat() + "  (" + runs.watches() + ")", Ink.STRONG);
        if (runs.open().isEmpty() && runs.judged().isEmpty()) {
            screen.line("no run seen yet");
        }
        Table table = new Table(
                Column.of("STARTED"),
                Column.of("VERDICT"),
                Column.number("GUESTS"),
                Column.number("TOOK"),
                Column.of("PUSH"),
                Column.text("WHY NOT", 16));
        runs.open()
                .forEach(run -> table.row(
                        Cell.of(Words.time(run.began())),
                        Inks.cell(run.tasks().isEmpty() ? HeartbeatState.DUE : HeartbeatState.RUNNING),
                        Cell.of("-"),
                        Cell.of("-"),
                        Cell.of("-"),
                        Cell.of("waits for " + run.waitsFor())));
        runs.judged().forEach(run -> add(table, run));
        table.print(screen);
    }

    private static void add(Table table, RunView run) {
        boolean allClear = run.row().verdict() instanceof AllClear;
        DeliveryRow push = run.push();
        String why = allClear ? "" : String.join("; ", run.row().verdict().reasons());
        table.row(
                Cell.of(Words.time(run.row().started())),
                Inks.cell(HeartbeatState.of(run.row())),
                Cell.of(guests(run)),
                Cell.of(run.duration().compareTo(Duration.ZERO) > 0 ? PushMessage.words(run.duration()) : "-"),
                push == null
                        ? new Cell(run.row().learned() ? "learned" : "none", Ink.FAINT)
                        : new Cell(
                                (push.up() ? "" : push.signal() + " ")
                                        + push.state().word(),
                                Inks.of(push.state())),
                Cell.of(why));
    }

    private static String guests(RunView run) {
        return run.ofGuests()
                ? run.covered().size() + "/"
                        + (run.covered().size() + run.missing().size())
                : "-";
    }

    private static void write(JsonGenerator json, Runs runs) {
        json.writeStringProperty("heartbeat", runs.heartbeat());
        json.writeStringProperty("watch", runs.watches());
        ExplanationJson.writeOpen(json, runs.open());
        json.writeArrayPropertyStart("runs");
        runs.judged().forEach(run -> RunJson.writeRun(json, run));
        json.writeEndArray();
    }
}
