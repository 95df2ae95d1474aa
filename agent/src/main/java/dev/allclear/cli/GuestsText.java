package dev.allclear.cli;

import dev.allclear.cli.screen.Ink;
import dev.allclear.cli.screen.Screen;
import dev.allclear.cli.screen.Spark;
import dev.allclear.cli.screen.Table;
import dev.allclear.cli.screen.Table.Cell;
import dev.allclear.cli.screen.Table.Column;
import dev.allclear.pipeline.PushMessage;
import dev.allclear.status.view.GuestBackup;
import dev.allclear.status.view.GuestView;
import dev.allclear.task.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Prints the guests, for people. */
final class GuestsText {
    /** A duration so many times the usual one is worth a look. */
    private static final double MUCH = 2;

    private final Screen screen;
    private final Instant now;

    GuestsText(Screen screen, Instant now) {
        this.screen = screen;
        this.now = now;
    }

    void print(List<GuestView> guests) {
        Table table = new Table(
                Column.number("VMID"),
                Column.text("NAME", 16),
                Column.of("NODE"),
                Column.number("AGE"),
                Column.number("SIZE"),
                Column.number("TOOK"),
                Column.number("SPEED").ifRoom(),
                Column.of("LAST TURNS"),
                Column.of("DURATIONS").ifRoom(),
                Column.of("SOURCE").ifRoom(),
                Column.of("LAST BACKUP").ifRoom());
        guests.forEach(guest -> add(table, guest));
        table.print(screen);
        print(guests, guests.stream().filter(guest -> guest.newest().isEmpty()).count());
    }

    private void add(Table table, GuestView guest) {
        Optional<GuestBackup> newest = guest.newest();
        table.row(
                Cell.of(String.valueOf(guest.vmid())),
                Cell.of(Objects.requireNonNullElse(guest.name(), "-")),
                Cell.of(guest.node()),
                guest.age(now).map(age -> Cell.of(Words.rough(age))).orElse(new Cell("never", Ink.BAD)),
                Cell.of(newest.filter(backup -> backup.sizeBytes() >= 0)
                        .map(backup -> Words.size(backup.sizeBytes()))
                        .orElse("-")),
                new Cell(took(newest.map(GuestBackup::duration).orElse(null)), slow(guest)),
                Cell.of(newest.filter(backup -> backup.speed().isPresent())
                        .map(backup -> Words.size(backup.speed().getAsLong()) + "/s")
                        .orElse("-")),
                turns(guest),
                Cell.of(Spark.of(guest.finished().stream()
                        .map(backup -> backup.duration() == null
                                ? -1L
                                : backup.duration().toSeconds())
                        .toList())),
                Cell.of(guest.source()),
                Cell.of(newest.map(backup -> Words.time(backup.at())).orElse("-")));
        guest.last()
                .filter(turn -> !turn.finished())
                .ifPresent(turn -> table.remark("last turn " + Words.time(turn.at()) + " "
                        + turn.state().word() + (turn.error() == null ? "" : ": " + turn.error())));
    }

    private static String took(@Nullable Duration duration) {
        return duration == null ? "-" : PushMessage.words(duration);
    }

    private static Ink slow(GuestView guest) {
        OptionalDouble trend = guest.durationTrend();
        return trend.isPresent() && trend.getAsDouble() >= MUCH ? Ink.DOUBTFUL : Ink.PLAIN;
    }

    private static Cell turns(GuestView guest) {
        StringBuilder signs = new StringBuilder();
        guest.backups().forEach(turn -> signs.append(sign(turn.state())));
        return new Cell(
                signs.toString(),
                Ink.PLAIN,
                guest.backups().stream()
                        .map(turn ->
                                turn.state() == Guest.State.OK ? Ink.GOOD : turn.finished() ? Ink.DOUBTFUL : Ink.BAD)
                        .toList());
    }

    private static char sign(Guest.State state) {
        return switch (state) {
            case OK -> '█';
            case WARNING -> '▓';
            case FAILED -> 'x';
            case ABORTED -> '?';
            default -> '-';
        };
    }

    private void print(List<GuestView> guests, long never) {
        Optional<GuestView> oldest = guests.stream()
                .filter(guest -> guest.newest().isPresent())
                .min(Comparator.comparing(guest -> guest.newest().orElseThrow().at()));
        screen.line(Words.counted(guests.size(), "guest")
                + oldest.map(guest -> ", the oldest backup is "
                                + Words.rough(guest.age(now).orElse(Duration.ZERO)) + " old (" + guest.vmid()
                                + (guest.name() == null ? "" : " " + guest.name()) + ")")
                        .orElse("")
                + (never == 0 ? "" : ", " + never + " without a finished backup"));
    }
}
