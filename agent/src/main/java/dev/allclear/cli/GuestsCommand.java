package dev.allclear.cli;

import dev.allclear.cli.screen.Screen;
import dev.allclear.config.AgentConf;
import dev.allclear.ledger.Entries;
import dev.allclear.status.view.GuestView;
import dev.allclear.status.view.Guests;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code allclear guests}. */
@Command(
        name = "guests",
        description = {
            "List every guest with its newest finished backup: age, size, duration, speed, and how the last ones went.",
            "Guests that a run expects and that never had a backup are listed too."
        })
final class GuestsCommand extends WatchCommand {

    @Option(names = "--node", paramLabel = "NODE", description = "Only those that were last backed up on this node.")
    private @Nullable String node;

    @Option(names = "--failed", description = "Only those whose last turn did not end well, or that never had one.")
    private boolean failed;

    @Override
    Look look(AgentConf conf) {
        return new Look() {
            @Override
            public void text(Screen screen, Entries entries, Instant now) {
                new GuestsText(screen, now).print(guests(conf, entries));
            }

            @Override
            public void json(JsonGenerator json, Entries entries, Instant now) {
                GuestsJson.write(json, guests(conf, entries), now);
            }
        };
    }

    private List<GuestView> guests(AgentConf conf, Entries entries) {
        return Guests.of(conf, entries, ZoneId.systemDefault()).stream()
                .filter(guest -> node == null || guest.node().equals(node))
                .filter(guest ->
                        !failed || guest.last().filter(turn -> turn.finished()).isEmpty())
                .toList();
    }
}
