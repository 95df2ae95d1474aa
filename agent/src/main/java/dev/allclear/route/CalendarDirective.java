package dev.allclear.route;

import dev.allclear.event.Event;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * {@code match-calendar}: a window of the day, on some days of the week, by the clock on the wall.
 *
 * @param days on which the window is open
 * @param start first minute of the window
 * @param end first minute behind it; not before the start
 */
record CalendarDirective(String text, Set<DayOfWeek> days, LocalTime start, LocalTime end) implements Directive {
    static final String KEY = "match-calendar";

    CalendarDirective {
        days = days.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(days));
    }

    static CalendarDirective read(String text) throws BadDirectiveException {
        return new WindowReader(text).read();
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public boolean fits(Event event, ZoneId zone) {
        ZonedDateTime at = event.at().atZone(zone);
        LocalTime time = at.toLocalTime();
        return days.contains(at.getDayOfWeek()) && !time.isBefore(start) && time.isBefore(end);
    }

    @Override
    public String seen(Event event, ZoneId zone) {
        ZonedDateTime at = event.at().atZone(zone);
        String day = at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return String.format(Locale.ROOT, "it was %s, %02d:%02d", day, at.getHour(), at.getMinute());
    }
}
