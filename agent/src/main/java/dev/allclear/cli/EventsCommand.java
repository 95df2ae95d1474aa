package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.event.PlainText;
import dev.allclear.event.Severity;
import dev.allclear.ledger.EventRow;
import dev.allclear.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code allclear events}. */
@Command(
        name = "events",
        description =
                "List what happened: backups and other tasks, verdicts, blindness, forwarded mails; oldest first.",
        footer = {
            "",
            "Examples:",
            "  allclear events --since 2d --severity warning",
            "  allclear events --type heartbeat --json",
            "  allclear events --follow"
        })
final class EventsCommand extends ReportCommand {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final ColourOption colour = new ColourOption();

    @Option(names = "--since", paramLabel = "DAY", description = "From this day on: 2026-11-01, 4w, 10d; default 1w.")
    private String since = "1w";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only this type: vzdump, gc, heartbeat, system-mail ...")
    private @Nullable String type;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "This severity and worse, in the order info, notice, warning, error, unknown.")
    private @Nullable String severity;

    @Option(
            names = {"-f", "--follow"},
            description = "Wait for new ones, until interrupted.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        AgentConf conf = config.require(err());
        Instant from = Since.parse(since, LocalDate.now(ZoneId.systemDefault()));
        Severity atLeast = severity == null
                ? null
                : Severity.of(severity)
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.USAGE,
                                "--severity " + severity + " is none; write info, notice, warning, error or unknown"));
        try (Ledger ledger = Ledgers.require(conf)) {
            long last = 0;
            do {
                long after = last;
                List<EventRow> rows = ledger.read(entries -> entries.events().list(after, from, type, atLeast));
                for (EventRow row : rows) {
                    print(row);
                    last = row.id();
                }
                out().flush();
                if (follow) {
                    Thread.sleep(LOOK_AGAIN.toMillis());
                }
            } while (follow);
        }
        return ExitCode.FINE;
    }

    private void print(EventRow row) {
        if (json()) {
            Output.jsonLine(out(), json -> write(json, row));
        } else {
            Severity how = row.event().severity();
            String type = row.event().type().isEmpty() ? "-" : row.event().type();
            colour.screen(rawOut())
                    .line(
                            String.format(
                                    Locale.ROOT,
                                    "%s  %-7s  %-15s  %s",
                                    Words.time(row.event().at()),
                                    how.word(),
                                    type,
                                    row.event().title()),
                            Inks.of(how));
        }
    }

    private static void write(JsonGenerator json, EventRow row) {
        json.writeNumberProperty("id", row.id());
        json.writeStringProperty("time", row.event().at().toString());
        json.writeStringProperty("seen", row.seenAt().toString());
        json.writeStringProperty("severity", row.event().severity().word());
        json.writeObjectPropertyStart("fields");
        row.event().fields().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("title", row.event().title());
        json.writeStringProperty("text", PlainText.of(row.event()));
    }
}
