package dev.allclear.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JournalEntryTest {

    private static List<String> of(ILoggingEvent event) {
        return JournalEntry.of(event).stream()
                .map(field -> new String(field, StandardCharsets.UTF_8))
                .toList();
    }

    private static String cut(String value) {
        return of(Logged.at(Level.INFO, "words", new KeyValuePair("ALLCLEAR_LONG", value)))
                .get(3)
                .substring("ALLCLEAR_LONG=".length());
    }

    private static int size(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void hasTheMessageItsPriorityAndTheFields() {
        assertThat(of(Logged.at(Level.WARN, "wörds", new KeyValuePair("ALLCLEAR_TYPE", "gc"))))
                .containsExactly("MESSAGE=wörds", "PRIORITY=4", "SYSLOG_IDENTIFIER=allclear", "ALLCLEAR_TYPE=gc");
    }

    @Test
    void keepsLinesAndBinaryInAValue() {
        assertThat(of(Logged.at(Level.INFO, "words", new KeyValuePair("ALLCLEAR_X", "a\nB=c\u0000d"))))
                .contains("ALLCLEAR_X=a\nB=c\u0000d");
    }

    @Test
    void hasTheStackTraceInTheMessage() {
        assertThat(of(Logged.at(
                                Level.ERROR,
                                "words",
                                new IllegalStateException("why"),
                                new KeyValuePair("ALLCLEAR_X", "y")))
                        .get(0))
                .startsWith("MESSAGE=words\njava.lang.IllegalStateException: why\n");
    }

    @Test
    void hasEachOfItsOwnFieldsOnce() {
        assertThat(of(Logged.at(
                        Level.INFO,
                        "words",
                        new KeyValuePair("PRIORITY", "5"),
                        new KeyValuePair("MESSAGE", "other words"))))
                .containsExactly("MESSAGE=words", "PRIORITY=5", "SYSLOG_IDENTIFIER=allclear");
    }

    @Test
    void leavesOutWhatJournaldWouldDrop() {
        assertThat(of(Logged.at(
                        Level.INFO,
                        "words",
                        new KeyValuePair("_UID", "0"),
                        new KeyValuePair("1ST", "1"),
                        new KeyValuePair("lower", "x"),
                        new KeyValuePair("A=B", "x"),
                        new KeyValuePair("A\n", "x"),
                        new KeyValuePair("A".repeat(65), "x"),
                        new KeyValuePair("A".repeat(64), "x"))))
                .hasSize(4)
                .contains("A".repeat(64) + "=x");
    }

    @Test
    void keepsTheLongestValueWhole() {
        String value = "x".repeat(48 * 1024);
        assertThat(cut(value)).isEqualTo(value);
    }

    @Test
    void cutsALongerValueAndShowsIt() {
        assertThat(cut("x".repeat(48 * 1024 + 1)))
                .satisfies(value -> assertThat(size(value)).isEqualTo(48 * 1024))
                .endsWith("x…");
    }

    @Test
    void cutsNoCharacterInHalf() {
        assertThat(cut("xx" + "𝄞".repeat(20_000)))
                .satisfies(value -> assertThat(size(value)).isBetween(48 * 1024 - 3, 48 * 1024))
                .matches("xx(𝄞)+…");
    }
}
