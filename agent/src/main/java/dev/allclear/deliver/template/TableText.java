package dev.allclear.deliver.template;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The helper {@code table}: an array of objects by column name, or Proxmox's own shape with {@code schema.columns} (label, id,
 * renderer) and {@code data}.
 */
final class TableText {
    private record Column(String label, String id, String renderer) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private TableText(@Nullable Object value, ZoneId zone) {
        Object data = value;
        if (value instanceof Map<?, ?> shaped) {
            data = shaped.get("data");
            if (shaped.get("schema") instanceof Map<?, ?> schema && schema.get("columns") instanceof List<?> wanted) {
                wanted.forEach(this::column);
            }
        }
        if (!(data instanceof List<?> list)) {
            throw new BadArgument("the helper table needs an array of objects");
        }
        if (columns.isEmpty()) {
            Set<String> names = new LinkedHashSet<>();
            list.forEach(row -> {
                if (row instanceof Map<?, ?> map) {
                    map.keySet().forEach(key -> names.add(String.valueOf(key)));
                }
            });
            names.forEach(name -> columns.add(new Column(name, name, "")));
        }
        for (Object row : list) {
            List<String> cells = new ArrayList<>();
            for (Column column : columns) {
                cells.add(cell(Values.lookup(row, column.id()), column.renderer(), zone));
            }
            rows.add(cells);
        }
    }

    private void column(@Nullable Object wanted) {
        String id = Values.print(Values.lookup(wanted, "id"));
        columns.add(new Column(
                Values.print(Values.lookup(wanted, "label")), id, Values.print(Values.lookup(wanted, "renderer"))));
    }

    private static String cell(@Nullable Object value, String renderer, ZoneId zone) {
        return switch (renderer) {
            case "human-bytes" -> Formats.humanBytes(value);
            case "duration" -> Formats.duration(value);
            case "timestamp" -> Formats.timestamp(value, zone);
            default -> value == null ? "null" : Values.print(value);
        };
    }

    /** Columns as wide as their longest cell and four blanks. */
    static String plain(@Nullable Object value, ZoneId zone) {
        TableText table = new TableText(value, zone);
        StringBuilder out = new StringBuilder();
        List<List<String>> all = new ArrayList<>();
        all.add(table.columns.stream().map(Column::label).toList());
        all.addAll(table.rows);
        for (List<String> row : all) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width =
                        all.stream().mapToInt(r -> length(r.get(column))).max().orElse(0) + 4;
                out.append(row.get(i)).append(" ".repeat(width - length(row.get(i))));
            }
            out.append('\n');
        }
        return out.toString();
    }

    static String html(@Nullable Object value, ZoneId zone) {
        TableText table = new TableText(value, zone);
        StringBuilder out =
                new StringBuilder("<table border=\"1\" cellpadding=\"4\" style=\"border-collapse: collapse\">\n");
        row(out, "th", table.columns.stream().map(Column::label).toList());
        table.rows.forEach(cells -> row(out, "td", cells));
        return out.append("</table>\n").toString();
    }

    private static void row(StringBuilder out, String tag, List<String> cells) {
        out.append("<tr>");
        for (String cell : cells) {
            out.append('<')
                    .append(tag)
                    .append('>')
                    .append(escape(cell))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        out.append("</tr>\n");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;");
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
