package dev.allclear.route;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code [DAYS] HOUR[:MINUTE]-HOUR[:MINUTE]}. Unlike Proxmox's reader, and like its manual, it takes {@code mon-fri} for
 * {@code mon..fri}. Not thread-safe.
 */
final class WindowReader {
    private final String text;
    private int at;

    WindowReader(String text) {
        this.text = text;
    }

    CalendarDirective read() throws BadDirectiveException {
        Set<DayOfWeek> days = isLetter() ? days() : EnumSet.allOf(DayOfWeek.class);
        blanks();
        LocalTime start = time();
        blanks();
        if (!skip("-")) {
            throw refused("there must be a '-' between two times");
        }
        blanks();
        LocalTime end = time();
        if (at < text.length()) {
            throw refused("'" + text.substring(at) + "' must not stand behind the window");
        }
        if (start.isAfter(end)) {
            throw new BadDirectiveException(
                    "the window ends before it begins, and none goes over midnight",
                    end + "-" + start + " with invert-match true, or two match-calendar lines with mode any");
        }
        return new CalendarDirective(text, days, start, end);
    }

    private Set<DayOfWeek> days() throws BadDirectiveException {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        do {
            DayOfWeek day = day();
            DayOfWeek last = skip("..") || skip("-") ? day() : day;
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        } while (skip(","));
        return days;
    }

    private DayOfWeek day() throws BadDirectiveException {
        int start = at;
        while (isLetter()) {
            at++;
        }
        String written = text.substring(start, at);
        return weekday(written.toUpperCase(Locale.ROOT))
                .orElseThrow(() -> written.isEmpty()
                        ? refused("a day of the week is missing")
                        : refused("'" + written + "' is no day of the week"));
    }

    private static Optional<DayOfWeek> weekday(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word.equals(day.name()) || word.equals(day.name().substring(0, 3))) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private LocalTime time() throws BadDirectiveException {
        int hour = number(24).orElseThrow(() -> refused("an hour from 0 to 23 is missing"));
        int minute = skip(":") ? number(60).orElseThrow(() -> refused("a minute from 0 to 59 is missing")) : 0;
        return LocalTime.of(hour, minute);
    }

    /** The digits here, however many, as a number below the limit. */
    private OptionalInt number(int limit) {
        int start = at;
        int number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = Math.min(limit, number * 10 + text.charAt(at) - '0');
            at++;
        }
        return at == start || number == limit ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private boolean isLetter() {
        int c = at < text.length() ? text.charAt(at) | 0x20 : 0;
        return c >= 'a' && c <= 'z';
    }

    private boolean skip(String expected) {
        boolean here = text.startsWith(expected, at);
        at += here ? expected.length() : 0;
        return here;
    }

    private void blanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static BadDirectiveException refused(String problem) {
        return new BadDirectiveException(problem, "a window such as 8-12, 8:00-15:30 or mon..fri 9:00-17:00");
    }
}
