package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Problem.Kind;
import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measured input and answer of Proxmox's own reader. */
class SectionConfigVectorsTest {
    private static final String FILE = "section-config.json";

    static List<Vector> vectors() throws IOException {
        return VectorFile.all(FILE);
    }

    private static Schema schema(Vector vector) {
        return vector.text("file").equals("public") ? NotificationSchema.PUBLIC : NotificationSchema.PRIVATE;
    }

    private static SectionConfig.Parsed parse(Vector vector) {
        return SectionConfig.parse("notifications.cfg", vector.text("text"), schema(vector));
    }

    static List<Vector> accepted() throws IOException {
        return vectors().stream().filter(v -> v.text("expect").equals("ok")).toList();
    }

    static List<Vector> refused() throws IOException {
        return vectors().stream().filter(v -> v.text("expect").equals("error")).toList();
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(vectors().stream().filter(v -> v.origin().equals("recorded")))
                .hasSize(97);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsWhatProxmoxAccepts(Vector vector) {
        assertThat(parse(vector).problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsTheStanzasThatProxmoxReads(Vector vector) {
        List<Section> sections = parse(vector).sections();
        assertThat(sections.stream().map(Section::id).toList())
                .isEqualTo(vector.data().get("order"));
        Map<String, Object> read = new HashMap<>();
        for (Section section : sections) {
            read.put(section.id(), Map.of("type", section.type(), "properties", typed(section, schema(vector))));
        }
        assertThat(read).isEqualTo(vector.data().get("sections"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void writesBackWhatProxmoxWrites(Vector vector) {
        assertThat(parse(vector).written().orElse("error")).isEqualTo(vector.text("written"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsWhatItWroteAsTheSameStanzas(Vector vector) {
        SectionConfig.Parsed first = parse(vector);
        first.written()
                .ifPresent(text -> assertThat(SectionConfig.parse("again", text, schema(vector))
                                .written())
                        .contains(text));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void reportsFirstWhatProxmoxReports(Vector vector) {
        Problem first = parse(vector).problems().get(0);
        assertThat(first.line() + " " + first.kind().word())
                .as(first.toString())
                .isEqualTo(vector.data().get("error_line") + " " + vector.text("error_kind"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatToWriteInstead(Vector vector) {
        assertThat(parse(vector).problems()).allSatisfy(problem -> {
            assertThat(problem.kind()).isNotEqualTo(Kind.WARNING);
            assertThat(problem.suggestion()).isNotBlank();
        });
    }

    /** The values as the vectors have them: switches and numbers typed, repeatable keys as lists. */
    private static Map<String, Object> typed(Section section, Schema schema) {
        Map<String, Object> values = new TreeMap<>();
        StanzaType type = Objects.requireNonNull(schema.types().get(section.type()));
        for (String name : section.entries().keySet()) {
            StanzaKey key = Objects.requireNonNull(type.keys().get(name));
            List<String> texts = section.values(name);
            Object value;
            if (key.repeatable()) {
                value = texts;
            } else if (key.kind() == ValueKind.SWITCH) {
                value = Boolean.valueOf(texts.get(0));
            } else if (name.equals("port")) {
                value = Long.valueOf(texts.get(0));
            } else {
                value = texts.get(0);
            }
            values.put(name, value);
        }
        return values;
    }
}
