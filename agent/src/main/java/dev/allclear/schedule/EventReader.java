package dev.allclear.schedule;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code [WEEKDAYS] [[YEARS-]MONTHS-DAYS] [[HOURS:]MINUTES[:SECONDS]] [UTC]} from left to right. */
final class EventReader {
    /** The API of Proxmox takes 128 characters; its reader takes more. The bound keeps looking ahead short. */
    private static final int LONGEST_TEXT = 1000;

    private static final Map<String, String> SHORTHANDS = Map.of(
            "minutely", "*:*",
            "hourly", "*:0",
            "daily", "0:0",
            "weekly", "mon 0:0",
            "monthly", "*-1 0:0",
            "yearly", "1-1 0:0",
            "annually", "1-1 0:0",
            "quarterly", "1,4,7,10-1 0:0",
            "semiannually", "1,7-1 0:0",
            "semi-annually", "1,7-1 0:0");

    private final String text;
    private int at;

    private final Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
    private Numbers years = Numbers.ANY;
    private Numbers months = Numbers.ANY;
    private Numbers days = Numbers.ANY;
    private Numbers hours = Numbers.ZERO;
    private Numbers minutes = Numbers.ZERO;
    private Numbers seconds = Numbers.ZERO;

    private EventReader(String text) {
        this.text = text;
    }

    static Optional<CalendarEvent> read(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        boolean utc = text.endsWith("UTC");
        int end = utc ? text.length() - "UTC".length() : text.length();
        while (utc && end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        String body = text.substring(0, end);
        EventReader reader = new EventReader(SHORTHANDS.getOrDefault(body, body));
        return reader.event() ? Optional.of(reader.result(text, utc)) : Optional.empty();
    }

    private CalendarEvent result(String written, boolean utc) {
        return new CalendarEvent(
                written, utc, weekdays, new CalendarEvent.Fields(years, months, days, hours, minutes, seconds));
    }

    private boolean event() {
        boolean some = weekdays();
        if (some) {
            blanks();
        }
        if (date()) {
            some = true;
            blanks();
        }
        some |= time();
        return some && at == text.length();
    }

    private boolean weekdays() {
        if (!weekdayRange()) {
            return false;
        }
        int comma = at;
        while (skip(",") && weekdayRange()) {
            comma = at;
        }
        at = comma;
        return true;
    }

    /** One day, or two with {@code ..} or, as the manual of Proxmox has it, {@code -} between them. */
    private boolean weekdayRange() {
        Optional<DayOfWeek> first = weekday();
        if (first.isEmpty()) {
            return false;
        }
        int mark = at;
        Optional<DayOfWeek> last = skip("..") || skip("-") ? weekday() : Optional.empty();
        if (last.isEmpty()) {
            at = mark;
        }
        DayOfWeek day = first.get();
        weekdays.add(day);
        while (day != last.orElse(first.get())) {
            day = day.plus(1);
            weekdays.add(day);
        }
        return true;
    }

    private Optional<DayOfWeek> weekday() {
        int end = at;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        String word = text.substring(at, end).toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word.equals(day.name()) || word.equals(day.name().substring(0, 3))) {
                at = end;
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private boolean date() {
        int mark = at;
        Numbers[] parts = joined("-", part(0, 2200), part(1, 13), part(1, 32));
        if (parts == null) {
            at = mark;
            Numbers[] monthAndDay = joined("-", part(1, 13), part(1, 32));
            parts = monthAndDay == null ? null : new Numbers[] {Numbers.ANY, monthAndDay[0], monthAndDay[1]};
        }
        if (parts == null) {
            at = mark;
            return false;
        }
        years = parts[0];
        months = parts[1];
        days = parts[2];
        return true;
    }

    /** A number alone is minutes, and so is a number of hours that is too large: {@code 30:15} is minute 30, second 15. */
    private boolean time() {
        int mark = at;
        Numbers hour = numbers(part(0, 24));
        if (hour == null || !skip(":")) {
            hour = Numbers.ANY;
            at = mark;
        }
        Numbers minute = numbers(part(0, 60));
        if (minute == null) {
            at = mark;
            return false;
        }
        hours = hour;
        minutes = minute;
        mark = at;
        Numbers second = skip(":") ? numbers(part(0, 60)) : null;
        if (second == null) {
            at = mark;
        } else {
            seconds = second;
        }
        return true;
    }

    /**
     * The numbers that a field may hold.
     *
     * @param least where steps begin after a star
     * @param limit the first number that is too large
     */
    private record Part(int least, int limit) {}

    private static Part part(int least, int limit) {
        return new Part(least, limit);
    }

    private Numbers @Nullable [] joined(String separator, Part... parts) {
        Numbers[] found = new Numbers[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Numbers numbers = i == 0 || skip(separator) ? numbers(parts[i]) : null;
            if (numbers == null) {
                return null;
            }
            found[i] = numbers;
        }
        return found;
    }

    private @Nullable Numbers numbers(Part part) {
        if (skip("*")) {
            if (!skip("/")) {
                return Numbers.ANY;
            }
            int step = number(part.limit());
            return step > 0 ? new Numbers(List.of(new Numbers.Series(part.least(), step, Numbers.Series.OPEN))) : null;
        }
        List<Numbers.Series> list = new ArrayList<>();
        int comma = at;
        for (Numbers.Series one = series(part.limit()); one != null; one = skip(",") ? series(part.limit()) : null) {
            list.add(one);
            comma = at;
        }
        at = comma;
        return list.isEmpty() ? null : new Numbers(list);
    }

    private Numbers.@Nullable Series series(int limit) {
        int first = number(limit);
        if (first < 0) {
            return null;
        }
        int mark = at;
        int last = skip("..") ? number(limit) : -1;
        if (last < 0) {
            at = mark;
        } else if (last < first) {
            return null;
        }
        if (skip("/")) {
            int step = number(limit);
            return step < 0 ? null : new Numbers.Series(first, step, last < 0 ? Numbers.Series.OPEN : last);
        }
        return last < 0 ? Numbers.Series.single(first) : new Numbers.Series(first, 1, last);
    }

    /** The digits here as a number below {@code limit}; -1 when there are none or they mean more. */
    private int number(int limit) {
        int start = at;
        int number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = Math.min(limit, number * 10 + text.charAt(at) - '0');
            at++;
        }
        return at == start || number >= limit ? -1 : number;
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

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
