package dev.allclear.deliver.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The helpers of Proxmox that turn one value into a text. Source: proxmox-notify, renderer. */
final class Formats {
    private static final String BAD = "ERROR";
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String RESERVED = " :/?#[]@!$&'()*+,;=%";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String HEX = "0123456789ABCDEF";

    private Formats() {}

    static String urlEncode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == 0x7f || RESERVED.indexOf(b) >= 0) {
                out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    /** Bytes in binary units, with at most three decimals. */
    static String humanBytes(@Nullable Object value) {
        BigDecimal bytes = Values.number(value);
        if (bytes == null || bytes.signum() < 0) {
            return BAD;
        }
        int unit = 0;
        BigDecimal step = BigDecimal.valueOf(1024);
        BigDecimal size = bytes;
        while (unit < UNITS.length - 1 && size.compareTo(step) >= 0) {
            size = size.divide(step);
            unit++;
        }
        BigDecimal shown = size.setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return shown.toPlainString() + " " + UNITS[unit];
    }

    /** Seconds in words; a month has 30.44 days, a year 365.25. */
    static String duration(@Nullable Object value) {
        BigDecimal number = Values.number(value);
        if (number == null || number.signum() < 0 || number.precision() - number.scale() > 15) {
            return BAD;
        }
        long all = number.longValue();
        long days = all / 86_400;
        long ofYear = (long) (days % 365.25);
        long ofMonth = (long) (ofYear % 30.44);
        long[] parts = {
            (long) (days / 365.25),
            (long) (ofYear / 30.44),
            ofMonth / 7,
            ofMonth % 7,
            all / 3600 % 24,
            all / 60 % 60,
            all % 60
        };
        String[] names = {"y", "month", "w", "d", "h", "m", "s"};
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] > 0) {
                out.append(out.isEmpty() ? "" : " ").append(parts[i]).append(names[i]);
            }
        }
        return out.isEmpty() ? "0s" : out.toString();
    }

    /** Seconds since 1970 as local time. */
    static String timestamp(@Nullable Object value, ZoneId zone) {
        BigDecimal number = Values.number(value);
        if (number == null || number.precision() - number.scale() > 15) {
            return BAD;
        }
        try {
            return LOCAL.format(Instant.ofEpochSecond(number.longValue()).atZone(zone));
        } catch (DateTimeException e) {
            return BAD;
        }
    }

    /** How much of the second number the first one is. */
    static String percentage(@Nullable Object part, @Nullable Object whole) {
        BigDecimal a = Values.number(part);
        BigDecimal b = Values.number(whole);
        if (a == null || b == null) {
            return BAD;
        }
        if (b.signum() == 0) {
            return "-";
        }
        return a.multiply(BigDecimal.valueOf(100)).divide(b, 2, RoundingMode.HALF_EVEN) + "%";
    }
}
