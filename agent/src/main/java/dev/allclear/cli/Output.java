package dev.allclear.cli;

import dev.allclear.event.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes one JSON value on one line. */
final class Output {
    private static final JsonFactory JSON = new JsonFactory();

    private Output() {}

    static void jsonLine(PrintWriter out, Consumer<JsonGenerator> content) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        out.println(escaped(line.toString()));
    }

    /** JSON leaves some characters as they are that command a terminal. They can stand in strings only. */
    private static String escaped(String json) {
        if (SafeText.line(json).equals(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder();
        json.chars().forEach(unit -> {
            String character = String.valueOf((char) unit);
            boolean half = Character.isSurrogate((char) unit);
            escaped.append(
                    half || SafeText.line(character).equals(character)
                            ? character
                            : String.format(Locale.ROOT, "\\u%04x", unit));
        });
        return escaped.toString();
    }

    /** A time as ISO 8601 in UTC; left out when there is none. */
    static void time(JsonGenerator json, String name, @Nullable Instant time) {
        if (time != null) {
            json.writeStringProperty(name, time.toString());
        }
    }

    static void strings(JsonGenerator json, String name, Iterable<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
