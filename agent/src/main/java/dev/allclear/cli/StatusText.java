package dev.allclear.cli;

import dev.allclear.cli.screen.Ink;
import dev.allclear.cli.screen.Screen;
import dev.allclear.cli.screen.Table;
import dev.allclear.cli.screen.Table.Cell;
import dev.allclear.cli.screen.Table.Column;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Gap;
import dev.allclear.ledger.NoticeRow;
import dev.allclear.status.view.HeartbeatView;
import dev.allclear.status.view.Overview;
import dev.allclear.status.view.Queue;
import dev.allclear.status.view.SourceView;
import dev.allclear.status.view.TargetView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints how everything stands, for people: all at a glance, then what there is to say of each. */
final class StatusText {
    /** Of many gaps the last ones tell enough. */
    private static final int GAPS = 5;

    private final Screen screen;

    StatusText(Screen screen) {
        this.screen = screen;
    }

    void print(Overview overview) {
        glance(overview);
        HeartbeatText heartbeats = new HeartbeatText(screen, overview.at());
        overview.heartbeats().forEach(heartbeats::print);
        screen.gap();
        overview.sources().forEach(this::print);
        overview.blindSpots()
                .forEach(spot -> screen.labelled(
                        "cannot see ", spot.subject() + ": " + spot.problem() + since(spot.since()), Ink.BAD));
        print(overview.gaps());
        overview.targets().forEach(target -> print(target, overview.at()));
        screen.line(queue(overview.queue()));
        screen.line(
                overview.tasks() + " tasks known, " + overview.queue().possibleDuplicates() + " possible duplicates");
    }

    private void glance(Overview overview) {
        Table table = new Table(
                Column.text("HEARTBEAT", 10),
                Column.of("STATE"),
                Column.of("LAST ALL-CLEAR"),
                Column.of("NEXT DUE"),
                Column.of("LAST RUNS").ifRoom());
        for (HeartbeatView heartbeat : overview.heartbeats()) {
            Instant due = heartbeat.nextDue();
            table.row(
                    Cell.of(heartbeat.name()),
                    heartbeat.disabled() ? new Cell("DISABLED", Ink.FAINT) : Inks.cell(heartbeat.state()),
                    Cell.of(heartbeat.age() == null ? "-" : Words.rough(heartbeat.age()) + " ago"),
                    Cell.of(due == null ? "-" : Words.relative(due, overview.at())),
                    Inks.bars(heartbeat.runs()));
        }
        table.print(screen);
    }

    private void print(SourceView source) {
        Ink ink = source.state().equals("blind") ? Ink.BAD : source.troubled() ? Ink.DOUBTFUL : Ink.PLAIN;
        screen.labelled("source " + source.name() + ": ", source.words() + since(source.since()), ink);
    }

    private static String since(@Nullable Instant since) {
        return since == null ? "" : ", since " + Words.time(since);
    }

    private void print(List<Gap> gaps) {
        gaps.stream()
                .skip(Math.max(0, gaps.size() - GAPS))
                .forEach(gap -> screen.line("nobody saw " + gap.source() + "/" + gap.node() + " from "
                        + Words.time(gap.from()) + " to " + Words.time(gap.to())));
    }

    private void print(TargetView target, Instant now) {
        NoticeRow trouble = target.trouble();
        Instant delivered = target.lastDelivered();
        if (target.disabled() || (delivered == null && trouble == null && target.waiting() == 0)) {
            return; // Nothing was ever told to it.
        }
        String words = Stream.of(
                        delivered == null ? "nothing delivered yet" : "delivered " + Words.relative(delivered, now),
                        target.waiting() == 0 ? "" : target.waiting() + " waiting",
                        trouble == null
                                ? ""
                                : (target.troubled()
                                                ? "failing"
                                                : trouble.state().word() + " before") + ": "
                                        + Objects.requireNonNullElse(trouble.lastError(), trouble.title()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        screen.labelled("target " + target.name() + ": ", words, target.troubled() ? Ink.BAD : Ink.PLAIN);
    }

    private static String queue(Queue queue) {
        return "pushes: " + counts(queue.pushes()) + "; notices: " + counts(queue.notices());
    }

    private static String counts(Map<DeliveryState, Integer> counts) {
        String words = counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey().word())
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "none" : words;
    }
}
