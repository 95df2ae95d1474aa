package dev.allclear.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measured answer of Proxmox's whole matchers. */
class MatcherVectorsTest {
    /** Other words for the mode are refused by the reader of the file, before there is a rule. */
    private static final Set<String> MODES = Set.of("all", "any");

    static Stream<Vector> all() throws IOException {
        return VectorFile.all("matcher.json").stream();
    }

    static Stream<Vector> withAMode() throws IOException {
        return all().filter(vector -> MODES.contains(mode(vector)));
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(all().filter(vector -> vector.origin().equals("recorded"))).hasSize(36);
    }

    @Test
    void leavesOutOnlyWhatProxmoxRefuses() throws IOException {
        assertThat(all().filter(vector -> !MODES.contains(mode(vector))))
                .isNotEmpty()
                .allSatisfy(vector -> assertThat(vector.data().get("expect")).isEqualTo("error"));
    }

    @ParameterizedTest
    @MethodSource("withAMode")
    void selectsWhatProxmoxSelects(Vector vector) {
        Map<?, ?> notification = map(vector.data().get("notification"));
        Map<String, String> fields = new HashMap<>();
        map(notification.get("fields")).forEach((name, value) -> fields.put((String) name, (String) value));
        Event event = Events.event(
                Severity.of((String) Objects.requireNonNull(notification.get("severity")))
                        .orElseThrow(),
                fields,
                Instant.ofEpochSecond((Long) Objects.requireNonNull(notification.get("epoch"))));
        ZoneId zone = ZoneId.of((String) Objects.requireNonNull(notification.get("timezone")));
        Object found = Matcher.read(rule(vector)) instanceof MatcherReading.Usable usable
                ? (Object) usable.matcher().matches(event, zone)
                : "error";
        assertThat(found).isEqualTo(vector.data().get("expect"));
    }

    private static MatcherRule rule(Vector vector) {
        Map<?, ?> properties = map(vector.data().get("matcher"));
        return new MatcherRule(
                "m",
                list(properties.get("match-severity")),
                list(properties.get("match-field")),
                list(properties.get("match-calendar")),
                mode(vector).equals("any"),
                Boolean.TRUE.equals(properties.get("invert-match")),
                list(properties.get("target")),
                Boolean.TRUE.equals(properties.get("disable")));
    }

    private static String mode(Vector vector) {
        Object mode = map(vector.data().get("matcher")).get("mode");
        return mode == null ? "all" : mode.toString();
    }

    private static Map<?, ?> map(@Nullable Object object) {
        return (Map<?, ?>) Objects.requireNonNull(object);
    }

    private static List<String> list(@Nullable Object values) {
        return values == null
                ? List.of()
                : ((List<?>) values).stream().map(String.class::cast).toList();
    }
}
