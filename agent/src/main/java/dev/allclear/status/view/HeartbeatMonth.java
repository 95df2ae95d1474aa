package dev.allclear.status.view;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of a heartbeat in a month. Immutable and thread-safe.
 *
 * @param name its name
 * @param watches what it watches, in words
 * @param watchedSince since when its runs are known for certain; null when that is not known
 * @param days every day of the month
 */
public record HeartbeatMonth(
        String name, String watches, @Nullable Instant watchedSince, List<Day> days) {

    /**
     * One day, with the runs that started on it, oldest first.
     */
    public record Day(LocalDate date, List<RunView> runs) {
        public Day {
            runs = List.copyOf(runs);
        }
    }

    public HeartbeatMonth {
        days = List.copyOf(days);
    }

    /** All runs of the month, oldest first. */
    public List<RunView> runs() {
        return days.stream().flatMap(day -> day.runs().stream()).toList();
    }

    /** How many runs there were of each verdict; verdicts without any are left out. */
    public Map<HeartbeatState, Integer> verdicts() {
        Map<HeartbeatState, Integer> verdicts = new EnumMap<>(HeartbeatState.class);
        runs().forEach(run -> verdicts.merge(HeartbeatState.of(run.row()), 1, Integer::sum));
        return verdicts;
    }

    /** The guests that got a finished backup in some run of the month. */
    public SortedSet<Integer> covered() {
        SortedSet<Integer> covered = new TreeSet<>();
        runs().forEach(run -> covered.addAll(run.covered()));
        return covered;
    }

    /** The guests that had to get a backup in some run of the month, and got none in any. */
    public SortedSet<Integer> withoutBackup() {
        SortedSet<Integer> without = new TreeSet<>();
        runs().forEach(run -> without.addAll(run.missing()));
        without.removeAll(covered());
        return without;
    }
}
