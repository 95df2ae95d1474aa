package dev.allclear.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proxmox's property strings: {@code name=X-Token,value="YQ=="}. A value may be in double quotes, with {@code \"},
 * {@code \\} and {@code \n} inside. Source: observed behaviour of proxmox-schema as used by proxmox-notify 1.0.3.
 */
final class PropertyString {
    /** The form of a webhook's headers and secrets. */
    static final ValueKind NAME_AND_VALUE = ValueKind.where(
            text -> parse(text, Set.of("name", "value"))
                    .filter(pairs -> pairs.containsKey("name"))
                    .isPresent(),
            "is not of the form name=…,value=…",
            "write name=NAME,value=BASE64, with double quotes around a part that contains a comma");

    /** The form of an Alertmanager's label; its name is one that Prometheus accepts. */
    static final ValueKind LABEL = ValueKind.where(
            text -> parse(text, Set.of("name", "value"))
                    .filter(pairs -> pairs.getOrDefault("name", "").matches("[a-zA-Z_][a-zA-Z0-9_]*")
                            && !pairs.getOrDefault("value", "").isEmpty())
                    .isPresent(),
            "is not of the form name=…,value=…",
            "write name=NAME,value=TEXT; a name has letters, digits and '_', and double quotes go around a text with a"
                    + " comma");

    private PropertyString() {}

    /** The pairs, or empty when the text is malformed, repeats a key or uses one that is not in {@code keys}. */
    static Optional<Map<String, String>> parse(String text, Set<String> keys) {
        Map<String, String> pairs = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0 || !keys.contains(text.substring(at, equals))) {
                return Optional.empty();
            }
            StringBuilder value = new StringBuilder();
            int end = value(text, equals + 1, value);
            if (end < 0 || pairs.put(text.substring(at, equals), value.toString()) != null) {
                return Optional.empty();
            }
            at = end + 1;
        }
        return Optional.of(pairs);
    }

    /** Reads one value into {@code value} and gives the index of the comma or end behind it; -1 if malformed. */
    private static int value(String text, int from, StringBuilder value) {
        if (from >= text.length() || text.charAt(from) != '"') {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            value.append(text, from, end);
            return end;
        }
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1 == text.length() || text.charAt(i + 1) == ',' ? i + 1 : -1;
            }
            if (c == '\\') {
                i++;
                int escape = i < text.length() ? "\"\\n".indexOf(text.charAt(i)) : -1;
                if (escape < 0) {
                    return -1;
                }
                c = "\"\\\n".charAt(escape);
            }
            value.append(c);
        }
        return -1;
    }
}
