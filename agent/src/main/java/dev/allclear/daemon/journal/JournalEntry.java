package dev.allclear.daemon.journal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * A log message as an entry of the journal: {@code FIELD=value}, once for each field. Source: sd_journal_print(3) and
 * systemd.journal-fields(7). Pure.
 */
final class JournalEntry {
    /** As long as journald lets a line be (LineMax= in journald.conf(5)); in bytes. */
    static final int LONGEST_VALUE = 48 << 10;

    /** journald drops a field with another name without a word. */
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private static final byte[] CUT = "…".getBytes(StandardCharsets.UTF_8);

    private JournalEntry() {}

    static List<byte[]> of(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", PriorityEncoder.text(event));
        fields.put(Priority.FIELD, Priority.of(event));
        // As the lines on standard error have it; libsystemd would say java.
        fields.put("SYSLOG_IDENTIFIER", "allclear");
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            if (NAME.matcher(pair.key).matches()) {
                fields.putIfAbsent(pair.key, String.valueOf(pair.value));
            }
        }
        List<byte[]> entry = new ArrayList<>(fields.size());
        fields.forEach((name, value) -> entry.add(field(name, value)));
        return entry;
    }

    private static byte[] field(String name, String value) {
        byte[] start = (name + "=").getBytes(StandardCharsets.US_ASCII);
        byte[] rest = cut(value.getBytes(StandardCharsets.UTF_8));
        byte[] field = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, field, start.length, rest.length);
        return field;
    }

    /** At most as long as allowed, without half a character at the end. */
    private static byte[] cut(byte[] value) {
        if (value.length <= LONGEST_VALUE) {
            return value;
        }
        int end = LONGEST_VALUE - CUT.length;
        while ((value[end] & 0xc0) == 0x80) {
            end--;
        }
        byte[] kept = Arrays.copyOf(value, end + CUT.length);
        System.arraycopy(CUT, 0, kept, end, CUT.length);
        return kept;
    }
}
