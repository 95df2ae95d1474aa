package dev.allclear.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every matcher, target and event. */
class RoutePropertiesTest {
    private static final List<String> PIECES = List.of(
            "mon",
            "Friday",
            "fri",
            "..",
            "-",
            ",",
            " ",
            "\t",
            ":",
            "8",
            "12",
            "008",
            "24",
            "60",
            "99999999999999999999",
            "exact:",
            "regex:",
            "type",
            "=",
            "^",
            ".*",
            "info",
            "error",
            "unknown",
            "\u00a0",
            "ä",
            "\ud83d",
            "\u0000",
            "\n");

    @Test
    void noTextMakesAReaderThrow() {
        qt().withExamples(500)
                .forAll(strings().allPossible().ofLengthBetween(0, 80))
                .checkAssert(RoutePropertiesTest::readAsEverything);
    }

    @Test
    void noMixOfPiecesMakesAReaderThrow() {
        qt().withExamples(3000)
                .forAll(lists().of(integers().between(0, PIECES.size() - 1)).ofSizeBetween(0, 10))
                .checkAssert(picked ->
                        readAsEverything(picked.stream().map(PIECES::get).collect(Collectors.joining())));
    }

    @Test
    void longLinesAreReadInNoTime() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String piece : PIECES) {
                readAsEverything(piece.repeat(50_000));
                readAsEverything("exact:type=" + piece.repeat(50_000));
            }
        });
    }

    private static void readAsEverything(String text) {
        Event event = Events.event(Severity.INFO, Map.of("type", "gc"));
        for (MatcherRule rule : List.of(Events.severity("m", text, "t"), Events.field(text), Events.calendar(text))) {
            Decision decision = Routing.of(List.of(rule), Map.of("t", false)).decide(event, ZoneOffset.UTC);
            if (Matcher.read(rule) instanceof MatcherReading.Faulty faulty) {
                assertThat(faulty.faults()).hasSize(1).allSatisfy(fault -> {
                    assertThat(fault.text()).isEqualTo(text);
                    assertThat(fault.problem()).isNotEmpty();
                    assertThat(fault.advice()).isNotEmpty();
                });
                assertThat(decision.targets()).isEmpty();
            }
        }
    }

    /** The same decision, from Proxmox's description: per kind first, then over the kinds, then inverted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void decidesAsDescribed(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            Event event = Events.event(
                    List.of(Severity.values()).get(random.nextInt(5)), Map.of("a", String.valueOf(random.nextInt(3))));
            List<MatcherRule> rules = new ArrayList<>();
            TreeSet<String> expected = new TreeSet<>();
            for (int m = random.nextInt(4); m > 0; m--) {
                RandomRule rule = new RandomRule(random, event);
                rules.add(rule.rule());
                if (rule.selects()) {
                    expected.addAll(rule.rule().targets());
                }
            }
            Decision decision =
                    Routing.of(rules, Map.of("t0", false, "t1", true)).decide(event, ZoneOffset.UTC);
            List<String> all = new ArrayList<>(decision.targets());
            all.addAll(decision.disabled());
            all.addAll(decision.missing());
            assertThat(all).as("%s %s", event, rules).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(List.of("t0")).containsAll(decision.targets());
            assertThat(List.of("t1")).containsAll(decision.disabled());
            assertThat(List.of("t2")).containsAll(decision.missing());
        }
    }

    /** A rule whose lines fit or not by the dice, so that what is right is known without reading them. */
    private static final class RandomRule {
        private final List<Boolean> severityFits = new ArrayList<>();
        private final List<Boolean> fieldFits = new ArrayList<>();
        private final List<Boolean> calendarFits = new ArrayList<>();
        private final MatcherRule rule;

        RandomRule(Random random, Event event) {
            String severity = event.severity().word();
            String other = event.severity() == Severity.INFO ? "notice" : "info";
            List<String> targets = new ArrayList<>();
            for (int t = random.nextInt(4); t > 0; t--) {
                targets.add("t" + random.nextInt(3));
            }
            rule = new MatcherRule(
                    "m",
                    lines(random, severityFits, severity + "," + other, other),
                    lines(random, fieldFits, "exact:a=0,1,2", "regex:a=[^0-9]"),
                    lines(random, calendarFits, "sat 10-11", "10:01-12"),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    targets,
                    random.nextInt(10) == 0);
        }

        private static List<String> lines(Random random, List<Boolean> fits, String fitting, String other) {
            List<String> lines = new ArrayList<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                boolean fit = random.nextBoolean();
                fits.add(fit);
                lines.add(fit ? fitting : other);
            }
            return lines;
        }

        MatcherRule rule() {
            return rule;
        }

        boolean selects() {
            if (rule.disabled()) {
                return false;
            }
            List<Boolean> kinds = new ArrayList<>();
            for (List<Boolean> kind : List.of(severityFits, fieldFits, calendarFits)) {
                if (!kind.isEmpty()) {
                    kinds.add(combined(kind));
                }
            }
            return kinds.isEmpty() || (combined(kinds) ^ rule.invert());
        }

        private boolean combined(List<Boolean> parts) {
            return rule.any() ? parts.contains(true) : !parts.contains(false);
        }
    }
}
