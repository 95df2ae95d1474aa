package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.allClear;
import static dev.allclear.ledger.Samples.beat;
import static dev.allclear.ledger.Samples.failed;
import static dev.allclear.ledger.Samples.run;
import static dev.allclear.ledger.Samples.upid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger does with beats that are down, beside those that are up. */
abstract class BeatsContract extends NoticesContract {
    private static final String NIGHTLY = "nightly";

    /** Puts a beat in as the judge does, and what is older goes. */
    private void put(String identity, int number, boolean up) {
        doWrite(entries -> {
            entries.deliveries().enqueue(beat(identity, NIGHTLY, number, up));
            entries.deliveries().supersedeOlder(NIGHTLY, EVENING);
        });
    }

    private long claim() {
        return write(entries -> entries.deliveries().claim(NIGHTLY, EVENING.plusSeconds(600)))
                .orElseThrow()
                .id();
    }

    private List<String> waiting() {
        return inState(DeliveryState.PENDING);
    }

    private List<String> inState(DeliveryState state) {
        return read(entries -> entries.deliveries().newest(NIGHTLY, 9).stream()
                .filter(row -> row.state() == state)
                .map(row -> (row.up() ? "up " : "down ") + row.id())
                .toList());
    }

    @Test
    void givesBackWhetherABeatIsUp() {
        put("a", 1, false);
        assertThat(waiting()).containsExactly("down 1");
        assertThat(write((Entries entries) -> entries.deliveries().claim(NIGHTLY, EVENING.plusSeconds(600)))
                        .orElseThrow()
                        .up())
                .isFalse();
    }

    @Test
    void anAllClearSupersedesTheDownsThatWait() {
        put("a", 1, false);
        put("b", 2, true);
        assertThat(waiting()).containsExactly("up 2");
        assertThat(inState(DeliveryState.SUPERSEDED)).containsExactly("down 1");
    }

    @Test
    void aDownSupersedesOlderUpsAndDownsThatWait() {
        doWrite(entries -> {
            entries.deliveries().enqueue(beat("a", NIGHTLY, 1, false));
            entries.deliveries().enqueue(beat("b", NIGHTLY, 2, true));
        });
        put("c", 3, false);
        assertThat(waiting()).containsExactly("down 3");
        assertThat(inState(DeliveryState.SUPERSEDED)).containsExactly("up 2", "down 1");
    }

    @Test
    void ofTheBeatsOfOneRunTheLastStays() {
        put("a", 1, false);
        put("a again", 1, false);
        assertThat(waiting()).containsExactly("down 2");
        put("a after all", 1, true);
        assertThat(waiting()).containsExactly("up 3");
    }

    @Test
    void theBeatOfAnOlderRunGivesWayThoughItCameLater() {
        put("new", 2, true);
        put("old", 1, false);
        assertThat(waiting()).containsExactly("up 1");
        assertThat(inState(DeliveryState.SUPERSEDED)).containsExactly("down 2");
    }

    @Test
    void leavesAloneWhatIsInTheHandsOfItsSender() {
        put("a", 1, true);
        long id = claim();
        put("b", 2, false);
        assertThat(inState(DeliveryState.SENDING)).containsExactly("up 1");
        doWrite(entries -> entries.deliveries().delivered(id, EVENING));
        assertThat(claim()).isEqualTo(2);
    }

    @Test
    void aDownThatCouldNotBeSentGivesWayToTheAllClearThatCameMeanwhile() {
        put("a", 1, false);
        long id = claim();
        put("b", 2, true);
        doWrite(entries -> entries.deliveries().retry(id, EVENING, EVENING, "no answer"));
        assertThat(waiting()).containsExactly("up 2");
    }

    @Test
    void anUpThatWasBeingSentWhenTheProcessEndedGivesWayToANewerDown() {
        put("a", 1, true);
        claim();
        put("b", 2, false);
        assertThat(write((Entries entries) -> entries.deliveries().reopenInterrupted(EVENING)))
                .isEmpty();
        assertThat(waiting()).containsExactly("down 2");
    }

    @Test
    void aBeatThatWasDeliveredSupersedesNothing() {
        put("a", 2, true);
        long id = claim();
        doWrite(entries -> entries.deliveries().delivered(id, EVENING));
        put("b", 1, false);
        assertThat(waiting()).containsExactly("down 2");
    }

    @Test
    void keepsAWaitingDownWhenItsRunFailsForAnotherReason() {
        doWrite(entries -> entries.runs().record(run(NIGHTLY, 1, failed("one"))));
        put("a", 1, false);
        doWrite(entries -> entries.runs().record(run(NIGHTLY, 1, failed("two"))));
        assertThat(waiting()).containsExactly("down 1");
    }

    @Test
    void takesAWaitingDownBackWhenItsRunIsAnAllClearAfterAll() {
        doWrite(entries -> entries.runs().record(run(NIGHTLY, 1, failed("one"))));
        put("a", 1, false);
        doWrite(entries -> entries.runs().record(run(NIGHTLY, 1, allClear())));
        assertThat(inState(DeliveryState.PENDING)).isEmpty();
        assertThat(write((Entries entries) -> entries.deliveries().enqueue(beat("a", NIGHTLY, 1, false))))
                .isTrue();
    }

    @Test
    void takesAWaitingDownBackWithItsRun() {
        doWrite(entries -> entries.runs().record(run(NIGHTLY, 1, failed("one"))));
        put("a", 1, false);
        doWrite(entries -> entries.runs().remove(NIGHTLY, upid(1).toString()));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void findsTheNewestBeatOfAHeartbeat() {
        assertThat(read((Entries entries) -> entries.deliveries().newest(NIGHTLY)))
                .isEmpty();
        put("a", 1, true);
        put("b", 2, false);
        doWrite(entries -> entries.deliveries().enqueue(beat("c", "other", 3, true)));
        assertThat(read((Entries entries) -> entries.deliveries().newest(NIGHTLY)))
                .hasValueSatisfying(row -> {
                    assertThat(row.id()).isEqualTo(2);
                    assertThat(row.up()).isFalse();
                });
    }

    @Test
    void theBeatOfARunIsTheNewestOne() {
        put("a", 1, false);
        put("b", 1, true);
        assertThat(read((Entries entries) -> entries.deliveries().ofRun(NIGHTLY, upid(1).toString())))
                .hasValueSatisfying(row -> assertThat(row.up()).isTrue());
    }

    @Test
    void tellsWhenTheLastUpAndTheLastDownWerePutIn() {
        put("a", 1, false);
        put("b", 2, false);
        put("c", 3, true);
        doWrite(entries -> entries.deliveries().enqueue(beat("d", "other", 4, false)));
        assertThat(read((Entries entries) -> entries.deliveries().lastCreated(NIGHTLY, false)))
                .contains(EVENING.plusSeconds(2));
        assertThat(read((Entries entries) -> entries.deliveries().lastCreated(NIGHTLY, true)))
                .contains(EVENING.plusSeconds(3));
        assertThat(read((Entries entries) -> entries.deliveries().lastCreated("other", true)))
                .isEmpty();
    }

    @Test
    void expiresADownLikeAnUp() {
        put("a", 1, false);
        var late = EVENING.plus(Duration.ofHours(21));
        assertThat(write((Entries entries) -> entries.deliveries().expire(late)))
                .hasSize(1);
    }
}
