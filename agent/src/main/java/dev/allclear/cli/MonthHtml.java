package dev.allclear.cli;

import dev.allclear.event.SafeText;
import dev.allclear.status.view.HeartbeatMonth;
import dev.allclear.status.view.MonthReport;
import dev.allclear.status.view.RunView;
import java.util.List;

/** A report as one HTML page that needs nothing else. */
final class MonthHtml {
    private static final String STYLE = """
            body { font-family: sans-serif; margin: 2em; }
            table { border-collapse: collapse; }
            th, td { border: 1px solid #767676; padding: .2em .6em; text-align: left; vertical-align: top; }
            .all-clear { background: #dff3df; } .failed, .missed { background: #fbdcdc; }
            .incomplete, .empty { background: #fdf0d0; }
            """;

    private MonthHtml() {}

    static String of(MonthReport report) {
        String title = escaped(MonthWords.title(report));
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                """);
        html.append("<title>").append(title).append("</title>\n<style>\n").append(STYLE);
        html.append("</style>\n</head>\n<body>\n<h1>").append(title).append("</h1>\n<p>");
        html.append(escaped(MonthWords.read(report))).append("</p>\n");
        report.heartbeats().forEach(heartbeat -> append(html, heartbeat, report));
        html.append("<h2>Times that nobody saw</h2>\n");
        List<String> gaps = MonthWords.gaps(report);
        html.append(gaps.isEmpty() ? "<p>None.</p>\n" : "<ul>\n");
        gaps.forEach(gap -> html.append("<li>").append(escaped(gap)).append("</li>\n"));
        return html.append(gaps.isEmpty() ? "" : "</ul>\n")
                .append("</body>\n</html>\n")
                .toString();
    }

    private static void append(StringBuilder html, HeartbeatMonth heartbeat, MonthReport report) {
        html.append("<h2>")
                .append(escaped(heartbeat.name() + " (" + heartbeat.watches() + ")"))
                .append("</h2>\n");
        MonthWords.sum(heartbeat, report)
                .forEach(
                        sentence -> html.append("<p>").append(escaped(sentence)).append("</p>\n"));
        if (heartbeat.runs().isEmpty()) {
            return;
        }
        html.append("<table>\n<thead><tr>");
        MonthWords.HEADS.forEach(
                head -> html.append("<th scope=\"col\">").append(escaped(head)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        heartbeat.runs().forEach(run -> append(html, run, report));
        html.append("</tbody>\n</table>\n");
    }

    private static void append(StringBuilder html, RunView run, MonthReport report) {
        html.append("<tr class=\"").append(escaped(run.row().verdict().word())).append("\">");
        MonthWords.cells(run, report.zone())
                .forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
        html.append("</tr>\n");
    }

    static String escaped(String text) {
        return SafeText.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
