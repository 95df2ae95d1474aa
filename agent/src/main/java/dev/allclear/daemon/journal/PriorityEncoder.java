package dev.allclear.daemon.journal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Writes {@code <N>message}; each line of a longer message and of a stack trace carries the priority too. */
final class PriorityEncoder extends EncoderBase<ILoggingEvent> {

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
        String prefix = "<" + Priority.of(event) + ">";
        StringBuilder lines = new StringBuilder(200);
        text(event).lines().forEach(line -> lines.append(prefix).append(line).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The message, and the stack trace below it if there is one. */
    static String text(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? event.getFormattedMessage()
                : event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }
}
