package dev.allclear.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says a calendar event in English; events for which no sentence is clearer than their text keep their text. */
final class EventWords {
    /** More times or days than this are no longer read out one by one. */
    private static final int LONGEST_LIST = 4;

    private static final String EVERY_DAY = "every day";
    private static final List<String> WEEKS = List.of("first", "second", "third", "fourth");

    private final CalendarEvent event;
    private final CalendarEvent.Fields fields;

    private EventWords(CalendarEvent event) {
        this.event = event;
        this.fields = event.fields();
    }

    static String of(CalendarEvent event) {
        EventWords words = new EventWords(event);
        Optional<String> date = words.date();
        Optional<String> time = words.time();
        if (date.isEmpty() || time.isEmpty()) {
            return event.toString();
        }
        return join(date.get(), time.get()) + (event.utc() ? " UTC" : "");
    }

    private static String join(String date, String time) {
        if (time.startsWith("at ")) {
            return date + " " + time;
        }
        return date.equals(EVERY_DAY) ? time : time + ", " + date;
    }

    private Optional<String> date() {
        boolean everyWeekday = event.weekdays().size() == DayOfWeek.values().length;
        List<Integer> days = fields.days().within(1, 31);
        List<Integer> months = fields.months().within(1, 12);
        if (!fields.years().any()) {
            return everyWeekday ? singleDate(months, days) : Optional.empty();
        }
        if (fields.days().passesOver(1, 31) || fields.months().passesOver(1, 12)) {
            return Optional.empty();
        }
        if (months.size() == 12) {
            return everyMonth(days, everyWeekday);
        }
        return everyWeekday && months.size() * days.size() <= LONGEST_LIST ? everyYear(months, days) : Optional.empty();
    }

    private Optional<String> everyMonth(List<Integer> days, boolean everyWeekday) {
        if (days.size() == 31) {
            return Optional.of(weekdays(event.weekdays()));
        }
        if (everyWeekday) {
            boolean sayable = !days.isEmpty() && days.size() <= LONGEST_LIST;
            return sayable ? Optional.of("on " + numbered("day", days) + " of every month") : Optional.empty();
        }
        // Seven days from day 1, 8, 15 or 22 on.
        boolean wholeWeek = days.size() == 7 && days.get(6) - days.get(0) == 6 && days.get(0) % 7 == 1;
        if (!wholeWeek || event.weekdays().size() != 1) {
            return Optional.empty();
        }
        String week = WEEKS.get(days.get(0) / 7);
        return Optional.of(
                "on the " + week + " " + name(event.weekdays().iterator().next()) + " of every month");
    }

    private static Optional<String> everyYear(List<Integer> months, List<Integer> days) {
        List<String> dates = new ArrayList<>();
        for (int month : months) {
            String name = Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            days.forEach(day -> dates.add(day + " " + name));
        }
        return dates.isEmpty() ? Optional.empty() : Optional.of("every year on " + list(dates));
    }

    private Optional<String> singleDate(List<Integer> months, List<Integer> days) {
        List<Integer> years = fields.years().within(0, 2200);
        if (years.size() != 1 || months.size() != 1 || days.size() != 1) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(Locale.ROOT, "once on %04d-%02d-%02d", years.get(0), months.get(0), days.get(0)));
    }

    private Optional<String> time() {
        boolean wholeMinutes = fields.seconds().within(0, 59).equals(List.of(0));
        if (!wholeMinutes
                || fields.hours().passesOver(0, 23)
                || fields.minutes().passesOver(0, 59)) {
            return Optional.empty();
        }
        List<Integer> hours = fields.hours().within(0, 23);
        List<Integer> minutes = fields.minutes().within(0, 59);
        if (hours.size() == 24) {
            return everyHour(minutes);
        }
        if (hours.size() * minutes.size() <= LONGEST_LIST) {
            return Optional.of("at " + list(times(hours, minutes)));
        }
        int minuteStep = step(minutes, 60);
        int hourStep = step(hours, 24);
        if (minutes.size() == 1 && hourStep > 0) {
            return Optional.of("every " + hourStep + " hours" + (minutes.get(0) == 0 ? "" : atMinutes(minutes)));
        }
        boolean inARow = hours.get(hours.size() - 1) - hours.get(0) == hours.size() - 1;
        if (!inARow || (minutes.size() > 1 && minuteStep == 0)) {
            return Optional.empty();
        }
        List<String> times = times(hours, minutes);
        String rhythm = minutes.size() == 1 ? "every hour" : everyMinutes(minuteStep);
        return Optional.of(rhythm + " from " + times.get(0) + " to " + times.get(times.size() - 1));
    }

    private static Optional<String> everyHour(List<Integer> minutes) {
        int step = step(minutes, 60);
        if (minutes.equals(List.of(0))) {
            return Optional.of("every hour");
        }
        if (step > 0) {
            return Optional.of(everyMinutes(step));
        }
        return minutes.size() <= LONGEST_LIST ? Optional.of("every hour" + atMinutes(minutes)) : Optional.empty();
    }

    private static String everyMinutes(int step) {
        return step == 1 ? "every minute" : "every " + step + " minutes";
    }

    private static String atMinutes(List<Integer> minutes) {
        return " at " + numbered("minute", minutes);
    }

    /** The distance of numbers that divide the whole evenly, beginning with zero; otherwise zero. */
    private static int step(List<Integer> numbers, int whole) {
        int step = whole / numbers.size();
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != i * step) {
                return 0;
            }
        }
        return step * numbers.size() == whole && numbers.size() > 1 ? step : 0;
    }

    private static List<String> times(List<Integer> hours, List<Integer> minutes) {
        List<String> times = new ArrayList<>();
        for (int hour : hours) {
            minutes.forEach(minute -> times.add(String.format(Locale.ROOT, "%02d:%02d", hour, minute)));
        }
        return times;
    }

    /** {@code every day}, {@code every Monday}, {@code Monday to Friday}, {@code Saturday and Sunday}. */
    private static String weekdays(Set<DayOfWeek> days) {
        if (days.size() == 7) {
            return EVERY_DAY;
        }
        if (days.size() == 1) {
            return "every " + name(days.iterator().next());
        }
        List<DayOfWeek> starts =
                days.stream().filter(day -> !days.contains(day.minus(1))).toList();
        if (starts.size() == 1 && days.size() > 2) {
            return name(starts.get(0)) + " to " + name(starts.get(0).plus(days.size() - 1));
        }
        return list(days.stream().map(EventWords::name).toList());
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String numbered(String noun, List<Integer> numbers) {
        return noun
                + (numbers.size() == 1 ? " " : "s ")
                + list(numbers.stream().map(String::valueOf).toList());
    }

    private static String list(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}
