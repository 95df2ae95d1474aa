package dev.allclear.cli;

import dev.allclear.pipeline.PushMessage;
import dev.allclear.status.view.HeartbeatMonth;
import dev.allclear.status.view.MonthReport;
import dev.allclear.status.view.RunView;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What a report says in words, the same in every format. */
final class MonthWords {
    /** The heads of the table of runs. */
    static final List<String> HEADS = List.of("day", "started", "verdict", "guests", "took", "push", "why not");

    private MonthWords() {}

    static String title(MonthReport report) {
        return "Backups of " + report.month();
    }

    static String read(MonthReport report) {
        return "Read " + Words.time(report.at(), report.zone()) + " from the ledger of allclear; times of "
                + report.zone() + ".";
    }

    /** The sum of the month, a sentence each. */
    static List<String> sum(HeartbeatMonth heartbeat, MonthReport report) {
        List<String> sentences = new ArrayList<>();
        int runs = heartbeat.runs().size();
        sentences.add(
                runs == 0
                        ? "No run is known in this month."
                        : Words.counted(runs, "run") + ": "
                                + heartbeat.verdicts().entrySet().stream()
                                        .map(count -> count.getValue() + " "
                                                + count.getKey().word())
                                        .collect(Collectors.joining(", "))
                                + ".");
        if (!heartbeat.covered().isEmpty()) {
            sentences.add(Words.counted(heartbeat.covered().size(), "guest") + " with a finished backup.");
        }
        if (!heartbeat.withoutBackup().isEmpty()) {
            sentences.add("Without any finished backup: " + numbers(heartbeat.withoutBackup()) + ".");
        }
        if (heartbeat.watchedSince() == null) {
            sentences.add("It was not watched in this month.");
        } else if (heartbeat
                .watchedSince()
                .isAfter(report.month().atDay(1).atStartOfDay(report.zone()).toInstant())) {
            sentences.add("Watched since " + Words.time(heartbeat.watchedSince(), report.zone())
                    + "; what was before is learned from history, and runs that never began are not known of it.");
        }
        return sentences;
    }

    static List<String> gaps(MonthReport report) {
        return report.gaps().stream()
                .map(gap -> gap.source() + ", node " + gap.node() + ": " + Words.time(gap.from(), report.zone())
                        + " to " + Words.time(gap.to(), report.zone()))
                .toList();
    }

    /** The cells of a run under {@link #HEADS}. */
    static List<String> cells(RunView run, ZoneId zone) {
        String started = Words.time(run.row().started(), zone);
        return List.of(
                started.substring(0, 10),
                started.substring(11),
                run.row().verdict().word(),
                run.ofGuests()
                        ? run.covered().size() + "/"
                                + (run.covered().size() + run.missing().size())
                        : "",
                run.duration().compareTo(Duration.ZERO) > 0 ? PushMessage.words(run.duration()) : "",
                run.push() == null
                        ? ""
                        : (run.push().up() ? "" : run.push().signal() + " ")
                                + run.push().state().word(),
                why(run));
    }

    static String why(RunView run) {
        return run.row().verdict() instanceof AllClear
                ? ""
                : String.join("; ", run.row().verdict().reasons());
    }

    static String numbers(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
