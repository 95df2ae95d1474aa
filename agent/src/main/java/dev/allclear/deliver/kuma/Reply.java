package dev.allclear.deliver.kuma;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came back over HTTP, as far as it is of interest.
 *
 * @param type the content type; empty when none was given
 * @param body as UTF-8, cut after {@link #LARGEST} bytes
 * @param whole whether the body ended within that
 */
record Reply(
        int status,
        String type,
        @Nullable String location,
        @Nullable String retryAfter,
        String body,
        boolean whole) {
    /** Kuma's answer has eleven bytes; its front page some thousand. */
    static final int LARGEST = 64 * 1024;

    boolean isHtml() {
        return type.toLowerCase(Locale.ROOT).contains("html") || has("<html") || has("<!doctype html");
    }

    boolean has(String words) {
        return body.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    /** Kuma 1.x knows push monitors by GET only, and says so as Express does. */
    boolean refusesPost() {
        return status == 405 || (status == 404 && has("Cannot POST"));
    }
}
