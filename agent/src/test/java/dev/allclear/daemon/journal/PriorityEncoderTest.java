package dev.allclear.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

class PriorityEncoderTest {

    private static String line(ILoggingEvent event) {
        return new String(new PriorityEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
    void takesThePriorityFromTheLevel(String level, int priority) {
        assertThat(line(Logged.at(Level.valueOf(level), "words"))).isEqualTo("<" + priority + ">words\n");
    }

    @Test
    void takesThePriorityFromItsFieldFirst() {
        assertThat(line(Logged.at(Level.INFO, "words", new KeyValuePair("PRIORITY", "5"))))
                .isEqualTo("<5>words\n");
    }

    @Test
    void takesNoPriorityThatSyslogDoesNotKnow() {
        assertThat(line(Logged.at(Level.INFO, "words", new KeyValuePair("PRIORITY", "8"))))
                .isEqualTo("<6>words\n");
    }

    @Test
    void marksEveryLine() {
        assertThat(line(Logged.at(Level.WARN, "one\n\n<0>two"))).isEqualTo("<4>one\n<4>\n<4><0>two\n");
    }

    @Test
    void marksEveryLineOfAStackTrace() {
        assertThat(line(Logged.at(Level.ERROR, "words", new IllegalStateException("why")))
                        .lines())
                .startsWith("<3>words", "<3>java.lang.IllegalStateException: why")
                .hasSizeGreaterThan(3)
                .allMatch(line -> line.startsWith("<3>"));
    }
}
