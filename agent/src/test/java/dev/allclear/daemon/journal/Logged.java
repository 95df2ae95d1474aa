package dev.allclear.daemon.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** Makes messages as Logback hands them on. */
final class Logged {
    static final LoggerContext CONTEXT = new LoggerContext();

    private Logged() {}

    static LoggingEvent at(Level level, String words, KeyValuePair... pairs) {
        return at(level, words, null, pairs);
    }

    static LoggingEvent at(Level level, String words, @Nullable Throwable thrown, KeyValuePair... pairs) {
        LoggingEvent event =
                new LoggingEvent("here", CONTEXT.getLogger("dev.allclear"), level, words, thrown, new Object[0]);
        for (KeyValuePair pair : pairs) {
            event.addKeyValuePair(pair);
        }
        return event;
    }
}
