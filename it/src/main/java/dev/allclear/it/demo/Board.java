package dev.allclear.it.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table in the terminal: redrawn in place where that is possible, else one line for each change. Thread-safe.
 */
final class Board {
    private static final int WIDTH = 119;
    private static final String FORMAT = "%-6s %-38s %-22s %-24s %-16s %-14s";

    /** One run of the night, as it is known by now. */
    static final class Line {
        private final String time;
        private final String truth;
        private String saw = "";
        private String decided = "";
        private String pushed = "";

        private Line(String time, String truth) {
            this.time = time;
            this.truth = truth;
        }
    }

    private final PrintStream out;
    private final boolean live;
    private final List<Line> lines = new ArrayList<>();
    private int drawn;

    Board(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    synchronized Line add(String time, String truth) {
        Line line = new Line(time, truth);
        lines.add(line);
        show(line);
        return line;
    }

    synchronized void saw(Line line, String text) {
        line.saw = text;
        show(line);
    }

    synchronized void decided(Line line, String text) {
        line.decided = text;
        show(line);
    }

    synchronized void pushed(Line line, String text) {
        line.pushed = text;
        show(line);
    }

    private void show(Line changed) {
        if (!live) {
            out.println(text(changed));
            return;
        }
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A");
        }
        out.println("\u001b[2K" + row("time", "what really happens", "the agent saw", "it decided", "it pushed"));
        for (Line line : lines) {
            out.println("\u001b[2K" + text(line));
        }
        drawn = lines.size() + 1;
        out.flush();
    }

    private static String text(Line line) {
        return row(line.time, line.truth, line.saw, line.decided, line.pushed);
    }

    private static String row(String time, String truth, String saw, String decided, String pushed) {
        String row = String.format(Locale.ROOT, "%-6s %-38s %-21s %-16s %s", time, truth, saw, decided, pushed)
                .stripTrailing();
        // A line that the terminal breaks could not be redrawn in place.
        return row.length() > WIDTH ? row.substring(0, WIDTH) : row;
    }

    /** The closing table: each run, and who called it a success. */
    static String summary(List<String[]> rows) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                FORMAT + "%n",
                "time",
                "what really happened",
                "allclear pushed",
                "the usual hook pushed",
                "hook w/o test",
                ""));
        for (String[] row : rows) {
            text.append(String.format(Locale.ROOT, "%-6s %-38s %-22s %-24s %-16s%n", (Object[]) row));
        }
        return text.toString();
    }
}
