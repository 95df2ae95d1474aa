package dev.allclear.daemon.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages that carry fields to the journal and all others, and those that it does not take, to the lines on standard
 * error. The journal is looked for when the first message with fields comes: until then no library is loaded.
 */
final class JournalAppender extends AppenderBase<ILoggingEvent> {
    private final Appender<ILoggingEvent> lines;
    private final Sender.Opening journal;
    private boolean looked;
    private @Nullable Sender sender;
    private @Nullable String lastFailure;

    JournalAppender(Appender<ILoggingEvent> lines, Sender.Opening journal) {
        this.lines = lines;
        this.journal = journal;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!hasFields(event) || !sent(event)) {
            lines.doAppend(event);
        }
    }

    private static boolean hasFields(ILoggingEvent event) {
        return event.getKeyValuePairs() != null && !event.getKeyValuePairs().isEmpty();
    }

    private boolean sent(ILoggingEvent event) {
        try {
            if (!looked) {
                looked = true;
                sender = journal.open();
            }
            if (sender == null) {
                return false;
            }
            sender.send(JournalEntry.of(event));
            return true;
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Past the loggers, which would come here again. */
    private void failed(String reason) {
        if (!reason.equals(lastFailure)) {
            lastFailure = reason;
            Logger logger = ((LoggerContext) getContext()).getLogger(JournalAppender.class);
            String words = "events cannot be given to the journal with their fields: " + reason
                    + ". They are plain lines instead, which `journalctl ALLCLEAR_TYPE=…` does not find; said again"
                    + " only when the reason changes.";
            lines.doAppend(new LoggingEvent(JournalAppender.class.getName(), logger, Level.WARN, words, null, null));
        }
    }

    @Override
    public void stop() {
        super.stop();
        lines.stop();
    }
}
