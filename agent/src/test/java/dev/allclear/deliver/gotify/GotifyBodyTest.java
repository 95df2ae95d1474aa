package dev.allclear.deliver.gotify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages of Gotify. */
class GotifyBodyTest {
    @Test
    void makesTheMessageThatProxmoxMakes() {
        assertThat(GotifyBody.of("T \"q\"", "line 1\nline 2\n", Severity.ERROR))
                .isEqualTo("{\"title\":\"T \\\"q\\\"\",\"message\":\"```\\nline 1\\nline 2\\n```\",\"priority\":9,"
                        + "\"extras\":{\"client::display\":{\"contentType\":\"text/markdown\"}}}");
    }

    @ParameterizedTest
    @CsvSource({"INFO, 1", "NOTICE, 3", "WARNING, 5", "ERROR, 9", "UNKNOWN, 3"})
    void givesThePriorityThatProxmoxGives(Severity severity, int priority) {
        assertThat(GotifyBody.priority(severity)).isEqualTo(priority);
    }

    @Test
    void letsNoBackticksEndTheBlock() {
        assertThat(GotifyBody.of("t", "a ```` b", Severity.INFO)).contains("\"`````\\na ```` b\\n`````\"");
    }

    @Test
    void removesControlCharacters() {
        assertThat(GotifyBody.of("a\u0007b\nc", "x\u001b[31my\tz\u0000", Severity.INFO))
                .contains("\"ab c\"", "x[31my\\tz\\n");
    }
}
