package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.NoticeRow;
import dev.allclear.watch.spool.SpoolException;
import dev.allclear.watch.spool.SpoolWriter;
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

/** {@code allclear deliveries}. */
@Command(
        name = "deliveries",
        description = {
            "List who was told of what, what waits and what was given up, with the reason; oldest first.",
            "What was given up can be sent again. Pushes of heartbeats are shown by `allclear status`."
        })
final class DeliveriesCommand extends ReportCommand {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--since",
            paramLabel = "DAY",
            description = "Delivered ones from this day on: 2026-11-01, 4w, 10d; default 1w. Others are always shown.")
    private String since = "1w";

    @Option(names = "--open", description = "Only what waits or was given up.")
    private boolean open;

    @Option(
            names = "--resend",
            paramLabel = "ID|TARGET",
            description = "Send again what was given up: one by its number, or all of a target.")
    private @Nullable String resend;

    @Override
    public Integer call() throws SpoolException {
        AgentConf conf = config.require(err());
        Instant from = Since.parse(since, LocalDate.now(ZoneId.systemDefault()));
        try (Ledger ledger = Ledgers.require(conf)) {
            List<NoticeRow> rows = ledger.read(entries -> entries.notices().list(from)).stream()
                    .filter(row -> !open || row.state() != DeliveryState.DELIVERED)
                    .toList();
            if (resend != null) {
                return resend(conf, rows, resend);
            }
            if (json()) {
                Output.jsonLine(out(), json -> {
                    json.writeArrayPropertyStart("deliveries");
                    rows.forEach(row -> write(json, row));
                    json.writeEndArray();
                });
            } else {
                rows.forEach(this::print);
            }
            return ExitCode.FINE;
        }
    }

    private int resend(AgentConf conf, List<NoticeRow> rows, String what) throws SpoolException {
        long found = rows.stream()
                .filter(row ->
                        row.target().equals(what) || String.valueOf(row.id()).equals(what))
                .filter(row -> row.state() == DeliveryState.REFUSED || row.state() == DeliveryState.EXPIRED)
                .count();
        if (found == 0) {
            throw new CommandFailure(
                    ExitCode.NO, "nothing of " + what + " was given up; `allclear deliveries --open` shows what was");
        }
        new SpoolWriter(conf.spool()).askResend(what);
        out().println(found + (found == 1 ? " delivery is" : " deliveries are")
                + " sent again as soon as the daemon runs; `allclear deliveries` shows what becomes of it");
        return ExitCode.FINE;
    }

    private void print(NoticeRow row) {
        out().println(String.format(
                Locale.ROOT,
                "%6d  %s  %-9s  %-16s  %s",
                row.id(),
                Words.time(row.createdAt()),
                row.state().word(),
                row.target(),
                row.title()));
        if (row.state() == DeliveryState.PENDING) {
            out().println("        attempt " + (row.attempts() + 1) + " at " + Words.time(row.dueAt())
                    + (row.lastError() == null ? "" : ": " + row.lastError()));
        } else if (row.lastError() != null) {
            out().println("        " + row.lastError());
        }
    }

    private static void write(JsonGenerator json, NoticeRow row) {
        json.writeStartObject();
        json.writeNumberProperty("id", row.id());
        json.writeNumberProperty("event", row.eventId());
        json.writeStringProperty("title", row.title());
        json.writeStringProperty("target", row.target());
        json.writeStringProperty("state", row.state().word());
        json.writeNumberProperty("attempts", row.attempts());
        json.writeNumberProperty("interrupted", row.interrupted());
        json.writeStringProperty("created", row.createdAt().toString());
        json.writeStringProperty("due", row.dueAt().toString());
        json.writeStringProperty("expires", row.expiresAt().toString());
        if (row.closedAt() != null) {
            json.writeStringProperty("closed", row.closedAt().toString());
        }
        if (row.lastError() != null) {
            json.writeStringProperty("said", row.lastError());
        }
        json.writeEndObject();
    }
}
