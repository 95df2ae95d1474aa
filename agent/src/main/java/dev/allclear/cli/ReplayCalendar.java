package dev.allclear.cli;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.pipeline.Judgement;
import dev.allclear.pipeline.Replay;
import dev.allclear.status.view.WatchWords;
import dev.allclear.task.TaskOutcome;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.watch.Sighting;
import java.io.PrintWriter;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints a replay as a calendar of nights, one row a week, and below it what was no all-clear, with its reasons. */
final class ReplayCalendar implements Replay.Listener {
    private final ZoneId zone;
    private final PrintWriter err;
    private final boolean watched;
    private final boolean store;
    private final @Nullable ReplayComparison comparison;
    private final Map<String, Nights> heartbeats = new TreeMap<>();
    private final List<String> blind = new ArrayList<>();
    private int tasks;
    private int pushes;

    /**
     * @param watched whether a person waits for it
     * @param store whether the tasks are those of a backup server
     * @param comparison gets every run too, and is printed below; null for none
     */
    ReplayCalendar(
            ZoneId zone, PrintWriter err, boolean watched, boolean store, @Nullable ReplayComparison comparison) {
        this.zone = zone;
        this.err = err;
        this.watched = watched;
        this.store = store;
        this.comparison = comparison;
    }

    @Override
    public void outcome(TaskOutcome outcome) {
        tasks++;
    }

    @Override
    public void verdict(Judgement judgement) {
        Heartbeat rule = judgement.heartbeat().rule();
        heartbeats.computeIfAbsent(rule.name(), name -> new Nights(rule)).add(judgement, zone);
        if (comparison != null) {
            comparison.add(judgement);
        }
    }

    @Override
    public void push(DeliveryRow delivery) {
        pushes++;
    }

    @Override
    public void blind(Sighting.Blind problem) {
        if (!problem.problem().isEmpty()) {
            blind.add(problem.subject() + ": " + problem.problem());
        }
    }

    @Override
    public void progress(int done, int total) {
        if (watched && (done % 50 == 0 || done == total)) {
            err.print("\rreading logs: " + done + " of " + total + (done == total ? "\n" : ""));
            err.flush();
        }
    }

    void print(PrintWriter out) {
        blind.forEach(out::println);
        heartbeats.values().forEach(nights -> nights.print(out));
        out.println(tasks + (store ? " tasks of the backup server seen, " : " vzdump tasks seen, ") + pushes
                + " pushes would have been sent");
        if (comparison != null) {
            comparison.print(out);
        }
    }

    /** The nights of one heartbeat. A run belongs to the night of the day before when it starts before noon. */
    private static final class Nights {
        private final Heartbeat heartbeat;
        private final TreeMap<LocalDate, List<Judgement>> byNight = new TreeMap<>();

        Nights(Heartbeat heartbeat) {
            this.heartbeat = heartbeat;
        }

        void add(Judgement judgement, ZoneId zone) {
            LocalDate night =
                    judgement.run().started().atZone(zone).minusHours(12).toLocalDate();
            byNight.computeIfAbsent(night, day -> new ArrayList<>()).add(judgement);
        }

        void print(PrintWriter out) {
            out.println(heartbeat.name() + "  (" + WatchWords.of(heartbeat.watch())
                    + "), the night from each day to the next");
            out.println("                   Mon       Tue       Wed       Thu       Fri       Sat       Sun");
            LocalDate monday = byNight.firstKey().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            for (; !monday.isAfter(byNight.lastKey()); monday = monday.plusWeeks(1)) {
                StringBuilder row = new StringBuilder("  week of " + monday);
                for (int day = 0; day < 7; day++) {
                    row.append(String.format(Locale.ROOT, " %-9s", cell(monday.plusDays(day))));
                }
                out.println(row.toString().stripTrailing());
            }
            byNight.values().stream()
                    .flatMap(List::stream)
                    .filter(judgement -> !(judgement.run().verdict() instanceof AllClear))
                    .forEach(judgement -> out.println("  "
                            + Words.time(judgement.run().started()) + "  "
                            + judgement.run().verdict().word().toUpperCase(Locale.ROOT) + ": "
                            + String.join("; ", judgement.run().verdict().reasons())));
        }

        private String cell(LocalDate night) {
            List<Judgement> runs = byNight.getOrDefault(night, List.of());
            if (runs.isEmpty()) {
                return ".";
            }
            List<Verdict> wrong = runs.stream()
                    .map(judgement -> judgement.run().verdict())
                    .filter(verdict -> !(verdict instanceof AllClear))
                    .toList();
            if (wrong.isEmpty()) {
                return runs.size() == 1 ? "ok" : "ok x" + runs.size();
            }
            String word = wrong.get(0) instanceof Verdict.Incomplete
                    ? "PARTLY"
                    : wrong.get(0).word().toUpperCase(Locale.ROOT);
            return runs.size() == 1 ? word : word + " " + wrong.size() + "/" + runs.size();
        }
    }
}
