package dev.allclear.cli;

import dev.allclear.ledger.DeliveryRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values look in the terminal. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final String UNITS = "KMGTPE";

    private Words() {}

    /** Local time of this host. */
    static String time(@Nullable Instant instant) {
        return instant == null ? "-" : TIME.format(instant);
    }

    /** Local time in a zone. */
    static String time(Instant instant, ZoneId zone) {
        return TIME.withZone(zone).format(instant);
    }

    /** {@code 1 disk}, {@code 2 disks}. */
    static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The text of a push, {@code "backup-1: 14/14 guests"}; with the word before it when it says that something is wrong. */
    static String said(DeliveryRow delivery) {
        return (delivery.up() ? "" : delivery.signal() + " ") + "\"" + delivery.msg() + "\"";
    }

    /** How long ago, roughly: {@code 35 s}, {@code 41 min}, {@code 26 h}, {@code 12 d}. */
    static String rough(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 1) {
            return duration.toSeconds() + " s";
        }
        return minutes < 100
                ? minutes + " min"
                : duration.toHours() < 72 ? duration.toHours() + " h" : duration.toDays() + " d";
    }

    /** {@code 18 h ago}, {@code in 6 h}. */
    static String relative(Instant time, Instant now) {
        return time.isAfter(now)
                ? "in " + rough(Duration.between(now, time))
                : rough(Duration.between(time, now)) + " ago";
    }

    /** {@code 512 B}, {@code 80.1 MiB}, {@code 2.0 GiB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = Math.min(UNITS.length(), (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        return String.format(Locale.ROOT, "%.1f %ciB", (double) bytes / (1L << (10 * unit)), UNITS.charAt(unit - 1));
    }
}
