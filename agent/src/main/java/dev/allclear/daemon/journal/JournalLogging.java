package dev.allclear.daemon.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Configures Logback in code: one line per message on standard error, with the {@code <N>} priority that journald
 * understands in front of every line (sd-daemon(3)). What carries fields becomes an entry with these fields, if standard
 * error is the journal. No configuration file exists that somebody could edit. Found by Logback as a service.
 */
public final class JournalLogging extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PriorityEncoder encoder = new PriorityEncoder();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        JournalAppender journal = new JournalAppender(console, LibSystemd::ofThisProcess);
        journal.setContext(context);
        journal.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(journal);
        context.getLogger("dev.allclear").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
