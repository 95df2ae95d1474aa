package dev.allclear.status.page;

import dev.allclear.ledger.RunRow;
import dev.allclear.status.view.GuestBackup;
import dev.allclear.status.view.RunView;
import dev.allclear.task.Guest;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A row of bars, the newest at the right, as geometry for a template.
 *
 * @param width of the drawing
 * @param height of the drawing
 * @param bars from the left
 * @param summary the same in words
 */
record Bars(int width, int height, List<Bar> bars, String summary) {
    private static final int STEP = 12;
    private static final int THICK = 8;

    /** Even the shortest run is seen. */
    private static final int LEAST = 6;

    /**
     * One bar.
     *
     * @param tone its class: ok, warn, bad, idle
     * @param title what it says when pointed at
     * @param href where it leads; empty for nowhere
     */
    record Bar(int x, int y, int thick, int height, String tone, String title, String href) {}

    /** The last runs of a heartbeat; those that are no all-clear have the full height. */
    static Bars ofRuns(List<RunRow> runs, int places, int height, Frame frame) {
        long longest = runs.stream()
                .filter(run -> run.verdict() instanceof AllClear)
                .mapToLong(run -> duration(run).toSeconds())
                .max()
                .orElse(0);
        List<Bar> bars = new ArrayList<>();
        int left = STEP * Math.max(0, places - runs.size());
        for (int i = 0; i < runs.size(); i++) {
            RunRow run = runs.get(i);
            boolean ok = run.verdict() instanceof AllClear;
            int tall = ok ? share(duration(run).toSeconds(), longest, height) : height;
            bars.add(new Bar(
                    left + STEP * i,
                    height - tall,
                    THICK,
                    tall,
                    Phrases.tone(run.verdict()),
                    frame.when(run.started()) + ": " + run.verdict().word() + ", " + Phrases.duration(duration(run)),
                    Phrases.path(run.heartbeat(), run.run())));
        }
        return new Bars(
                STEP * places - STEP + THICK,
                height,
                bars,
                summary(runs) + (longest > 0 ? ", at most " + Phrases.duration(Duration.ofSeconds(longest)) : ""));
    }

    private static String summary(List<RunRow> runs) {
        Map<String, Long> counts = runs.stream()
                .collect(Collectors.groupingBy(run -> run.verdict().word(), TreeMap::new, Collectors.counting()));
        return runs.isEmpty()
                ? "no run yet"
                : Phrases.counted(runs.size(), "run") + ": "
                        + counts.entrySet().stream()
                                .map(count -> count.getValue() + " " + count.getKey())
                                .collect(Collectors.joining(", "));
    }

    /** How many guests each run covered, newest last: what is missing stands on top of what is there. */
    static Bars ofCoverage(List<RunView> newestFirst, int places, int height, Frame frame) {
        List<RunView> runs = newestFirst.stream()
                .limit(places)
                .sorted(Comparator.comparing(run -> run.row().started()))
                .toList();
        int most = runs.stream()
                .mapToInt(run -> run.covered().size() + run.missing().size())
                .max()
                .orElse(0);
        List<Bar> bars = new ArrayList<>();
        int left = STEP * Math.max(0, places - runs.size());
        for (int i = 0; i < runs.size(); i++) {
            RunView run = runs.get(i);
            int there = most == 0
                    ? 0
                    : (int) Math.round((double) height * run.covered().size() / most);
            int all = most == 0
                    ? 0
                    : (int) Math.round((double) height
                            * (run.covered().size() + run.missing().size())
                            / most);
            String title = frame.when(run.row().started()) + ": "
                    + run.covered().size() + " of "
                    + Phrases.counted(run.covered().size() + run.missing().size(), "guest");
            String href = Phrases.path(run.row().heartbeat(), run.row().run());
            int x = left + STEP * i;
            if (all > there) {
                bars.add(new Bar(x, height - all, THICK, Math.max(2, all - there), "bad", title, href));
            }
            if (there > 0) {
                bars.add(new Bar(x, height - there, THICK, there, "ok", title, href));
            }
        }
        return new Bars(
                STEP * places - STEP + THICK,
                height,
                bars,
                runs.isEmpty()
                        ? "no run yet"
                        : "guests with a backup in the last " + Phrases.counted(runs.size(), "run") + ", at most "
                                + most);
    }

    /** The last turns of a guest by how long they took. */
    static Bars ofGuest(List<GuestBackup> turns, int places, int height, Frame frame) {
        long longest = turns.stream()
                .filter(GuestBackup::finished)
                .mapToLong(turn -> turn.duration() == null ? 0 : turn.duration().toSeconds())
                .max()
                .orElse(0);
        List<Bar> bars = new ArrayList<>();
        List<GuestBackup> shown = turns.subList(Math.max(0, turns.size() - places), turns.size());
        int left = 6 * Math.max(0, places - shown.size());
        for (int i = 0; i < shown.size(); i++) {
            GuestBackup turn = shown.get(i);
            Duration took = turn.duration();
            int tall = turn.finished() && took != null ? share(took.toSeconds(), longest, height) : height;
            bars.add(new Bar(
                    left + 6 * i,
                    height - tall,
                    4,
                    tall,
                    Phrases.tone(turn.state()),
                    frame.when(turn.at()) + ": " + turn.state().word()
                            + (took == null ? "" : ", " + Phrases.duration(took)),
                    ""));
        }
        long good = shown.stream().filter(GuestBackup::finished).count();
        return new Bars(
                6 * places - 2,
                height,
                bars,
                good + " of the last " + Phrases.counted(shown.size(), "turn") + " finished");
    }

    private static int share(long part, long whole, int height) {
        return whole <= 0 ? height / 2 : LEAST + (int) Math.round((double) (height - LEAST) * part / whole);
    }

    private static Duration duration(RunRow run) {
        Duration duration = Duration.between(run.started(), run.ended());
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** Hundredths of the longest, for a line beside a guest. */
    static int percent(Guest guest, List<Guest> all) {
        long longest = all.stream()
                .map(Guest::duration)
                .mapToLong(duration -> duration == null ? 0 : duration.toSeconds())
                .max()
                .orElse(0);
        Duration own = guest.duration();
        return own == null || longest == 0 ? 0 : (int) Math.max(1, 100 * own.toSeconds() / longest);
    }
}
