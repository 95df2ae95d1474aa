package dev.allclear.deliver.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON out of maps, lists, texts, numbers, booleans and nulls, written as Proxmox (serde_json) writes it: compact, in the order
 * of the map, only what must be escaped.
 */
public final class JsonText {
    private JsonText() {}

    /** In one line, without blanks. */
    public static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, -1);
        return out.toString();
    }

    /** Over several lines, indented by two blanks. */
    public static String pretty(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, 0);
        return out.toString();
    }

    /** The text as it stands within quotation marks. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                line(out, depth, 1);
                out.append('"').append(escape(String.valueOf(entry.getKey()))).append(depth < 0 ? "\":" : "\": ");
                write(out, entry.getValue(), depth < 0 ? depth : depth + 1);
                separator = ",";
            }
            line(out, map.isEmpty() ? -1 : depth, 0);
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            String separator = "";
            for (Object element : list) {
                out.append(separator);
                line(out, depth, 1);
                write(out, element, depth < 0 ? depth : depth + 1);
                separator = ",";
            }
            line(out, list.isEmpty() ? -1 : depth, 0);
            out.append(']');
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            out.append('"').append(escape(value.toString())).append('"');
        }
    }

    private static void line(StringBuilder out, int depth, int more) {
        if (depth >= 0) {
            out.append('\n').append("  ".repeat(depth + more));
        }
    }
}
