package dev.allclear.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measured event and answer of Proxmox's own reader and scheduler. */
class CalendarEventVectorsTest {
    static List<Vector> vectors() throws IOException {
        return VectorFile.all("calendar-event.json");
    }

    static List<Vector> refused() throws IOException {
        return vectors().stream().filter(CalendarEventVectorsTest::isRefused).toList();
    }

    static List<Vector> accepted() throws IOException {
        return vectors().stream().filter(vector -> !isRefused(vector)).toList();
    }

    /** Weekdays joined with a hyphen are documented by Proxmox and refused by its reader; allclear takes them. */
    private static boolean isRefused(Vector vector) {
        return "error".equals(vector.data().get("expect"))
                && !vector.text("expr").matches("(?i).*(mon|tue|wed|thu|fri|sat|sun)[a-z]*-[a-z].*");
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(vectors().stream().filter(vector -> vector.origin().equals("recorded")))
                .hasSize(111);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatProxmoxRefuses(Vector vector) {
        assertThat(CalendarEvent.parse(vector.text("expr"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void isDueWhenProxmoxSaysSo(Vector vector) {
        Object expected = Objects.requireNonNull(vector.data().get("expect"));
        if (expected.equals("error")) {
            assertThat(CalendarEvent.parse(vector.text("expr"))).isPresent();
            return;
        }
        List<List<@Nullable Long>> right = new ArrayList<>();
        right.add(expected.equals("never") ? java.util.Collections.singletonList(null) : epochs(expected));
        if (vector.data().get("also_accepted") instanceof List<?> lists) {
            lists.forEach(list -> right.add(epochs(list)));
        }
        assertThat(right)
                .as("%s in %s", vector.text("expr"), vector.text("timezone"))
                .contains(successive(vector, right.get(0).size()));
    }

    /** The next due times, each asked for from the one before; null where there is none. */
    private static List<@Nullable Long> successive(Vector vector, int count) {
        CalendarEvent event = CalendarEvent.parse(vector.text("expr")).orElseThrow();
        ZoneId zone = ZoneId.of(vector.text("timezone"));
        List<@Nullable Long> found = new ArrayList<>();
        Optional<Instant> due = Optional.of(Instant.ofEpochSecond(
                (Long) Objects.requireNonNull(vector.data().get("from_epoch"))));
        while (found.size() < count && due.isPresent()) {
            due = event.next(due.get(), zone);
            found.add(due.map(Instant::getEpochSecond).orElse(null));
        }
        return found;
    }

    private static List<@Nullable Long> epochs(Object list) {
        List<@Nullable Long> epochs = new ArrayList<>();
        for (Object entry : (List<?>) list) {
            epochs.add(entry instanceof Map<?, ?> moment ? (Long) moment.get("epoch") : null);
        }
        return epochs;
    }
}
