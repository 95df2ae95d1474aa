package dev.allclear.deliver.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.json.JsonFields;
import dev.allclear.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages of ntfy. */
class NtfyBodyTest {
    private static String message(String text) {
        return Objects.requireNonNull(JsonFields.read(NtfyBody.of("t", "Title", text, Severity.ERROR, "gc"))
                .orElseThrow()
                .get("message"));
    }

    @Test
    void publishesAsJson() {
        assertThat(NtfyBody.of("topic", "Sicherung für pve1 ✓", "text\n", Severity.ERROR, "gc"))
                .isEqualTo(
                        "{\"topic\":\"topic\",\"title\":\"Sicherung für pve1 ✓\",\"message\":\"text\",\"priority\":5,"
                                + "\"tags\":[\"rotating_light\",\"gc\"]}");
    }

    @ParameterizedTest
    @CsvSource({"INFO, 2", "NOTICE, 3", "WARNING, 4", "ERROR, 5", "UNKNOWN, 3"})
    void givesAPriorityBySeverity(Severity severity, int priority) {
        assertThat(NtfyBody.priority(severity)).isEqualTo(priority);
    }

    @Test
    void keepsTheBeginningAndTheEndOfALongMessage() {
        String cut = message("BEGIN" + "€".repeat(4000) + "END");
        assertThat(cut).startsWith("BEGIN€").endsWith("€END").contains("… cut, ");
    }

    @Test
    void neverExceedsTheBytesOfAMessage() {
        for (String letter : new String[] {"x", "ü", "€", "😀"}) {
            for (int length = 4090; length < 4110; length++) {
                String cut = message("a".repeat(length % 7) + letter.repeat(length));
                assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(4080, 4096);
            }
        }
    }

    @Test
    void leavesAMessageThatFitsAsItIs() {
        assertThat(message("x".repeat(4096))).isEqualTo("x".repeat(4096));
    }

    @Test
    void sendsTheTitleInThePlaceOfNoText() {
        assertThat(message(" \n")).isEqualTo("Title");
    }
}
