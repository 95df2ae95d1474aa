package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code allclear status}. */
@Command(
        name = "status",
        description =
                "Show every heartbeat: its last run, what is open, its last push and what is waiting; and the sources.")
final class StatusCommand extends ReportCommand {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        AgentConf conf = config.require(err());
        try (Ledger ledger = Ledgers.require(conf)) {
            return ledger.read(entries -> {
                if (json()) {
                    Output.jsonLine(out(), object -> StatusJson.write(object, conf, entries));
                } else {
                    new StatusText(out(), conf, entries).print();
                }
                return ExitCode.FINE;
            });
        }
    }
}
