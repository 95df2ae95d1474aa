package dev.allclear.it.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, in order. Not thread-safe. */
final class Fields {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** @param value a string, number, boolean, {@link Fields}, an {@link Iterable} of these, or null */
    Fields with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    /** Only if there is a value. */
    Fields withIf(boolean there, String name, @Nullable Object value) {
        return there ? with(name, value) : this;
    }

    /** The object as JSON. */
    String json() {
        StringBuilder out = new StringBuilder();
        write(out, this);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        if (value instanceof Fields fields) {
            String separator = "{";
            for (Map.Entry<String, @Nullable Object> entry : fields.values.entrySet()) {
                out.append(separator);
                text(out, entry.getKey());
                out.append(':');
                write(out, entry.getValue());
                separator = ",";
            }
            out.append(fields.values.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> items) {
            out.append('[');
            String separator = "";
            for (Object item : items) {
                out.append(separator);
                write(out, item);
                separator = ",";
            }
            out.append(']');
        } else if (value instanceof String text) {
            text(out, text);
        } else {
            out.append(value);
        }
    }

    private static void text(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
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
        out.append('"');
    }
}
