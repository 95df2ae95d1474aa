package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Ledger;
import dev.allclear.status.view.Explanation;
import dev.allclear.verdict.Heartbeat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code allclear explain}. */
@Command(
        name = "explain",
        description = {
            "Explain a run of a heartbeat: what was expected, its tasks, each guest, the rule that decided, and the pushes.",
            "Of a run that is still open it tells what it waits for, as the daemon last wrote it down."
        },
        footer = {"", "Examples:", "  allclear explain nightly", "  allclear explain nightly --run \"due 2026-11-21\""})
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
        Heartbeat rule = Heartbeats.require(conf, heartbeat);
        List<String> sources = conf.sources().stream().map(SourceConf::name).toList();
        try (Ledger ledger = Ledgers.require(conf)) {
            return ledger.read(entries -> {
                Explanation explained =
                        Explanation.find(rule, run, sources, entries).orElseThrow(this::unknown);
                if (json()) {
                    Output.jsonLine(out(), object -> ExplanationJson.write(object, explained));
                } else {
                    new ExplanationText(out()).print(explained);
                }
                return ExitCode.FINE;
            });
        }
    }

    private CommandFailure unknown() {
        return new CommandFailure(
                ExitCode.NO,
                run == null
                        ? "no run of `" + heartbeat + "` has been seen yet"
                        : "no run of `" + heartbeat + "` begins with " + run);
    }
}
