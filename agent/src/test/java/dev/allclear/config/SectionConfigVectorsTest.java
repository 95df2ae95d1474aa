package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    record Vector(String origin, Map<String, Object> data) {
        String text(String key) {
            return (String) Objects.requireNonNull(data.get(key), key);
        }

        Schema schema() {
            return text("file").equals("public") ? NotificationSchema.PUBLIC : NotificationSchema.PRIVATE;
        }

        SectionConfig.Parsed parse() {
            return SectionConfig.parse("notifications.cfg", text("text"), schema());
        }

        @Override
        public String toString() {
            return origin + " " + data.get("id");
        }
    }

    /** The vectors of the test resources, and of every directory named by {@code -Dallclear.vectors=DIR[:DIR…]}. */
    static List<Vector> vectors() throws IOException {
        List<Vector> all = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(
                SectionConfigVectorsTest.class.getResourceAsStream("/vectors/" + FILE), "missing test resource")) {
            add(all, "recorded", in);
        }
        for (String directory : System.getProperty("allclear.vectors", "").split(":", -1)) {
            Path file = Path.of(directory, FILE);
            if (!directory.isBlank() && Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    add(all, directory, in);
                }
            }
        }
        return all;
    }

    private static void add(List<Vector> all, String origin, InputStream in) throws IOException {
        for (Map<String, Object> data : VectorFile.read(in)) {
            all.add(new Vector(origin, data));
        }
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
        assertThat(vector.parse().problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsTheStanzasThatProxmoxReads(Vector vector) {
        List<Section> sections = vector.parse().sections();
        assertThat(sections.stream().map(Section::id).toList())
                .isEqualTo(vector.data().get("order"));
        Map<String, Object> read = new HashMap<>();
        for (Section section : sections) {
            read.put(section.id(), Map.of("type", section.type(), "properties", typed(section, vector.schema())));
        }
        assertThat(read).isEqualTo(vector.data().get("sections"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void writesBackWhatProxmoxWrites(Vector vector) {
        assertThat(vector.parse().written().orElse("error")).isEqualTo(vector.text("written"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsWhatItWroteAsTheSameStanzas(Vector vector) {
        SectionConfig.Parsed first = vector.parse();
        first.written()
                .ifPresent(text -> assertThat(SectionConfig.parse("again", text, vector.schema())
                                .written())
                        .contains(text));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void reportsFirstWhatProxmoxReports(Vector vector) {
        Problem first = vector.parse().problems().get(0);
        assertThat(first.line() + " " + first.kind().word())
                .as(first.toString())
                .isEqualTo(vector.data().get("error_line") + " " + vector.text("error_kind"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatToWriteInstead(Vector vector) {
        assertThat(vector.parse().problems()).allSatisfy(problem -> {
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
