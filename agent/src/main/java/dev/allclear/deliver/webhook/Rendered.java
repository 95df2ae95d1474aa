package dev.allclear.deliver.webhook;

import dev.allclear.deliver.http.HttpMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What must not be shown of one rendered request, for administrators also write tokens straight into the path and the headers,
 * and the other side may quote them: every longer piece of the path and the query, every header's value.
 */
final class Rendered {
    /** Shorter pieces are words such as {@code api} or {@code v2}. */
    private static final int SHORTEST = 8;

    private Rendered() {}

    static List<String> secrets(HttpMessage message) {
        List<String> texts = new ArrayList<>();
        texts.addAll(Arrays.asList(message.url().path().split("/", -1)));
        texts.addAll(Arrays.asList(message.url().query().split("[&=]", -1)));
        for (HttpMessage.Header header : message.headers()) {
            texts.addAll(Arrays.asList(header.value().split(" ", -1)));
            texts.add(header.value());
        }
        texts.removeIf(text -> text.length() < SHORTEST);
        return texts;
    }
}
