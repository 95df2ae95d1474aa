package dev.allclear.cli;

import dev.allclear.event.SafeText;
import dev.allclear.status.view.MonthReport;
import dev.allclear.status.view.RunView;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** A report as CSV by RFC 4180, a line for each run. */
final class MonthCsv {
    private static final List<String> HEADS = List.of(
            "heartbeat",
            "day",
            "verdict",
            "started",
            "ended",
            "seconds",
            "guests_covered",
            "guests_missing",
            "missing",
            "push",
            "run",
            "why_not");

    private MonthCsv() {}

    static String of(MonthReport report) {
        StringBuilder text = new StringBuilder(line(HEADS));
        report.heartbeats()
                .forEach(heartbeat -> heartbeat.runs().forEach(run -> text.append(line(cells(run, report.zone())))));
        return text.toString();
    }

    private static List<String> cells(RunView run, ZoneId zone) {
        return List.of(
                run.row().heartbeat(),
                run.row().started().atZone(zone).toLocalDate().toString(),
                run.row().verdict().word(),
                run.row().started().toString(),
                run.row().ended().toString(),
                String.valueOf(run.duration().toSeconds()),
                String.valueOf(run.covered().size()),
                String.valueOf(run.missing().size()),
                MonthWords.numbers(run.missing()),
                run.push() == null ? "" : run.push().state().word(),
                run.row().run(),
                MonthWords.why(run));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(MonthCsv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    /** A spreadsheet would calculate what begins like a formula, and a guest may be named so. */
    static String cell(String text) {
        String safe = SafeText.line(text);
        String harmless = !safe.isEmpty() && "=+-@\t".indexOf(safe.charAt(0)) >= 0 ? "'" + safe : safe;
        return harmless.matches("[^\",]*") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
