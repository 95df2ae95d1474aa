package dev.allclear.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * When something is due, as written in {@code schedule}: {@code mon..fri 22:30}. Immutable and thread-safe.
 *
 * <p>Due times are those of Proxmox, its surprises included, because what Proxmox does not start is not missed:
 *
 * <ul>
 *   <li>A number alone is minutes: {@code 22} is every hour at minute 22.
 *   <li>Steps are counted on past the end of the hour, day or month: {@code *}{@code /45} is due at minute 45 only.
 *   <li>A time in the hour that the clocks skip is not due that day; in the doubled hour it is due once, the first time.
 *   <li>Where the zone database calls winter the time of daylight saving (Ireland; Morocco in Ramadan), the search of Proxmox
 *       for a time in the skipped hour never ends: seen from before that hour such an event is never due again.
 * </ul>
 *
 * <p>On purpose differs that weekdays may be joined with a hyphen, as the manual of Proxmox has them ({@code mon-fri}), and
 * that a due time always lies after the moment asked for.
 *
 * <p>Source: Proxmox VE administration guide, appendix "Calendar Events"; measured with proxmox-time 2.1.1.
 */
public final class CalendarEvent {
    /** After so many moves of the clock Proxmox gives up; so 30 February is never due. */
    private static final int MOVES = 1001;

    private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    /** The numbers of the fields of date and time. */
    record Fields(Numbers years, Numbers months, Numbers days, Numbers hours, Numbers minutes, Numbers seconds) {}

    private enum Look {
        MOVED,
        DUE,
        NEVER
    }

    private final String text;
    private final boolean utc;
    private final Set<DayOfWeek> weekdays;
    private final Fields fields;

    CalendarEvent(String text, boolean utc, Set<DayOfWeek> weekdays, Fields fields) {
        this.text = text;
        this.utc = utc;
        Set<DayOfWeek> named = weekdays.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(weekdays);
        this.weekdays = Collections.unmodifiableSet(named);
        this.fields = fields;
    }

    /** Reads a calendar event; empty when it is none. Blanks before it are none of its parts. Never throws. */
    public static Optional<CalendarEvent> parse(String text) {
        return EventReader.read(text);
    }

    /**
     * The first moment after this one at which it is due; empty when there is none, or none that Proxmox finds.
     *
     * <p>Only from one due time to the next the answers are what Proxmox does: when asked from within the second pass of a
     * doubled hour, a time is due that was due in the first pass already. {@link Timetable} knows that.
     *
     * @param zone the zone of the host that runs the job; of no account when the event names UTC
     */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        if (after.isBefore(EARLIEST) || after.isAfter(LATEST)) {
            return Optional.empty();
        }
        ZoneId clocks = clocks(zone);
        CivilClock clock = new CivilClock(after.getEpochSecond() + 1, clocks);
        for (int move = 0; move < MOVES; move++) {
            Look look = look(clock);
            if (look == Look.NEVER) {
                return Optional.empty();
            }
            if (look == Look.DUE) {
                Instant due = Instant.ofEpochSecond(clock.epochSecond());
                return due.isAfter(after) ? Optional.of(due) : nextAfterGap(after, clocks);
            }
        }
        return Optional.empty();
    }

    /** The event in English for administrators, {@code every day at 02:00}; as it is written where that is clearer. */
    public String words() {
        return EventWords.of(this);
    }

    /** The zone whose clocks count: UTC when the event says so. */
    ZoneId clocks(ZoneId zone) {
        return utc ? ZoneOffset.UTC : zone;
    }

    boolean utc() {
        return utc;
    }

    Set<DayOfWeek> weekdays() {
        return weekdays;
    }

    Fields fields() {
        return fields;
    }

    /** The C library set the clock back from a skipped hour to where it came from: Proxmox would start the job again. */
    private Optional<Instant> nextAfterGap(Instant after, ZoneId zone) {
        return Optional.ofNullable(zone.getRules().nextTransition(after))
                .flatMap(gap -> next(gap.getInstant().minusSeconds(1), zone));
    }

    /** Compares the fields from year to second; the first that does not fit moves the clock on. */
    private Look look(CivilClock clock) {
        LocalDateTime now = clock.local();
        Look date = lookAtDate(clock, now);
        return date == Look.DUE ? lookAtTime(clock, now) : date;
    }

    private Look lookAtDate(CivilClock clock, LocalDateTime now) {
        if (!fields.years.contains(now.getYear())) {
            OptionalInt year = fields.years.following(now.getYear());
            if (year.isEmpty()) {
                return Look.NEVER;
            }
            clock.addYears(year.getAsInt() - now.getYear());
            return Look.MOVED;
        }
        if (!fields.months.contains(now.getMonthValue())) {
            OptionalInt month = fields.months.following(now.getMonthValue());
            if (month.isPresent()) {
                clock.addMonths(month.getAsInt() - now.getMonthValue());
            } else {
                clock.addYears(1);
            }
            return Look.MOVED;
        }
        if (!fields.days.contains(now.getDayOfMonth())) {
            OptionalInt day = fields.days.following(now.getDayOfMonth());
            if (day.isPresent()) {
                clock.addDays(day.getAsInt() - now.getDayOfMonth());
            } else {
                clock.addMonths(1);
            }
            return Look.MOVED;
        }
        if (!weekdays.contains(now.getDayOfWeek())) {
            clock.addDays(daysToNextWeekday(now.getDayOfWeek()));
            return Look.MOVED;
        }
        return Look.DUE;
    }

    private Look lookAtTime(CivilClock clock, LocalDateTime now) {
        if (!fields.hours.contains(now.getHour())) {
            OptionalInt hour = fields.hours.following(now.getHour());
            if (hour.isPresent()) {
                clock.setTime(hour.getAsInt(), 0, 0);
            } else {
                clock.addDays(1);
            }
            return Look.MOVED;
        }
        if (!fields.minutes.contains(now.getMinute())) {
            OptionalInt minute = fields.minutes.following(now.getMinute());
            if (minute.isPresent()) {
                clock.setTime(now.getHour(), minute.getAsInt(), 0);
            } else {
                clock.setTime(now.getHour() + 1, 0, 0);
            }
            return Look.MOVED;
        }
        if (!fields.seconds.contains(now.getSecond())) {
            OptionalInt second = fields.seconds.following(now.getSecond());
            if (second.isPresent()) {
                clock.setTime(now.getHour(), now.getMinute(), second.getAsInt());
            } else {
                clock.setTime(now.getHour(), now.getMinute() + 1, 0);
            }
            return Look.MOVED;
        }
        return Look.DUE;
    }

    /** To the next of the weekdays in this week, or else to Monday. */
    private int daysToNextWeekday(DayOfWeek today) {
        int days = 1;
        while (today.getValue() + days <= DayOfWeek.SUNDAY.getValue() && !weekdays.contains(today.plus(days))) {
            days++;
        }
        return days;
    }

    /** Two events are equal when they are written alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CalendarEvent event && event.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text;
    }
}
