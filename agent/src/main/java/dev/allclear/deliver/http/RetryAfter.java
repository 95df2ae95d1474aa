package dev.allclear.deliver.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} in both of its shapes, seconds and date (RFC 9110, 10.2.3). Thread-safe. */
public final class RetryAfter {
    private RetryAfter() {}

    /** How long to wait, at most {@code longest}; null when absent, senseless or past. */
    public static @Nullable Duration read(@Nullable String header, Instant now, Duration longest) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        Duration wish;
        if (text.matches("\\d+")) {
            wish = text.length() > 6 ? longest : Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                wish = Duration.between(
                        now,
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        if (wish.isNegative() || wish.isZero()) {
            return null;
        }
        return wish.compareTo(longest) > 0 ? longest : wish;
    }
}
