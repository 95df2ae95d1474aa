package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.ledger.Ledger;
import dev.allclear.status.view.MonthReport;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code allclear report}. */
@Command(
        name = "report",
        description =
                "Print what became of the backups of a month: every run with its verdict, the guests covered, those "
                        + "without a backup, and the times that nobody saw.")
final class MonthCommand extends ReportCommand {

    /** What a report is written as; the words of {@code --format}. */
    enum Format {
        MARKDOWN,
        CSV,
        HTML
    }

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--month", paramLabel = "YYYY-MM", description = "The month; default: the last one that is over.")
    private @Nullable String month;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "markdown, csv or html; default markdown. A line of CSV is a run.")
    private Format format = Format.MARKDOWN;

    @Override
    public Integer call() {
        AgentConf conf = config.require(err());
        ZoneId zone = ZoneId.systemDefault();
        Instant now = Instant.now();
        YearMonth wanted = month(YearMonth.from(now.atZone(zone)));
        try (Ledger ledger = Ledgers.require(conf)) {
            MonthReport report = ledger.read(entries -> MonthReport.of(wanted, conf, entries, now, zone));
            if (json()) {
                Output.jsonLine(out(), json -> MonthJson.write(json, report));
            } else {
                out().print(text(report));
                out().flush();
            }
        }
        return ExitCode.FINE;
    }

    private String text(MonthReport report) {
        return switch (format) {
            case MARKDOWN -> MonthMarkdown.of(report);
            case CSV -> MonthCsv.of(report);
            case HTML -> MonthHtml.of(report);
        };
    }

    private YearMonth month(YearMonth current) {
        if (month == null) {
            return current.minusMonths(1);
        }
        YearMonth wanted;
        try {
            wanted = YearMonth.parse(month);
        } catch (DateTimeException e) {
            throw new CommandFailure(ExitCode.USAGE, "--month " + month + " is no month; write for example " + current);
        }
        if (wanted.isAfter(current)) {
            throw new CommandFailure(ExitCode.USAGE, "--month " + month + " has not begun yet");
        }
        return wanted;
    }
}
