package dev.allclear.pipeline;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.event.Level;

/**
 * An event's fields as journald wants them: upper-case names, one stable {@code MESSAGE_ID} for each type, and the
 * {@code PRIORITY}, since levels know no notice. Source: systemd.journal-fields(7). Pure.
 */
final class JournalFields {
    private static final String PREFIX = "ALLCLEAR_";

    /** journald drops a field with a longer name. */
    private static final int LONGEST_NAME = 64;

    private JournalFields() {}

    static Map<String, String> of(Event event) {
        Map<String, String> fields = new LinkedHashMap<>();
        event.fields().forEach((name, value) -> fields.put(name(name), value));
        fields.put(PREFIX + "TYPE", event.type());
        fields.put(PREFIX + "SEVERITY", event.severity().word());
        fields.put(PREFIX + "EVENT", event.identity());
        fields.put("MESSAGE_ID", messageId(event.type()));
        fields.put("PRIORITY", priority(event.severity()));
        return fields;
    }

    private static String name(String field) {
        String name = PREFIX + field.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    /** Derived from the type, so it is the same on every host and in every version. */
    static String messageId(String type) {
        return UUID.nameUUIDFromBytes(("allclear event " + type).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }

    static Level level(Severity severity) {
        return switch (severity) {
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARN;
            case INFO, NOTICE, UNKNOWN -> Level.INFO;
        };
    }

    /** As syslog counts; it has no word for what cannot be judged, which is to be noticed. */
    static String priority(Severity severity) {
        return switch (severity) {
            case ERROR -> "3";
            case WARNING -> "4";
            case NOTICE, UNKNOWN -> "5";
            case INFO -> "6";
        };
    }
}
