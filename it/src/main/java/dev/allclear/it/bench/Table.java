package dev.allclear.it.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The rows measured so far. */
final class Table {
    private static final List<String> HEADS = List.of("what", "measured", "aim", "peer in the same run");

    private final List<List<String>> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(List.of(row.what(), row.measured(), row.aim(), row.peer()));
    }

    void print(PrintStream out) {
        int[] widths = new int[HEADS.size()];
        List<List<String>> all = new ArrayList<>(List.of(HEADS));
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        print(out, HEADS, widths);
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        print(out, rule, widths);
        rows.forEach(row -> print(out, row, widths));
    }

    private static void print(PrintStream out, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : " | ")
                    .append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()));
        }
        out.println(line.toString().stripTrailing());
    }
}
