package dev.allclear.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in columns that are as wide as what they hold. On a screen that is too narrow first the columns that can be cut are,
 * then those are left out that can be missed, from the right. Not thread-safe.
 */
public final class Table {
    private static final String BETWEEN = "  ";

    /**
     * A column.
     *
     * @param title its head
     * @param right whether it stands at the right, as numbers do
     * @param least the narrowest that it may be cut to; 0 when it must not be
     * @param dispensable whether it may be left out
     */
    public record Column(String title, boolean right, int least, boolean dispensable) {
        /** Text that stays whole. */
        public static Column of(String title) {
            return new Column(title, false, 0, false);
        }

        /** A number. */
        public static Column number(String title) {
            return new Column(title, true, 0, false);
        }

        /** Text that may be cut. */
        public static Column text(String title, int least) {
            return new Column(title, false, least, false);
        }

        /** The same column, which a narrow screen may leave out. */
        public Column ifRoom() {
            return new Column(title, right, least, true);
        }
    }

    /**
     * What stands in one column of a row; whoever chose the text, it is made fit to be shown.
     *
     * @param ink its colour
     * @param marks a colour for each character instead; empty for one colour
     */
    public record Cell(String text, Ink ink, List<Ink> marks) {
        public Cell {
            text = Text.safe(text);
            marks = List.copyOf(marks);
        }

        public Cell(String text, Ink ink) {
            this(text, ink, List.of());
        }

        public static Cell of(String text) {
            return new Cell(text, Ink.PLAIN);
        }

        private String painted(String shown, Screen screen) {
            if (marks.size() != shown.length()) {
                return screen.paint(shown, ink);
            }
            StringBuilder painted = new StringBuilder();
            for (int i = 0; i < marks.size(); i++) {
                painted.append(screen.paint(shown.substring(i, i + 1), marks.get(i)));
            }
            return painted.toString();
        }
    }

    /** Cells, or with one of them and no columns a remark below the row before. */
    private record Row(List<Cell> cells, boolean remark) {}

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row, with a cell for each column. */
    public Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(new Row(List.of(cells), false));
        return this;
    }

    /** Adds a remark to the last row, on lines of its own. */
    public Table remark(String text) {
        rows.add(new Row(List.of(new Cell(text, Ink.FAINT)), true));
        return this;
    }

    /** Prints the head and the rows; nothing when there are no rows. */
    public void print(Screen screen) {
        if (rows.isEmpty()) {
            return;
        }
        int[] widths = fit(screen.width());
        screen.raw(line(
                columns.stream()
                        .map(column -> new Cell(column.title(), Ink.FAINT))
                        .toList(),
                widths,
                screen));
        for (Row row : rows) {
            if (row.remark()) {
                screen.indented(
                        "        ",
                        row.cells().get(0).text(),
                        row.cells().get(0).ink());
            } else {
                screen.raw(line(row.cells(), widths, screen));
            }
        }
    }

    /** The width of each column; -1 for one that is left out. */
    private int[] fit(int screen) {
        int[] widths = IntStream.range(0, columns.size()).map(this::natural).toArray();
        for (int over = total(widths) - screen; over > 0; over = total(widths) - screen) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                int least = columns.get(i).least();
                if (least > 0 && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest >= 0) {
                widths[widest]--;
            } else if (!leaveOut(widths)) {
                return widths;
            }
        }
        return widths;
    }

    private int natural(int column) {
        int widest = Text.width(columns.get(column).title());
        for (Row row : rows) {
            widest = row.remark()
                    ? widest
                    : Math.max(widest, Text.width(row.cells().get(column).text()));
        }
        return widest;
    }

    /** Leaves out a column; what was cut for it is whole again. */
    private boolean leaveOut(int[] widths) {
        for (int i = widths.length - 1; i >= 0; i--) {
            if (widths[i] >= 0 && columns.get(i).dispensable()) {
                widths[i] = -1;
                for (int j = 0; j < widths.length; j++) {
                    widths[j] = widths[j] < 0 ? -1 : natural(j);
                }
                return true;
            }
        }
        return false;
    }

    private static int total(int[] widths) {
        int shown = (int) Arrays.stream(widths).filter(width -> width >= 0).count();
        return Arrays.stream(widths).filter(width -> width >= 0).sum() + Math.max(0, shown - 1) * BETWEEN.length();
    }

    private String line(List<Cell> cells, int[] widths, Screen screen) {
        StringBuilder line = new StringBuilder();
        String between = "";
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] >= 0) {
                Cell cell = cells.get(i);
                String text = Text.cut(cell.text(), widths[i]);
                boolean last = i == widths.length - 1 && !columns.get(i).right();
                String blanks = " ".repeat(last ? 0 : Math.max(0, widths[i] - Text.width(text)));
                String painted = cell.painted(text, screen);
                line.append(between).append(columns.get(i).right() ? blanks + painted : painted + blanks);
                between = BETWEEN;
            }
        }
        return line.toString().stripTrailing();
    }
}
