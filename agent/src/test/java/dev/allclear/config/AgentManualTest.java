package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Manual.Item;
import dev.allclear.config.Manual.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference of agent.conf against what is accepted there. */
class AgentManualTest {
    private static final Pattern FROM_TO = Pattern.compile("(DURATION|NUMBER) (\\S+)\\.\\.(\\S+)");
    private static final Map<String, StanzaType> ACCEPTED = AgentSchema.PUBLIC.types();
    private static final Manual MANUAL = AgentManual.read();

    /** A key of one type of stanza, as documented. */
    record Documented(String type, Item item) {
        ValueKind kind() {
            StanzaType known = Objects.requireNonNull(ACCEPTED.get(type), type);
            return Objects.requireNonNull(known.keys().get(item.name()), item.name())
                    .kind();
        }

        @Override
        public String toString() {
            return type + ": " + item.name();
        }
    }

    static List<Documented> documented() {
        List<Documented> all = new ArrayList<>();
        for (Part part : MANUAL.parts()) {
            part.types().forEach(type -> part.items().forEach(item -> all.add(new Documented(type, item))));
        }
        return all;
    }

    static Stream<Documented> durationsAndNumbers() {
        return documented().stream()
                .filter(each -> FROM_TO.matcher(each.item.value()).matches());
    }

    static Stream<Documented> words() {
        return documented().stream().filter(each -> each.item.value().matches("[a-z|-]+"));
    }

    @Test
    void explainsEveryKeyThatIsAcceptedOnceAndNoOther() {
        List<String> accepted = new ArrayList<>();
        ACCEPTED.values().forEach(type -> type.keys().keySet().forEach(key -> accepted.add(type.name() + ": " + key)));
        assertThat(documented().stream().map(Documented::toString)).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void explainsWhatIsAcceptedInThePrivateFileAsASecret() {
        TreeSet<String> secrets = new TreeSet<>();
        AgentSchema.PRIVATE
                .types()
                .values()
                .forEach(type -> type.keys().keySet().stream()
                        .filter(key -> !key.equals("name"))
                        .forEach(key -> secrets.add(type.name() + ": " + key)));
        assertThat(documented().stream()
                        .filter(each -> each.item.traits().contains(Manual.Trait.SECRET))
                        .map(Documented::toString))
                .containsExactlyInAnyOrderElementsOf(secrets);
    }

    @ParameterizedTest
    @MethodSource("documented")
    void anExampleIsAccepted(Documented key) {
        assertThat(key.item.example()).isNotEmpty();
        assertThat(key.kind().fault(key.item.example())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void aDefaultIsAcceptedAndThenNothingElseIsSaidToHappenWithoutTheKey(Documented key) {
        if (key.item.standard() != null) {
            assertThat(key.kind().fault(key.item.standard())).isEmpty();
            assertThat(key.item.without()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("durationsAndNumbers")
    void whatIsPossibleBeginsAndEndsWhereItIsSaidTo(Documented key) {
        Matcher range = FROM_TO.matcher(key.item.value());
        assertThat(range.matches()).isTrue();
        boolean duration = range.group(1).equals("DURATION");
        long least = number(range.group(2), duration);
        long most = number(range.group(3), duration);
        assertThat(key.kind().fault(Long.toString(least))).isEmpty();
        assertThat(key.kind().fault(Long.toString(most))).isEmpty();
        assertThat(key.kind().fault(Long.toString(least - 1))).isPresent();
        assertThat(key.kind().fault(Long.toString(most + 1))).isPresent();
    }

    private static long number(String text, boolean duration) {
        return duration ? Durations.parse(text).map(Duration::toSeconds).orElseThrow() : Long.parseLong(text);
    }

    @ParameterizedTest
    @MethodSource("words")
    void namesEveryWordThatIsPossible(Documented key) {
        String[] words = key.item.value().split("\\|", -1);
        for (String word : words) {
            assertThat(key.kind().fault(word)).isEmpty();
        }
        assertThat(key.kind().fault("qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"))
                .hasValueSatisfying(fault -> assertThat(fault.instead()).endsWith(String.join(" or ", words)));
    }

    @Test
    void saysOfEveryDurationWhatIsPossible() {
        assertThat(documented().stream()
                        .filter(each -> each.kind().fault("qqq").stream()
                                .anyMatch(fault -> fault.why().equals("is not a length of time")))
                        .filter(each -> !each.item.value().startsWith("DURATION ")))
                .isEmpty();
    }

    @Test
    void keepsLinesThatAreToBeShownAsTheyAre() {
        Manual manual = Manual.parse("== TITLE\nFirst.\n\n\ta: b\n\t\n\t\tc\n@key d E\n@default 1\nText.\n");
        Part part = manual.parts().get(0);
        assertThat(part.text()).containsExactly("First.", "\ta: b", "\t", "\t\tc");
        assertThat(part.items()).singleElement().satisfies(item -> {
            assertThat(item.name()).isEqualTo("d");
            assertThat(item.value()).isEqualTo("E");
            assertThat(item.standard()).isEqualTo("1");
            assertThat(item.text()).containsExactly("Text.");
        });
    }
}
