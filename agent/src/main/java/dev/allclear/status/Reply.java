package dev.allclear.status;

import java.util.Map;

/**
 * What is answered.
 *
 * @param body in UTF-8
 * @param headers beside those that every answer has
 */
record Reply(int status, String type, String body, Map<String, String> headers) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    static Reply html(int status, String page) {
        return of(status, HTML, page);
    }

    static Reply text(int status, String words) {
        return of(status, TEXT, words);
    }

    static Reply of(int status, String type, String body) {
        return new Reply(status, type, body, Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, type, body, Map.of(header, value));
    }
}
