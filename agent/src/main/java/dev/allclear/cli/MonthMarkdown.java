package dev.allclear.cli;

import dev.allclear.event.SafeText;
import dev.allclear.status.view.HeartbeatMonth;
import dev.allclear.status.view.MonthReport;
import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown. */
final class MonthMarkdown {
    private static final String SPECIAL = "\\`*_[]<>|#~&";

    private MonthMarkdown() {}

    static String of(MonthReport report) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(MonthWords.title(report))
                .append("\n\n")
                .append(MonthWords.read(report))
                .append('\n');
        report.heartbeats().forEach(heartbeat -> append(text, heartbeat, report));
        text.append("\n## Times that nobody saw\n\n");
        List<String> gaps = MonthWords.gaps(report);
        gaps.forEach(gap -> text.append("- ").append(plain(gap)).append('\n'));
        if (gaps.isEmpty()) {
            text.append("None.\n");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, HeartbeatMonth heartbeat, MonthReport report) {
        text.append("\n## ")
                .append(plain(heartbeat.name() + " (" + heartbeat.watches() + ")"))
                .append("\n\n");
        text.append(plain(String.join(" ", MonthWords.sum(heartbeat, report)))).append('\n');
        if (heartbeat.runs().isEmpty()) {
            return;
        }
        text.append('\n').append(row(MonthWords.HEADS));
        text.append("|---".repeat(MonthWords.HEADS.size())).append("|\n");
        heartbeat.runs().forEach(run -> text.append(row(MonthWords.cells(run, report.zone()))));
    }

    private static String row(List<String> cells) {
        return cells.stream().map(MonthMarkdown::plain).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Text that means nothing to Markdown, nor to the HTML that is made of it. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        SafeText.line(text).chars().forEach(unit -> {
            if (SPECIAL.indexOf(unit) >= 0) {
                plain.append('\\');
            }
            plain.append((char) unit);
        });
        return plain.toString();
    }
}
