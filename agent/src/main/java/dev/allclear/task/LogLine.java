package dev.allclear.task;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log, as bytes in somebody's buffer, with a cursor. One object serves all lines of a log, so that reading
 * a line costs no allocation until something in it is worth a string.
 *
 * <p>The methods that read move the cursor behind what they read, and leave it alone if that is not there.
 */
final class LogLine {

    /** How much of a line becomes text, in bytes. Longer error messages are cut. */
    static final int TEXT = 4096;

    private byte[] bytes = {};
    private int start;
    private int at;
    private int end;
    private boolean cut;

    /** The bytes to compare with. */
    static byte[] literal(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Looks at another line. {@code cut} tells that the line went on behind {@code end}. */
    LogLine set(byte[] bytes, int start, int end, boolean cut) {
        this.bytes = bytes;
        this.start = start;
        this.at = start;
        this.end = end;
        this.cut = cut;
        return this;
    }

    /** The byte at the cursor, or -1 at the end of the line. */
    int peek() {
        return at < end ? bytes[at] & 0xff : -1;
    }

    boolean atEnd() {
        return at == end && !cut;
    }

    boolean startsWith(byte[] literal) {
        return matches(literal, start);
    }

    boolean skip(byte[] literal) {
        if (!matches(literal, at)) {
            return false;
        }
        at += literal.length;
        return true;
    }

    boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** Whether the line ends with {@code literal}, behind the cursor. */
    boolean endsWith(byte[] literal) {
        return !cut && end - literal.length >= at && matches(literal, end - literal.length);
    }

    /** Moves the cursor back to the beginning of the line. */
    void rewind() {
        at = start;
    }

    private boolean matches(byte[] literal, int from) {
        if (end - from < literal.length) {
            return false;
        }
        for (int i = 0; i < literal.length; i++) {
            if (bytes[from + i] != literal[i]) {
                return false;
            }
        }
        return true;
    }

    /** Moves the cursor behind the first occurrence of {@code literal}. */
    boolean skipTo(byte[] literal) {
        for (int i = at; i <= end - literal.length; i++) {
            if (matches(literal, i)) {
                at = i + literal.length;
                return true;
            }
        }
        return false;
    }

    /** A decimal number of at most {@code digits} digits, or -1. */
    long number(int digits) {
        long value = 0;
        int i = at;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            if (i - at == digits) {
                return -1;
            }
            value = value * 10 + (bytes[i++] - '0');
        }
        if (i == at) {
            return -1;
        }
        at = i;
        return value;
    }

    /** A guest's number, 1 to 999999999, or -1. */
    int vmid() {
        int before = at;
        int value = (int) number(9);
        if (value == 0) {
            at = before;
            return -1;
        }
        return value;
    }

    /** Guests' numbers with a comma and a blank between them. */
    List<Integer> vmids() {
        List<Integer> vmids = new ArrayList<>();
        int vmid = vmid();
        while (vmid > 0 && vmids.size() < GuestTable.LIMIT) {
            vmids.add(vmid);
            vmid = skip(',') && skip(' ') ? vmid() : -1;
        }
        return vmids;
    }

    /** A number of exactly two digits, or -1; also in that case the cursor may have moved. */
    int pair() {
        int before = at;
        int value = (int) number(2);
        return at - before == 2 ? value : -1;
    }

    /** A number such as {@code 27.56}, or -1. */
    double decimal() {
        double value = number(15);
        double place = 1;
        if (value >= 0 && skip('.')) {
            for (int digit = peek() - '0'; digit >= 0 && digit <= 9; digit = peek() - '0') {
                place /= 10;
                value += digit * place;
                at++;
            }
        }
        return value;
    }

    /**
     * A size such as {@code 456MB}, {@code 5.61GB} or {@code 32.00 GiB} in bytes, or -1. All units count by 1024, with and
     * without the {@code i}.
     */
    long size() {
        double value = decimal();
        skip(' ');
        int unit = "BKMGTPE".indexOf(peek());
        return value < 0 || unit < 0 ? -1 : Math.round(value * (1L << (10 * unit)));
    }

    /** {@code HH:MM:SS}, where the hours may have more than two digits; null if there is none. */
    @Nullable
    Duration duration() {
        long hours = number(6);
        int minutes = skip(':') ? pair() : -1;
        int seconds = skip(':') ? pair() : -1;
        return hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59
                ? null
                : Duration.ofSeconds(hours * 3600 + minutes * 60L + seconds);
    }

    /** {@code YYYY-MM-DD HH:MM:SS}; null if there is none, or no such day. */
    @Nullable
    LocalDateTime time() {
        int year = (int) number(4);
        int month = year >= 0 && skip('-') ? pair() : -1;
        int day = skip('-') ? pair() : -1;
        int hour = skip(' ') ? pair() : -1;
        int minute = skip(':') ? pair() : -1;
        int second = skip(':') ? pair() : -1;
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second);
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    /** Everything from the cursor to the end of the line, cut to {@link #TEXT} bytes, with bad UTF-8 replaced. */
    String text() {
        return decode(Math.min(end, at + TEXT));
    }

    /** Whether bytes of the line were dropped. */
    boolean cut() {
        return cut;
    }

    boolean longerThanText() {
        return cut || end - at > TEXT;
    }

    /** As {@link #text()}, but as long as the line was kept. */
    String wholeText() {
        return decode(end);
    }

    /** What stands between the cursor and the last {@code c} of the line; null if there is none. */
    @Nullable
    String textBeforeLast(char c) {
        int to = end - 1;
        while (to >= at && bytes[to] != c) {
            to--;
        }
        return to < at ? null : decode(Math.min(to, at + TEXT));
    }

    private String decode(int to) {
        int limit = to;
        // Cutting must not leave half a character behind.
        while (limit < end && limit > at && (bytes[limit] & 0xc0) == 0x80) {
            limit--;
        }
        return new String(bytes, at, limit - at, StandardCharsets.UTF_8);
    }
}
