package dev.allclear.daemon.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/** Syslog's priorities, 3 for an error to 7 for debugging. Levels know no notice, so a field of the event comes first. */
final class Priority {
    /** The journal's own name of the field. */
    static final String FIELD = "PRIORITY";

    private static final Set<String> KNOWN = Set.of("0", "1", "2", "3", "4", "5", "6", "7");

    private Priority() {}

    /** One digit. */
    static String of(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                String value = String.valueOf(pair.value);
                if (pair.key.equals(FIELD) && KNOWN.contains(value)) {
                    return value;
                }
            }
        }
        return of(event.getLevel());
    }

    private static String of(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return "3";
        }
        if (level.isGreaterOrEqual(Level.WARN)) {
            return "4";
        }
        return level.isGreaterOrEqual(Level.INFO) ? "6" : "7";
    }
}
