package dev.allclear.watch.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What an error answer says. PBS writes plain text and calls it JSON; PVE writes it into the status line, since
 * pve-http-server 5.2 also into {@code message}, and faults of parameters into {@code errors}; a proxy in between sends
 * HTML, of which only the status line is worth showing.
 */
final class ErrorText {
    private static final int LONGEST = 300;

    private ErrorText() {}

    /**
     * The words, cleaned and cut.
     *
     * @param phrase of the status line
     * @param body the beginning of the body
     */
    static String of(@Nullable String phrase, String body) {
        String text = body.strip();
        String words = text.startsWith("<") ? "" : text.startsWith("{") ? ofJson(text) : text;
        String line = phrase == null ? "" : phrase;
        return Words.clean(words.isBlank() ? line : words, LONGEST);
    }

    private static String ofJson(String text) {
        Map<String, String> errors = new TreeMap<>();
        String[] message = {""};
        try {
            JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), body -> {
                while (body.field()) {
                    String name = body.name();
                    if (name.equals("message")) {
                        String said = body.scalar();
                        message[0] = said == null ? "" : said.strip();
                    } else if (name.equals("errors") && body.isObject()) {
                        while (body.field()) {
                            String key = body.name();
                            String fault = body.scalar();
                            errors.put(key, fault == null ? "" : fault.strip());
                        }
                    } else {
                        body.skip();
                    }
                }
                return message;
            });
        } catch (UnreadableException | JacksonException e) {
            // Cut off or no JSON after all: what was read until then is better than nothing.
        }
        StringBuilder all = new StringBuilder(message[0]);
        errors.forEach((key, fault) ->
                all.append(all.isEmpty() ? "" : " ").append(key).append(": ").append(fault));
        return all.toString();
    }
}
