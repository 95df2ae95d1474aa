package dev.allclear.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Empty;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import dev.allclear.verdict.Verdict.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VerdictEventsTest {

    private static final Instant AT = Instant.parse("2026-08-21T01:41:00Z");
    private static final HeartbeatRun RUN =
            new HeartbeatRun("nightly", "backup-1", "cluster", "backup-1 of 2026-08-21", AT);
    private static final List<String> WHY = List.of("guest 101 failed: no space", "guest 102 has no backup");
    private static final Verdict CLEAR = new AllClear(14, 0, Duration.ofMinutes(41), List.of("14 of 14 guests"));
    private static final Reds THREE = new Reds(3, Instant.parse("2026-08-18T01:10:00Z"), "failed");

    static Stream<Arguments> verdicts() {
        return Stream.of(
                Arguments.of(CLEAR, Severity.INFO, "nightly: all-clear (14 guests, 41min)"),
                Arguments.of(new Failed(WHY), Severity.ERROR, "nightly failed: guest 101 failed: no space"),
                Arguments.of(new Missed(WHY), Severity.ERROR, "nightly missed: guest 101 failed: no space"),
                Arguments.of(new Incomplete(WHY), Severity.WARNING, "nightly incomplete: guest 101 failed: no space"),
                Arguments.of(new Empty(WHY), Severity.WARNING, "nightly empty: guest 101 failed: no space"));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void everyVerdictHasItsSeverityAndTitle(Verdict verdict, Severity severity, String title) {
        Event event = VerdictEvents.judged(RUN, verdict, null);
        assertThat(event.severity()).isEqualTo(severity);
        assertThat(event.title()).isEqualTo(title);
        assertThat(event.at()).isEqualTo(AT);
        assertThat(event.fields())
                .isEqualTo(
                        Map.of("type", "heartbeat", "heartbeat", "nightly", "job-id", "backup-1", "source", "cluster"));
        assertThat(event.identity()).isEqualTo("heartbeat nightly backup-1 of 2026-08-21 " + verdict.word());
    }

    @Test
    void saysEveryReason() {
        assertThat(PlainText.of(VerdictEvents.judged(RUN, new Failed(WHY), null)))
                .contains("- guest 101 failed: no space\n- guest 102 has no backup\n");
    }

    @Test
    void saysThatItWorksAgain() {
        assertThat(VerdictEvents.judged(RUN, CLEAR, THREE).title())
                .isEqualTo("nightly works again: all-clear (14 guests, 41min) after 3 runs without all-clear since"
                        + " 2026-08-18T01:10:00Z");
    }

    @Test
    void countsFailuresInARow() {
        assertThat(VerdictEvents.judged(RUN, new Failed(WHY), THREE).title())
                .startsWith("nightly failed (4 in a row): guest");
    }

    @Test
    void warnsOfARunThatTakesTooLong() {
        Event event = VerdictEvents.overdue(RUN, List.of("it runs for 9 h"));
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.title()).isEqualTo("nightly is overdue: it runs for 9 h");
    }

    @Test
    void remindsWithAnIdentityOfItsOwnEachTime() {
        Event first = VerdictEvents.reminder(RUN, THREE, WHY, 1);
        Event second = VerdictEvents.reminder(RUN, THREE, WHY, 2);
        assertThat(first.title())
                .isEqualTo("nightly still failed since 2026-08-18T01:10:00Z: guest 101 failed: no space");
        assertThat(first.severity()).isEqualTo(Severity.ERROR);
        assertThat(first.identity()).isNotEqualTo(second.identity());
    }

    @Test
    void leavesOutFieldsThatNobodyKnows() {
        Event event = VerdictEvents.judged(new HeartbeatRun("all", null, null, "r", AT), CLEAR, null);
        assertThat(event.fields()).containsOnlyKeys("type", "heartbeat");
    }

    @Test
    void aSourceThatIsBlindIsAWarningAndOneThatSeesAgainIsNone() {
        Event blind = SourceEvents.blind("cluster", null, "no answer from 10.0.0.11", AT);
        assertThat(blind.severity()).isEqualTo(Severity.WARNING);
        assertThat(blind.title()).isEqualTo("source cluster is blind: no answer from 10.0.0.11");
        assertThat(blind.fields()).isEqualTo(Map.of("type", "source", "source", "cluster"));
        assertThat(SourceEvents.degraded("cluster", "pve2", "offline", AT).fields())
                .containsEntry("node", "pve2");
        Event again = SourceEvents.seeing("cluster", null, AT.minusSeconds(60), AT);
        assertThat(again.severity()).isEqualTo(Severity.INFO);
        assertThat(PlainText.of(again)).contains("since 2026-08-21T01:40:00Z");
    }

    @Test
    void aGapIsTheSameWheneverItIsSeen() {
        Event gap = SourceEvents.gap("cluster", "pve2", AT.minusSeconds(60), AT, AT);
        Event later = SourceEvents.gap("cluster", "pve2", AT.minusSeconds(60), AT, AT.plusSeconds(9));
        assertThat(gap.identity()).isEqualTo(later.identity());
        assertThat(gap.severity()).isEqualTo(Severity.WARNING);
        assertThat(gap.fields()).isEqualTo(Map.of("type", "source", "source", "cluster", "node", "pve2"));
    }

    @Test
    void aRefusedDeliveryNamesItsTarget() {
        Event refused = DeliveryEvents.refused("mail", "17", "Pruning failed", "550 no such user", AT);
        assertThat(refused.fields()).isEqualTo(Map.of("type", "delivery", "target", "mail"));
        assertThat(refused.severity()).isEqualTo(Severity.WARNING);
        assertThat(refused.title()).isEqualTo("delivery to mail refused: 550 no such user");
        assertThat(DeliveryEvents.givenUp("mail", "17", "t", "no answer", AT).title())
                .isEqualTo("delivery to mail given up: no answer");
    }

    @Test
    void aTestHasNoFieldsLikeTheOneOfProxmox() {
        Event test = TestEvent.of("1", "mail", "pve1", AT);
        assertThat(test.title()).isEqualTo("Test notification");
        assertThat(test.fields()).isEmpty();
        assertThat(test.severity()).isEqualTo(Severity.INFO);
    }
}
