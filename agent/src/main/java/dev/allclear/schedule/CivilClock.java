package dev.allclear.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Set;

/**
 * A wall clock that is set the way the C library sets one, since that decides what Proxmox does in an hour that the change
 * of clocks skips or doubles. Not thread-safe.
 *
 * <p>Source: POSIX {@code mktime} with an unknown {@code tm_isdst}, as glibc 2.36 answers it: a time that exists twice is the
 * one with the offset that was found last; a time that does not exist becomes the one as far after the gap, or as far before
 * it where the zone database calls the time before the gap daylight saving time.
 */
final class CivilClock {
    /** Where the zone database calls winter (in Morocco, since 2018: Ramadan) daylight saving time, and Java does not. */
    private static final Set<String> SAVING_IN_WINTER =
            Set.of("Europe/Dublin", "Eire", "Africa/Casablanca", "Africa/El_Aaiun");

    private static final int PROBES = 6;
    private static final int DAY = 86400;

    private final ZoneRules rules;
    private final boolean inverted;
    private long epochSecond;
    private LocalDateTime local;
    /** Wall clock minus universal time, in seconds, as found last. */
    private long offset;

    CivilClock(long epochSecond, ZoneId zone) {
        this.rules = zone.getRules();
        this.inverted = SAVING_IN_WINTER.contains(zone.getId());
        this.epochSecond = epochSecond;
        this.offset = offsetAt(epochSecond);
        this.local = LocalDateTime.ofEpochSecond(epochSecond + offset, 0, ZoneOffset.UTC);
    }

    long epochSecond() {
        return epochSecond;
    }

    LocalDateTime local() {
        return local;
    }

    /** To the first moment of a later year. */
    void addYears(int years) {
        set(LocalDate.of(local.getYear() + years, 1, 1), 0, 0, 0);
    }

    /** To the first moment of a later month. */
    void addMonths(int months) {
        set(local.toLocalDate().withDayOfMonth(1).plusMonths(months), 0, 0, 0);
    }

    /** To the first moment of a later day. */
    void addDays(int days) {
        set(local.toLocalDate().plusDays(days), 0, 0, 0);
    }

    /** To another time of this day; what exceeds an hour or a day is carried over. */
    void setTime(int hour, int minute, int second) {
        set(local.toLocalDate(), hour, minute, second);
    }

    private void set(LocalDate date, long hour, long minute, int second) {
        int within = Math.min(second, 59);
        long wanted = date.toEpochDay() * DAY + hour * 3600 + minute * 60 + within;
        epochSecond = find(wanted) + second - within;
        local = LocalDateTime.ofEpochSecond(epochSecond + offsetAt(epochSecond), 0, ZoneOffset.UTC);
    }

    private long find(long wanted) {
        long guess = wanted - offset;
        long before = guess;
        long earlier = guess;
        boolean savingBefore = false;
        for (int probe = 0; probe < PROBES; probe++) {
            long missing = wanted - guess - offsetAt(guess);
            if (missing == 0) {
                break;
            }
            boolean saving = savingAt(guess);
            boolean swinging = guess == earlier && guess != before;
            if (swinging && (saving || !savingBefore)) {
                break;
            }
            earlier = before;
            before = guess;
            guess += missing;
            savingBefore = saving;
        }
        offset = wanted - guess;
        return guess;
    }

    private long offsetAt(long second) {
        return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    private boolean savingAt(long second) {
        return rules.isDaylightSavings(Instant.ofEpochSecond(second)) != inverted;
    }
}
