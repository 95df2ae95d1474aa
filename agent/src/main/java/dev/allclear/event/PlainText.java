package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Link;
import dev.allclear.event.Block.Log;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.event.Block.Table;
import java.util.List;

/**
 * The body of an event as plain text, in the shape that Proxmox's own mails have: aligned facts, underlined headings,
 * tables with padded columns, addresses in angle brackets on a line of their own. Pure and thread-safe.
 */
public final class PlainText {

    /** No column is padded beyond this, so that one hostile name does not blow up every row. */
    private static final int WIDEST = 64;

    private static final String BETWEEN = "    ";

    private PlainText() {}

    /** The body of this event; ends with a newline unless there is none. */
    public static String of(Event event) {
        return of(event.body());
    }

    /** These blocks; ends with a newline unless there are none. */
    public static String of(List<Block> blocks) {
        StringBuilder text = new StringBuilder();
        Block before = null;
        for (Block block : blocks) {
            if (before != null && !(before instanceof Heading)) {
                text.append(block instanceof Link ? "\n\n" : "\n");
            }
            append(block, text);
            before = block;
        }
        return text.toString();
    }

    private static void append(Block block, StringBuilder text) {
        if (block instanceof Heading heading) {
            String line = SafeText.line(heading.text());
            text.append(line)
                    .append('\n')
                    .append("=".repeat(Math.min(WIDEST, width(line))))
                    .append('\n');
        } else if (block instanceof Paragraph paragraph) {
            lines(paragraph.text(), text);
        } else if (block instanceof Facts facts) {
            facts(facts, text);
        } else if (block instanceof Table table) {
            table(table, text);
        } else if (block instanceof Log log) {
            lines(log.text(), text);
        } else if (block instanceof Link link) {
            String said = SafeText.line(link.text());
            if (!said.isEmpty()) {
                text.append(said).append(":\n\n");
            }
            text.append('<').append(SafeText.line(link.url())).append(">\n");
        }
    }

    private static void lines(String lines, StringBuilder text) {
        String safe = SafeText.lines(lines);
        text.append(safe);
        if (!safe.endsWith("\n")) {
            text.append('\n');
        }
    }

    private static void facts(Facts facts, StringBuilder text) {
        int widest = 0;
        for (Fact fact : facts.facts()) {
            widest = Math.max(widest, width(SafeText.line(fact.label())));
        }
        for (Fact fact : facts.facts()) {
            int from = text.length();
            cell(SafeText.line(fact.label()) + ":", Math.min(WIDEST, widest) + 1, text);
            text.append(' ').append(SafeText.line(fact.value()));
            endLine(from, text);
        }
    }

    private static void table(Table table, StringBuilder text) {
        int[] widths = new int[columns(table)];
        widen(table.header(), widths);
        table.rows().forEach(row -> widen(row, widths));
        row(table.header(), widths, text);
        table.rows().forEach(row -> row(row, widths, text));
    }

    private static int columns(Table table) {
        return Math.max(
                table.header().size(),
                table.rows().stream().mapToInt(List::size).max().orElse(0));
    }

    private static void widen(List<String> cells, int[] widths) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], Math.min(WIDEST, width(SafeText.line(cells.get(i)))));
        }
    }

    private static void row(List<String> cells, int[] widths, StringBuilder text) {
        int from = text.length();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                text.append(BETWEEN);
            }
            cell(SafeText.line(cells.get(i)), widths[i], text);
        }
        endLine(from, text);
    }

    private static void cell(String cell, int width, StringBuilder text) {
        text.append(cell).append(" ".repeat(Math.max(0, width - width(cell))));
    }

    /** Ends a line without blanks at its end. */
    private static void endLine(int from, StringBuilder text) {
        int end = text.length();
        while (end > from && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
