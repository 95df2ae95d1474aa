package dev.allclear.route;

import static dev.allclear.route.Events.SATURDAY_AT_TEN;
import static dev.allclear.route.Events.event;
import static dev.allclear.route.Events.severity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.task.Upid.Product;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final Map<String, Boolean> TARGETS = Map.of("mail", false, "chat", false, "old", true);
    private static final Event FAILURE = event(Severity.ERROR, Map.of("type", "vzdump"));
    private static final Event SUCCESS = event(Severity.INFO, Map.of("type", "vzdump"));

    private static Decision decide(Event event, MatcherRule... rules) {
        return Routing.of(List.of(rules), TARGETS).decide(event, ZoneOffset.UTC);
    }

    @Test
    void reachesATargetOnceThoughSeveralMatchersNameIt() {
        Decision decision = decide(
                FAILURE, severity("one", "error", "mail", "chat", "mail"), severity("two", "error,info", "mail"));
        assertThat(decision.targets()).containsExactly("chat", "mail");
    }

    @Test
    void reachesNobodyWhenNoMatcherFits() {
        Decision decision = decide(SUCCESS, severity("failures", "error", "mail", "old", "gone"));
        assertThat(decision.targets()).isEmpty();
        assertThat(decision.disabled()).isEmpty();
        assertThat(decision.missing()).isEmpty();
    }

    @Test
    void namesTargetsThatAreSwitchedOffOrDoNotExist() {
        Decision decision = decide(FAILURE, severity("failures", "error", "old", "gone", "mail"));
        assertThat(decision.targets()).containsExactly("mail");
        assertThat(decision.disabled()).containsExactly("old");
        assertThat(decision.missing()).containsExactly("gone");
    }

    @Test
    void leavesOutABadMatcherAndKeepsTheOthers() {
        Routing routing =
                Routing.of(List.of(severity("bad", "errors", "chat"), severity("good", "error", "mail")), TARGETS);
        assertThat(routing.decide(FAILURE, ZoneOffset.UTC).targets()).containsExactly("mail");
        assertThat(routing.faulty()).extracting(MatcherReading.Faulty::matcher).containsExactly("bad");
        assertThat(routing.usable())
                .extracting(matcher -> matcher.rule().name())
                .containsExactly("good");
    }

    @Test
    void explainsEveryMatcherInFileOrder() {
        Decision decision = decide(
                FAILURE,
                severity("zebra", "info", "mail"),
                severity("bad", "fatal", "mail"),
                severity("ape", "error", "chat"));
        assertThat(decision.explanations())
                .extracting(why -> why.matcher() + (why.selects() ? " selects: " : " does not: ") + why.because())
                .containsExactly(
                        "zebra does not: match-severity info does not fit: the severity is error",
                        "bad does not: it is left out: match-severity fatal: 'fatal' is no severity;"
                                + " write one or more of info,notice,warning,error,unknown",
                        "ape selects: match-severity error fits: the severity is error");
    }

    @Test
    void theBuiltInOfPveTakesEverything() {
        Matcher matcher = Events.usable(DefaultMatcher.of(Product.PVE));
        assertThat(matcher.matches(SUCCESS, ZoneOffset.UTC)).isTrue();
        assertThat(matcher.rule().targets()).containsExactly("mail-to-root");
    }

    @Test
    void theBuiltInOfPbsLeavesOutSuccessfulPruneJobs() {
        Matcher matcher = Events.usable(DefaultMatcher.of(Product.PBS));
        assertThat(matcher.matches(event(Severity.INFO, Map.of("type", "prune")), ZoneOffset.UTC))
                .isFalse();
        assertThat(matcher.matches(event(Severity.ERROR, Map.of("type", "prune")), ZoneOffset.UTC))
                .isTrue();
        assertThat(matcher.matches(event(Severity.INFO, Map.of("type", "gc")), ZoneOffset.UTC))
                .isTrue();
    }

    @Test
    void ourDefaultTakesOnlyWhatSomebodyMustLookAt() {
        Matcher matcher = Events.usable(DefaultMatcher.ofAllclear());
        assertThat(List.of(Severity.values()))
                .filteredOn(severity -> matcher.matches(event(severity, Map.of(), SATURDAY_AT_TEN), ZoneOffset.UTC))
                .containsExactly(Severity.WARNING, Severity.ERROR, Severity.UNKNOWN);
        assertThat(matcher.rule().name()).isEqualTo("default-matcher");
        assertThat(matcher.rule().targets()).containsExactly("mail-to-root");
    }
}
