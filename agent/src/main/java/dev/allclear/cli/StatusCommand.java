package dev.allclear.cli;

import dev.allclear.cli.screen.Ink;
import dev.allclear.cli.screen.Screen;
import dev.allclear.config.AgentConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.status.view.Overview;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** {@code allclear status}. */
@Command(
        name = "status",
        description =
                "Show every heartbeat: how it stands, its last all-clear, when it is due, its last runs, and why not; "
                        + "then the sources, the targets and what cannot be seen.")
final class StatusCommand extends WatchCommand {
    private static final String STOPPED =
            "allclear does not run: nothing is watched, pushed or told, and this is how things"
                    + " stood when it last did. Start it with: systemctl start allclear";

    @Override
    Look look(AgentConf conf) {
        return new Look() {
            @Override
            public void text(Screen screen, Entries entries, Instant now) {
                if (!running()) {
                    screen.labelled("", STOPPED, Ink.BAD);
                    screen.gap();
                }
                new StatusText(screen).print(Overview.of(conf, entries, now, ZoneId.systemDefault()));
            }

            @Override
            public void json(JsonGenerator json, Entries entries, Instant now) {
                json.writeBooleanProperty("running", running());
                StatusJson.write(json, Overview.of(conf, entries, now, ZoneId.systemDefault()));
            }

            /** In doubt it does: a false alarm would be believed only once. */
            private boolean running() {
                return Ledger.isInUse(conf.ledgerDirectory()).orElse(true);
            }
        };
    }
}
