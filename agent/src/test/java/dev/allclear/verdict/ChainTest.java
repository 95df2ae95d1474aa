package dev.allclear.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.verdict.Chain.Link;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainTest {
    private static final List<String> NAMES = List.of("backup", "sync", "verify");
    private static final Instant NIGHT = Instant.parse("2026-11-21T01:00:00Z");

    private static Link good(int from, int to) {
        return new Link("at " + from, NIGHT.plusSeconds(from), NIGHT.plusSeconds(to), true);
    }

    private static Link bad(int from, int to) {
        return new Link("at " + from, NIGHT.plusSeconds(from), NIGHT.plusSeconds(to), false);
    }

    private static Chain chain(List<Link> backup, List<Link> sync, List<Link> verify) {
        return Chain.of(NAMES, List.of(backup, sync, verify), Instant.MIN);
    }

    @Test
    void successInOrderCompletesIt() {
        Chain chain = chain(List.of(good(0, 10)), List.of(good(20, 30)), List.of(good(40, 50)));
        assertThat(chain.complete()).isTrue();
        assertThat(chain.runs()).extracting(Link::run).containsExactly("at 0", "at 20", "at 40");
    }

    @Test
    void aSyncThatBeganBeforeTheBackupEndedProvesNothing() {
        assertThat(chain(List.of(good(0, 25)), List.of(good(20, 30)), List.of(good(40, 50)))
                        .waitsFor())
                .isEqualTo("waits for a success of backup before sync");
    }

    @Test
    void aNewerFailureBeforeTheNextStepBreaksIt() {
        assertThat(chain(List.of(good(0, 10), bad(12, 15)), List.of(good(20, 30)), List.of(good(40, 50)))
                        .complete())
                .isFalse();
    }

    @Test
    void aFailureAfterTheNextStepBeganDoesNot() {
        assertThat(chain(List.of(good(0, 10), bad(22, 25)), List.of(good(20, 30)), List.of(good(40, 50)))
                        .complete())
                .isTrue();
    }

    @Test
    void theLastStepIsWaitedForFirst() {
        assertThat(chain(List.of(good(0, 10)), List.of(good(20, 30)), List.of()).waitsFor())
                .isEqualTo("waits for a success of verify");
    }

    @Test
    void aFailedLastStepIsNamed() {
        assertThat(chain(List.of(good(0, 10)), List.of(good(20, 30)), List.of(bad(40, 50)))
                        .waitsFor())
                .isEqualTo("waits for verify to succeed: its last run did not");
    }

    @Test
    void nothingThatWasPushedBeforeCountsAgain() {
        Chain chain = Chain.of(
                NAMES,
                List.of(List.of(good(0, 10)), List.of(good(20, 30)), List.of(good(40, 50), good(140, 150))),
                NIGHT.plusSeconds(50));
        assertThat(chain.waitsFor()).isEqualTo("waits for a success of sync before verify");
    }

    @Test
    void ofRunsThatEndedTogetherAlwaysTheSameIsTaken() {
        Link one = new Link("a", NIGHT, NIGHT.plusSeconds(10), true);
        Link other = new Link("b", NIGHT, NIGHT.plusSeconds(10), false);
        assertThat(List.of(chainOf(one, other).complete(), chainOf(other, one).complete()))
                .containsExactly(false, false);
    }

    private static Chain chainOf(Link... runs) {
        return Chain.of(List.of("backup"), List.of(List.of(runs)), Instant.MIN);
    }
}
