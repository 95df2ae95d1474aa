package dev.allclear.status.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What all pages have around them, and how they say times. Immutable and thread-safe.
 *
 * @param host the name of this host
 * @param version of allclear
 * @param now when the page is made
 * @param zone in which times are said
 */
public record Frame(String host, String version, Instant now, ZoneId zone) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    /** {@code today 03:41}, {@code Thu 19 Nov 03:41}, {@code 3 Feb 2025 03:41}. */
    String when(Instant moment) {
        LocalDate day = moment.atZone(zone).toLocalDate();
        LocalDate today = now.atZone(zone).toLocalDate();
        long days = ChronoUnit.DAYS.between(day, today);
        String name = days == 0
                ? "today"
                : days == 1 ? "yesterday" : days == -1 ? "tomorrow" : (Math.abs(days) < 200 ? DAY : YEAR).format(day);
        return name + " " + CLOCK.format(moment.atZone(zone));
    }

    /** To the second: {@code 2026-11-21 03:41:07}. */
    String exactly(Instant moment) {
        return FULL.format(moment.atZone(zone));
    }

    /** For machines. */
    String iso(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 3 h ago}, {@code in 21 h}. */
    String away(Instant moment) {
        Duration since = Duration.between(moment, now);
        return since.isNegative() ? "in " + Phrases.rough(since.negated()) : Phrases.rough(since) + " ago";
    }

    /** The zone as people know it: {@code CET}. */
    String zoneName() {
        return DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(now.atZone(zone));
    }
}
