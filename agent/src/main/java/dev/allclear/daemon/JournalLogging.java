package dev.allclear.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;

/**
 * Configures Logback in code: one line per message on standard error, with the {@code <N>} priority that journald
 * understands in front of every line (sd-daemon(3)). No configuration file exists that somebody could edit. Found by
 * Logback as a service.
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
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("dev.allclear").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Writes {@code <N>message}; each line of a stack trace carries the priority too. */
    static final class PriorityEncoder extends EncoderBase<ILoggingEvent> {

        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] footerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            String prefix = "<" + priority(event.getLevel()) + ">";
            StringBuilder lines = new StringBuilder(200);
            event.getFormattedMessage().lines().forEach(line -> append(lines, prefix, line));
            if (event.getThrowableProxy() != null) {
                ThrowableProxyUtil.asString(event.getThrowableProxy())
                        .lines()
                        .forEach(line -> append(lines, prefix, line));
            }
            return lines.toString().getBytes(StandardCharsets.UTF_8);
        }

        private static void append(StringBuilder lines, String prefix, String line) {
            lines.append(prefix).append(line).append('\n');
        }

        private static int priority(Level level) {
            if (level.isGreaterOrEqual(Level.ERROR)) {
                return 3;
            }
            if (level.isGreaterOrEqual(Level.WARN)) {
                return 4;
            }
            return level.isGreaterOrEqual(Level.INFO) ? 6 : 7;
        }
    }
}
