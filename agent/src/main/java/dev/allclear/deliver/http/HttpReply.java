package dev.allclear.deliver.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came back over HTTP. Immutable and thread-safe; {@link #toString()} shows the status alone.
 *
 * @param headers by name in lower case; of several the first
 * @param body as UTF-8, cut after {@link #LARGEST} bytes
 * @param whole whether the body ended within that
 * @param retryAfter how long to wait as it asks, at most a day; null when it does not
 */
public record HttpReply(
        int status,
        Map<String, String> headers,
        String body,
        boolean whole,
        @Nullable Duration retryAfter) {
    /** Confirmations have some bytes, web pages some thousand. */
    public static final int LARGEST = 64 * 1024;

    /** Longer wishes are cut; the back-off knows its own limit. */
    private static final Duration LONGEST_WISH = Duration.ofDays(1);

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    /** An answer that came at {@code now}. */
    public static HttpReply of(int status, Map<String, String> headers, String body, boolean whole, Instant now) {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return new HttpReply(status, lower, body, whole, RetryAfter.read(lower.get("retry-after"), now, LONGEST_WISH));
    }

    /** Whether the status is 200 to 299. */
    public boolean good() {
        return status >= 200 && status <= 299;
    }

    /** A header, whose name is given in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The content type; empty when none was given. */
    public String type() {
        return header("content-type").orElse("");
    }

    /** Whether it is a web page, whatever it calls itself. */
    public boolean isHtml() {
        return type().toLowerCase(Locale.ROOT).contains("html") || has("<html") || has("<!doctype html");
    }

    /** Whether these words stand in the body, in capitals or not. */
    public boolean has(String words) {
        return body.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "answer " + status;
    }
}
