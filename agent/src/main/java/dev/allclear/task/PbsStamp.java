package dev.allclear.task;

import java.time.LocalDate;
import java.time.YearMonth;

/** The time that begins each message of a PBS log: {@code 2026-08-21T03:00:00+02:00: }, RFC 3339 with numeric offset. */
final class PbsStamp {

    /** No time: the line goes on with the message before it. */
    static final long NONE = Long.MIN_VALUE;

    private PbsStamp() {}

    /** Moves the cursor behind the time of the line; leaves it at the beginning if there is none. In Unix seconds. */
    static long skip(LogLine line) {
        long day = day(line);
        long second = day != NONE && line.skip('T') ? second(line) : NONE;
        long offset = second != NONE ? offset(line) : NONE;
        if (offset == NONE || !line.skip(':') || !line.skip(' ')) {
            line.rewind();
            return NONE;
        }
        return day * 86_400 + second - offset;
    }

    private static long day(LogLine line) {
        int year = (int) line.number(4);
        int month = year >= 1000 && line.skip('-') ? line.pair() : -1;
        int day = month >= 1 && month <= 12 && line.skip('-') ? line.pair() : -1;
        boolean exists = day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
        return exists ? LocalDate.of(year, month, day).toEpochDay() : NONE;
    }

    private static long second(LogLine line) {
        int hour = line.pair();
        int minute = line.skip(':') ? line.pair() : -1;
        int second = line.skip(':') ? line.pair() : -1;
        // A leap second is written as the sixtieth.
        boolean exists = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
        return exists ? hour * 3600L + minute * 60L + second : NONE;
    }

    private static long offset(LogLine line) {
        if (line.skip('Z')) {
            return 0;
        }
        int sign = line.skip('-') ? -1 : 1;
        if (sign > 0 && !line.skip('+')) {
            return NONE;
        }
        int hours = line.pair();
        int minutes = line.skip(':') ? line.pair() : -1;
        return hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ? NONE : sign * (hours * 3600L + minutes * 60L);
    }
}
