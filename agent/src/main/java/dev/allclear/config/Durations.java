package dev.allclear.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 30s}, {@code 5min}, {@code 1h30m}, {@code 2d}; a bare number is seconds. */
final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}) ?(s|min|m|h|d)\\s*");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Map<String, Integer> SECONDS_OF = Map.of("s", 1, "m", 60, "min", 60, "h", 3600, "d", 86400);
    /** Nobody writes more; the bound keeps the sum small. */
    private static final int LONGEST_TEXT = 40;

    private Durations() {}

    /** The duration, or empty when {@code text} is none. */
    static Optional<Duration> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        long seconds = 0;
        Matcher part = PART.matcher(text);
        while (part.lookingAt()) {
            seconds += Long.parseLong(part.group(1)) * SECONDS_OF.getOrDefault(part.group(2), 0);
            if (part.end() == text.length()) {
                return Optional.of(Duration.ofSeconds(seconds));
            }
            part.region(part.end(), text.length());
        }
        return Optional.empty();
    }

    /** The shortest form in one unit, for example {@code 90m}. */
    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0) {
            return "0s";
        }
        return seconds % 86400 == 0
                ? seconds / 86400 + "d"
                : seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
    }

    /** A duration from {@code least} to {@code most}. */
    static ValueKind between(Duration least, Duration most) {
        return value -> {
            Optional<Duration> duration = parse(value);
            if (duration.isEmpty()) {
                return Optional.of(new ValueKind.Fault(
                        "is not a length of time", "write for example 30s, 5min, 1h30m, 20h or 2d"));
            }
            boolean good =
                    duration.get().compareTo(least) >= 0 && duration.get().compareTo(most) <= 0;
            return good
                    ? Optional.empty()
                    : Optional.of(new ValueKind.Fault(
                            "is too " + (duration.get().compareTo(least) < 0 ? "short" : "long"),
                            "write " + text(least) + " to " + text(most)));
        };
    }
}
