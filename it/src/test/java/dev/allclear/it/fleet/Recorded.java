package dev.allclear.it.fleet;

import dev.allclear.it.world.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An answer of a real server, and what it was the answer to. */
record Recorded(Map<String, Object> fields) {

    /** Those of {@code pve} or {@code pbs}. */
    static List<Recorded> all(String product) {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream("/api/" + product + ".json"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return JsonText.array(text).stream().map(Recorded::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // JSON keys are strings
    private static Recorded of(Object value) {
        return new Recorded((Map<String, Object>) value);
    }

    String text(String key) {
        return Objects.requireNonNull(fields.get(key)).toString();
    }

    String url() {
        return text("url");
    }

    int status() {
        return Integer.parseInt(text("status"));
    }

    String body() {
        return text("body");
    }

    /** Pairs or an object. */
    List<String> headers() {
        return fields.get("headers") instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList()
                : ((List<?>) Objects.requireNonNull(fields.get("headers")))
                        .stream()
                                .map(pair -> ((List<?>) pair).get(0) + ": " + ((List<?>) pair).get(1))
                                .toList();
    }

    /** As if it had been answered now. */
    Asked asAnswer() {
        return new Asked(status(), "", headers(), body(), "");
    }

    @Override
    public String toString() {
        return fields.getOrDefault("as", fields.get("case")) + " " + url();
    }
}
