package dev.allclear.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The day that {@code --since} names: {@code 2026-11-01}, or {@code 4w} and {@code 10d} before today. */
final class Since {
    private static final Pattern AGO = Pattern.compile("(\\d{1,4})([dw])");

    private Since() {}

    static Instant parse(String text, LocalDate today) {
        Matcher ago = AGO.matcher(text);
        LocalDate day;
        if (ago.matches()) {
            int number = Integer.parseInt(ago.group(1));
            day = ago.group(2).equals("w") ? today.minusWeeks(number) : today.minusDays(number);
        } else {
            try {
                day = LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--since " + text + " is no day; write 2026-11-01, or 4w, or 10d");
            }
        }
        return day.atStartOfDay(ZoneId.systemDefault()).toInstant();
    }
}
