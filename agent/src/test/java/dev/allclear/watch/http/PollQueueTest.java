package dev.allclear.watch.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollQueueTest {
    private final PollQueue queue = new PollQueue(4, Duration.ZERO);

    private record Unit(String name) implements Polled {
        @Override
        public Next poll() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Next stumbled(RuntimeException error) {
            throw error;
        }
    }

    private final Unit a = new Unit("a");
    private final Unit b = new Unit("b");

    @Test
    void givesWhatIsDueInOrderAndNothingBefore() {
        queue.add(b, 20);
        queue.add(a, 10);
        assertThat(queue.take(9)).isNull();
        assertThat(queue.take(30)).isSameAs(a);
        assertThat(queue.take(30)).isSameAs(b);
    }

    @Test
    void neverGivesAUnitThatIsBeingPolled() {
        queue.add(a, 10);
        assertThat(queue.take(10)).isSameAs(a);
        queue.hurry(a, 10);
        queue.add(a, 10);
        assertThat(queue.take(1000)).isNull();
    }

    @Test
    void pollsAgainRightAfterALookThatWasHurriedMeanwhile() {
        queue.add(a, 10);
        queue.take(10);
        queue.hurry(a, 15);
        queue.done(a, 1000, false);
        assertThat(queue.take(15)).isSameAs(a);
    }

    @Test
    void hurryingNeverDelays() {
        queue.add(a, 10);
        queue.hurry(a, 50);
        assertThat(queue.take(10)).isSameAs(a);
    }

    @Test
    void aRemovedUnitDoesNotComeBackFromItsLook() {
        queue.add(a, 10);
        queue.take(10);
        queue.remove(a);
        queue.done(a, 20, false);
        assertThat(queue.take(1000)).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void unitsInTroubleTakeAtMostHalfOfThePlaces() {
        List<Unit> dead = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Unit unit = new Unit("dead" + i);
            dead.add(unit);
            queue.add(unit, i);
        }
        dead.forEach(unit -> queue.take(10));
        dead.forEach(unit -> queue.done(unit, 20 + dead.indexOf(unit), true));
        queue.add(a, 30);

        assertThat(queue.take(40)).isSameAs(dead.get(0));
        assertThat(queue.take(40)).isSameAs(dead.get(1));
        assertThat(queue.take(40)).isSameAs(a);
        assertThat(queue.take(40)).isNull();
        queue.done(dead.get(0), 1000, true);
        assertThat(queue.take(40)).isSameAs(dead.get(2));
    }

    @Test
    void noMoreUnitsThanPlacesAreGiven() {
        for (int i = 0; i < 5; i++) {
            queue.add(new Unit("u" + i), i);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(queue.take(10)).isNotNull();
        }
        assertThat(queue.take(10)).isNull();
        assertThat(queue.untilDue(10, 77)).isEqualTo(77);
    }

    @Test
    void tellsHowLongItIsUntilTheNextIsDue() {
        queue.add(a, 100);
        assertThat(queue.untilDue(40, 1)).isEqualTo(60);
        assertThat(queue.untilDue(140, 1)).isZero();
    }

    @Test
    void aLookHasAMomentForItself() {
        PollQueue gentle = new PollQueue(4, Duration.ofNanos(20));
        gentle.add(a, 10);
        gentle.add(b, 11);
        gentle.take(12);
        assertThat(gentle.take(31)).isNull();
        assertThat(gentle.untilDue(25, 1000)).isEqualTo(7);
        assertThat(gentle.take(32)).isSameAs(b);
    }

    @Test
    void theNextLookBeginsAtOnceWhenTheLastOneIsOver() {
        PollQueue gentle = new PollQueue(4, Duration.ofNanos(20));
        gentle.add(a, 10);
        gentle.add(b, 11);
        gentle.take(12);
        gentle.done(a, 1000, false);
        assertThat(gentle.take(13)).isSameAs(b);
    }

    @Test
    void aUnitThatIsASecondLateWaitsForNobody() {
        PollQueue gentle = new PollQueue(4, Duration.ofHours(1));
        gentle.add(a, 10);
        gentle.add(b, 11);
        gentle.take(12);
        assertThat(gentle.take(11 + Duration.ofSeconds(1).toNanos())).isSameAs(b);
    }

    @Test
    void looksAfterALongPauseBeginTogetherAtAFullSecond() {
        assertThat(new Polled.Next(Duration.ofSeconds(30), false).due(1_600_000_000L))
                .isEqualTo(31_000_000_000L);
        assertThat(new Polled.Next(Duration.ofSeconds(30), false).due(-600_000_000L))
                .isEqualTo(29_000_000_000L);
    }

    @Test
    void aShortPauseIsKeptToTheNanosecond() {
        assertThat(new Polled.Next(Duration.ofSeconds(5), false).due(1_600_000_000L))
                .isEqualTo(6_600_000_000L);
    }
}
