package dev.allclear.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measured answer of Proxmox's own matchers, and where allclear's differs, why. */
class DirectiveVectorsTest {
    private static final String ERROR = "error";

    /** Forms in which an expression may be answered otherwise, if it is one of those marked as a matter of dialect. */
    private static final Map<Pattern, String> DIFFERENCES = Map.of(
            Pattern.compile("\\\\[bB]"), "RE2/J knows words of ASCII only",
            Pattern.compile("\\\\b\\{[a-z]|\\\\[<>]"), "RE2/J knows no starts and ends of words",
            Pattern.compile("\\(\\?[a-zA-Z]*R"), "RE2/J knows no other ends of lines",
            Pattern.compile("\\{[0-9,]*(?!1000[,}])[0-9]{4,}"),
                    "large counts need more memory than an agent should take");

    /** Weekdays joined with a hyphen are documented by Proxmox and refused by its reader; allclear takes them. */
    private static final String HYPHEN = "(?i)(mon|tue|wed|thu|fri|sat|sun)([a-z]*)-(?=[a-z])";

    static Stream<Vector> severities() throws IOException {
        return VectorFile.all("match-severity.json").stream();
    }

    static Stream<Vector> fields() throws IOException {
        return VectorFile.all("match-field.json").stream();
    }

    static Stream<Vector> calendars() throws IOException {
        return VectorFile.all("match-calendar.json").stream();
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(Map.of(
                        "severity", recorded(severities()),
                        "field", recorded(fields()),
                        "calendar", recorded(calendars())))
                .isEqualTo(Map.of("severity", 21L, "field", 87L, "calendar", 68L));
    }

    private static long recorded(Stream<Vector> vectors) {
        return vectors.filter(vector -> vector.origin().equals("recorded")).count();
    }

    @ParameterizedTest
    @MethodSource("severities")
    void findsSeveritiesAsProxmoxDoes(Vector vector) {
        Severity severity = Severity.of(vector.text("severity")).orElseThrow();
        MatcherRule rule = Events.severity("m", vector.text("directive"), "t");
        assertThat(answer(rule, Events.event(severity, Map.of()), ZoneOffset.UTC))
                .isEqualTo(vector.data().get("expect"));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void findsFieldsAsProxmoxDoes(Vector vector) {
        Map<String, String> fields = new HashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(vector.data().get("fields")))
                .forEach((name, value) -> fields.put((String) name, (String) value));
        Object found =
                answer(Events.field(vector.text("directive")), Events.event(Severity.INFO, fields), ZoneOffset.UTC);
        Object expected = vector.data().get("expect");
        boolean otherWord = "verification".equals(fields.get("type"))
                && vector.text("directive").contains("verify");
        if (otherWord) {
            assertThat(found).as("a matcher on type takes either word").isEqualTo(true);
        } else if (!statedAsDifferent(vector)) {
            assertThat(found).as(vector.text("directive")).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("calendars")
    void findsWindowsAsProxmoxDoes(Vector vector) {
        String expression = vector.text("expr");
        Event event = Events.event(Severity.INFO, Map.of(), Instant.ofEpochSecond((Long)
                Objects.requireNonNull(vector.data().get("epoch"))));
        ZoneId zone = ZoneId.of(vector.text("timezone"));
        Object found = answer(Events.calendar(expression), event, zone);
        String dotted = expression.replaceAll(HYPHEN, "$1$2..");
        if (dotted.equals(expression)) {
            assertThat(found).as(expression).isEqualTo(vector.data().get("expect"));
        } else {
            assertThat(vector.data().get("expect")).isEqualTo(ERROR);
            assertThat(found).as(expression).isEqualTo(answer(Events.calendar(dotted), event, zone));
        }
    }

    /** Whether the rule selects the event, or {@link #ERROR} if it cannot be used. */
    private static Object answer(MatcherRule rule, Event event, ZoneId zone) {
        if (Matcher.read(rule) instanceof MatcherReading.Usable usable) {
            return usable.matcher().matches(event, zone);
        }
        return ERROR;
    }

    private static boolean statedAsDifferent(Vector vector) {
        return vector.data().get("tags") instanceof List<?> tags
                && tags.contains("regex-dialect")
                && DIFFERENCES.keySet().stream()
                        .anyMatch(form -> form.matcher(vector.text("directive")).find());
    }

    @Test
    void noRecordedVectorNeedsADifferenceOfDialect() throws IOException {
        assertThat(fields().filter(vector -> vector.origin().equals("recorded")))
                .noneMatch(DirectiveVectorsTest::statedAsDifferent);
    }
}
