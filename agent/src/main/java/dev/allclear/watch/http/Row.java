package dev.allclear.watch.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain values of one JSON object. Numbers and booleans may have come as strings and the other way round: the APIs are
 * loose about that. Not thread-safe.
 */
public final class Row {
    private final String what;
    private final Map<String, String> values;

    /** @param what what the object is, for messages */
    Row(String what, Map<String, String> values) {
        this.what = what;
        this.values = values;
    }

    /** The text of a field, empty text included; null when it is absent, null, a list or an object. */
    public @Nullable String optional(String name) {
        return values.get(name);
    }

    /** The text of a field that must be there. */
    public String text(String name) throws UnreadableException {
        String value = values.get(name);
        if (value == null) {
            throw new UnreadableException("'" + name + "' is missing in " + what);
        }
        return value;
    }

    /** A whole number that must be there. */
    public long number(String name) throws UnreadableException {
        return number(name, text(name));
    }

    /** A whole number, or {@code otherwise} when the field is absent. */
    public long number(String name, long otherwise) throws UnreadableException {
        String value = values.get(name);
        return value == null ? otherwise : number(name, value);
    }

    /** A positive number that fits a vmid and must be there. */
    public int vmid(String name) throws UnreadableException {
        long number = number(name);
        if (number < 1 || number > 999_999_999) {
            throw new UnreadableException("'" + name + "' is no vmid: " + number);
        }
        return (int) number;
    }

    /** A switch, or {@code otherwise} when the field is absent. */
    public boolean flag(String name, boolean otherwise) throws UnreadableException {
        String value = values.get(name);
        return value == null ? otherwise : flag(name, value);
    }

    static long number(String name, String text) throws UnreadableException {
        String digits = text.strip();
        int point = digits.indexOf('.');
        try {
            return Long.parseLong(point > 0 ? digits.substring(0, point) : digits);
        } catch (NumberFormatException e) {
            throw new UnreadableException("'" + name + "' is no number: \"" + Words.clean(text, 60) + "\"");
        }
    }

    static boolean flag(String name, String text) throws UnreadableException {
        return switch (text) {
            case "1", "true" -> true;
            case "0", "false", "" -> false;
            default -> throw new UnreadableException("'" + name + "' is no switch: \"" + Words.clean(text, 60) + "\"");
        };
    }
}
