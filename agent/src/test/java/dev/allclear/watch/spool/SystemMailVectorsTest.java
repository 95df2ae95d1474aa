package dev.allclear.watch.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Block;
import dev.allclear.event.Event;
import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measured mail and what Proxmox makes of it. */
class SystemMailVectorsTest {
    private static final String FILE = "system-mail.json";

    static List<Vector> told() throws IOException {
        return vectors().stream()
                .filter(v -> v.data().get("expect") instanceof Map)
                .toList();
    }

    static List<Vector> refused() throws IOException {
        return vectors().stream()
                .filter(v -> "error".equals(v.data().get("expect")))
                .toList();
    }

    private static List<Vector> vectors() throws IOException {
        return VectorFile.all(FILE);
    }

    private static MailEvent.Reading read(Vector vector) {
        byte[] raw = vector.text("raw").getBytes(StandardCharsets.UTF_8);
        return MailEvent.read("a mail", raw, false, Instant.EPOCH, "pve1");
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(told().size() + refused().size()).isEqualTo(vectors().size());
        assertThat(vectors().stream().filter(v -> v.origin().equals("recorded")))
                .hasSize(15);
    }

    @ParameterizedTest
    @MethodSource("told")
    void tellsWhatProxmoxTells(Vector vector) {
        Event event = ((MailEvent.Reading.Told) read(vector)).event();
        String body = event.body().stream()
                .map(block -> ((Block.Paragraph) block).text())
                .collect(Collectors.joining());
        assertThat(Map.of(
                        "severity",
                        event.severity().word(),
                        "type",
                        event.type(),
                        "title",
                        event.title(),
                        "body",
                        body))
                .isEqualTo(vector.data().get("expect"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatProxmoxRefuses(Vector vector) {
        assertThat(read(vector)).isInstanceOf(MailEvent.Reading.NoMail.class);
    }
}
