package dev.allclear.cli;

import dev.allclear.cli.screen.Screen;
import dev.allclear.config.AgentConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/** A command that shows what the ledger holds, once or again and again. */
abstract class LookCommand extends ReportCommand {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final ColourOption colour = new ColourOption();

    /** What the command asks of the ledger. */
    interface Look {
        void text(Screen screen, Entries entries, Instant now);

        void json(JsonGenerator json, Entries entries, Instant now);
    }

    /** How often it is shown again; zero for once. */
    Duration again() {
        return Duration.ZERO;
    }

    /** What is asked; says so if it cannot be. */
    abstract Look look(AgentConf conf);

    final AgentConf conf() {
        return config.require(err());
    }

    final Screen screen() {
        return colour.screen(rawOut());
    }

    @Override
    public Integer call() throws Exception {
        AgentConf conf = conf();
        Look look = look(conf);
        try (Ledger ledger = Ledgers.require(conf)) {
            if (again().isZero()) {
                show(look, ledger, screen());
            } else {
                Redraw.every(again(), screen(), rawOut(), screen -> show(look, ledger, screen));
            }
        }
        return ExitCode.FINE;
    }

    private void show(Look look, Ledger ledger, Screen screen) {
        Instant now = Instant.now();
        ledger.read(entries -> {
            if (json()) {
                Output.jsonLine(out(), json -> look.json(json, entries, now));
            } else {
                look.text(screen, entries, now);
            }
            return ExitCode.FINE;
        });
    }
}
