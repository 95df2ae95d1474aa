package dev.allclear.event;

import java.time.Duration;
import java.util.Locale;

/** How Proxmox writes sizes and durations in its notifications. */
final class Amounts {

    private static final String UNITS = "KMGTPE";

    private Amounts() {}

    /** {@code 512 B}, {@code 80.112 MiB}, {@code 2 GiB}: at most three decimals. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return Math.max(0, bytes) + " B";
        }
        int unit = Math.min(UNITS.length(), (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        String number = String.format(Locale.ROOT, "%.3f", (double) bytes / (1L << (10 * unit)));
        int end = number.length();
        while (number.charAt(end - 1) == '0') {
            end--;
        }
        return number.substring(0, number.charAt(end - 1) == '.' ? end - 1 : end) + " " + UNITS.charAt(unit - 1) + "iB";
    }

    /** {@code 35s}, {@code 41min 3s}, {@code 2h 5min}. */
    static String time(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        StringBuilder text = new StringBuilder();
        part(text, seconds / 86_400, "d");
        part(text, seconds / 3600 % 24, "h");
        part(text, seconds / 60 % 60, "min");
        part(text, seconds % 60, "s");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void part(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(text.isEmpty() ? "" : " ").append(number).append(unit);
        }
    }

    /** The text on one line and not longer than this. */
    static String atMost(int longest, String text) {
        String line = SafeText.line(text).strip();
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return line.substring(0, end) + "…";
    }

    /** The same, left out in the middle: the end of an error tells the most. */
    static String bothEnds(int longest, String text) {
        String line = SafeText.line(text).strip();
        if (line.length() <= longest) {
            return line;
        }
        int end = line.length() - longest * 2 / 3;
        String last = line.substring(Character.isLowSurrogate(line.charAt(end)) ? end + 1 : end);
        return atMost(longest / 3, line) + " " + last;
    }

    /** {@code 1 warning}, {@code 2 warnings}. */
    static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
