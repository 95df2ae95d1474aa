package dev.allclear.cli;

import dev.allclear.cli.screen.Screen;
import dev.allclear.cli.screen.Table;
import dev.allclear.cli.screen.Table.Cell;
import dev.allclear.cli.screen.Table.Column;
import dev.allclear.config.AgentConf;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.NoticeRow;
import dev.allclear.watch.spool.SpoolException;
import dev.allclear.watch.spool.SpoolWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code allclear deliveries}. */
@Command(
        name = "deliveries",
        description = {
            "List who was told of what, what waits and what was given up, with the reason; oldest first.",
            "What was given up can be sent again. Pushes of heartbeats are shown by `allclear status`."
        },
        footer = {
            "",
            "Examples:",
            "  allclear deliveries --open",
            "  allclear deliveries --resend 17",
            "  allclear deliveries --resend phone"
        })
final class DeliveriesCommand extends WatchCommand {

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
    public Integer call() throws Exception {
        if (resend == null) {
            return super.call();
        }
        AgentConf conf = conf();
        try (Ledger ledger = Ledgers.require(conf)) {
            return resend(conf, ledger.read(entries -> entries.noticeReports().list(Instant.now())), resend);
        }
    }

    @Override
    Look look(AgentConf conf) {
        Instant from = Since.parse(since, LocalDate.now(ZoneId.systemDefault()));
        return new Look() {
            @Override
            public void text(Screen screen, Entries entries, Instant now) {
                print(rows(from, entries), screen);
            }

            @Override
            public void json(JsonGenerator json, Entries entries, Instant now) {
                json.writeArrayPropertyStart("deliveries");
                rows(from, entries).forEach(row -> write(json, row));
                json.writeEndArray();
            }
        };
    }

    private List<NoticeRow> rows(Instant from, Entries entries) {
        return entries.noticeReports().list(from).stream()
                .filter(row -> !open || row.state() != DeliveryState.DELIVERED)
                .toList();
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

    private static void print(List<NoticeRow> rows, Screen screen) {
        Table table = new Table(
                Column.number("ID"),
                Column.of("CREATED"),
                Column.of("STATE"),
                Column.text("TARGET", 8),
                Column.text("EVENT", 20));
        for (NoticeRow row : rows) {
            table.row(
                    Cell.of(String.valueOf(row.id())),
                    Cell.of(Words.time(row.createdAt())),
                    new Cell(row.state().word(), Inks.of(row.state())),
                    Cell.of(row.target()),
                    Cell.of(row.title()));
            if (row.state() == DeliveryState.PENDING) {
                table.remark("attempt " + (row.attempts() + 1) + " at " + Words.time(row.dueAt())
                        + (row.lastError() == null ? "" : ": " + row.lastError()));
            } else if (row.lastError() != null) {
                table.remark(row.lastError());
            }
        }
        table.print(screen);
        if (rows.isEmpty()) {
            screen.line("nothing was to be told to a target; pushes of heartbeats are shown by `allclear runs`");
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
