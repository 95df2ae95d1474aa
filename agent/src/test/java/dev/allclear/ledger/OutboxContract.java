package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.allClear;
import static dev.allclear.ledger.Samples.delivery;
import static dev.allclear.ledger.Samples.failed;
import static dev.allclear.ledger.Samples.run;
import static dev.allclear.ledger.Samples.upid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every ledger does with what is to be delivered. */
abstract class OutboxContract extends JobRunsContract {
    private static final Instant LATER = EVENING.plusSeconds(600);

    private boolean enqueue(String heartbeat, int number) {
        return write(entries -> entries.deliveries().enqueue(delivery(heartbeat, number)));
    }

    private Optional<DeliveryRow> claim(String target, Instant now) {
        return write(entries -> entries.deliveries().claim(target, now));
    }

    private DeliveryRow row(String heartbeat, int number) {
        return read(entries ->
                        entries.deliveries().ofRun(heartbeat, upid(number).toString()))
                .orElseThrow();
    }

    private DeliveryState state(int number) {
        return row("nightly", number).state();
    }

    private int supersede() {
        return write(entries -> entries.deliveries().supersedeOlder("nightly", LATER));
    }

    @Test
    void givesBackADeliveryAsItWasPutIn() {
        enqueue("nightly", 1);
        NewDelivery in = delivery("nightly", 1);
        assertThat(row("nightly", 1))
                .isEqualTo(new DeliveryRow(
                        1,
                        "nightly",
                        "nightly",
                        in.run(),
                        in.msg(),
                        in.duration(),
                        in.createdAt(),
                        in.dueAt(),
                        in.expiresAt(),
                        DeliveryState.PENDING,
                        0,
                        0,
                        null,
                        null,
                        "up",
                        ""));
    }

    @Test
    void takesAnIdentityOnce() {
        assertThat(enqueue("nightly", 1)).isTrue();
        assertThat(enqueue("nightly", 1)).isFalse();
        assertThat(read((Entries entries) -> entries.deliveries().newest("nightly", 9)))
                .hasSize(1);
    }

    @Test
    void takesAnIdentityOnceEvenAfterItsDelivery() {
        enqueue("nightly", 1);
        long id = claim("nightly", LATER).orElseThrow().id();
        doWrite(entries -> entries.deliveries().delivered(id, LATER));
        assertThat(enqueue("nightly", 1)).isFalse();
        assertThat(claim("nightly", LATER)).isEmpty();
    }

    @Test
    void claimsTheHeadOfTheQueueAndCountsTheAttempt() {
        enqueue("nightly", 2);
        enqueue("nightly", 1);
        DeliveryRow claimed = claim("nightly", LATER).orElseThrow();
        assertThat(claimed.run()).isEqualTo(upid(2).toString());
        assertThat(claimed.state()).isEqualTo(DeliveryState.SENDING);
        assertThat(claimed.attempts()).isEqualTo(1);
        assertThat(row("nightly", 2)).isEqualTo(claimed);
    }

    @Test
    void claimsOneOfATargetAtATime() {
        enqueue("nightly", 1);
        enqueue("nightly", 2);
        enqueue("other", 3);
        claim("nightly", LATER);
        assertThat(claim("nightly", LATER)).isEmpty();
        assertThat(claim("other", LATER)).isPresent();
    }

    @Test
    void claimsNothingBeforeItIsDue() {
        enqueue("nightly", 1);
        Instant due = EVENING.plusSeconds(1);
        assertThat(claim("nightly", due.minusMillis(1))).isEmpty();
        assertThat(claim("nightly", due)).isPresent();
    }

    @Test
    void theHeadOfTheQueueHoldsBackTheOthers() {
        NewDelivery later = delivery("nightly", 1);
        doWrite(entries -> entries.deliveries()
                .enqueue(new NewDelivery(
                        "first",
                        "nightly",
                        "another",
                        later.run(),
                        later.runStarted(),
                        "msg",
                        later.duration(),
                        later.createdAt(),
                        LATER.plusSeconds(30),
                        later.expiresAt(),
                        true)));
        enqueue("nightly", 2);
        assertThat(claim("nightly", LATER)).isEmpty();
        assertThat(read((Entries entries) -> entries.deliveries().nextDue("nightly")))
                .contains(LATER.plusSeconds(30));
    }

    @Test
    void expiresWhatIsTooLateInsteadOfClaimingIt() {
        enqueue("nightly", 1);
        Instant expiry = delivery("nightly", 1).expiresAt();
        assertThat(claim("nightly", expiry)).isEmpty();
        assertThat(row("nightly", 1).state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(row("nightly", 1).closedAt()).isEqualTo(expiry);
    }

    @Test
    void claimsUntilTheLastMomentBeforeTheExpiry() {
        enqueue("nightly", 1);
        assertThat(claim("nightly", delivery("nightly", 1).expiresAt().minusMillis(1)))
                .isPresent();
    }

    @Test
    void claimsWhatIsBehindAnExpiredOne() {
        enqueue("nightly", 1);
        enqueue("nightly", 2);
        assertThat(claim("nightly", delivery("nightly", 1).expiresAt())
                        .orElseThrow()
                        .run())
                .isEqualTo(upid(2).toString());
    }

    @Test
    void hurriesWhatWaitsForItsNextAttempt() {
        enqueue("nightly", 1);
        claim("nightly", EVENING);
        long id = row("nightly", 1).id();
        doWrite(entries -> entries.deliveries().retry(id, EVENING, LATER, "down"));
        assertThat(claim("nightly", EVENING)).isEmpty();

        doWrite(entries -> entries.deliveries().hurry(EVENING));

        assertThat(claim("nightly", EVENING)).isPresent();
    }

    @Test
    void tellsWhenTheHeadOfTheQueueIsDue() {
        assertThat(read((Entries entries) -> entries.deliveries().nextDue("nightly")))
                .isEmpty();
        enqueue("nightly", 2);
        enqueue("nightly", 1);
        assertThat(read((Entries entries) -> entries.deliveries().nextDue("nightly")))
                .contains(EVENING.plusSeconds(2));
        assertThat(read((Entries entries) -> entries.deliveries().nextDue("other")))
                .isEmpty();
    }

    @Test
    void closesWhatWasDelivered() {
        enqueue("nightly", 1);
        long id = claim("nightly", LATER).orElseThrow().id();
        doWrite(entries -> entries.deliveries().delivered(id, LATER));
        assertThat(state(1)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(row("nightly", 1).closedAt()).isEqualTo(LATER);
        assertThat(claim("nightly", LATER)).isEmpty();
    }

    @Test
    void closesWhatWasRefusedWithTheReason() {
        enqueue("nightly", 1);
        long id = claim("nightly", LATER).orElseThrow().id();
        doWrite(entries -> entries.deliveries().refused(id, LATER, "unknown monitor"));
        assertThat(state(1)).isEqualTo(DeliveryState.REFUSED);
        assertThat(row("nightly", 1).lastError()).isEqualTo("unknown monitor");
    }

    @Test
    void keepsTheLastErrorOfWhatWasDeliveredInTheEnd() {
        enqueue("nightly", 1);
        long id = claim("nightly", LATER).orElseThrow().id();
        doWrite(entries -> entries.deliveries().retry(id, LATER, LATER.plusSeconds(2), "down"));
        assertThat(claim("nightly", LATER.plusSeconds(1))).isEmpty();
        assertThat(claim("nightly", LATER.plusSeconds(2)).orElseThrow().attempts())
                .isEqualTo(2);
        doWrite(entries -> entries.deliveries().delivered(id, LATER.plusSeconds(3)));
        assertThat(row("nightly", 1).lastError()).isEqualTo("down");
    }

    @Test
    void keepsOnlyTheNewestWaitingSuccess() {
        enqueue("nightly", 2);
        enqueue("nightly", 3);
        enqueue("nightly", 1);
        enqueue("other", 1);
        assertThat(supersede()).isEqualTo(2);
        assertThat(List.of(state(1), state(2), state(3)))
                .containsExactly(DeliveryState.SUPERSEDED, DeliveryState.SUPERSEDED, DeliveryState.PENDING);
        assertThat(row("nightly", 1).closedAt()).isEqualTo(LATER);
        assertThat(row("other", 1).state()).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void sendsTheSuccessOfARunThatEndsAfterALaterStartedOneWasDelivered() {
        enqueue("nightly", 2);
        long id = claim("nightly", LATER).orElseThrow().id();
        doWrite(entries -> entries.deliveries().delivered(id, LATER));
        enqueue("nightly", 1);
        assertThat(supersede()).isZero();
        assertThat(claim("nightly", LATER).orElseThrow().run()).isEqualTo(upid(1).toString());
    }

    @Test
    void aRefusedSuccessSupersedesNothing() {
        enqueue("nightly", 2);
        long id = claim("nightly", LATER).orElseThrow().id();
        doWrite(entries -> entries.deliveries().refused(id, LATER, "no"));
        enqueue("nightly", 1);
        assertThat(supersede()).isZero();
    }

    @Test
    void supersedesEachTargetForItself() {
        NewDelivery old = delivery("nightly", 1);
        doWrite(entries -> entries.deliveries()
                .enqueue(new NewDelivery(
                        "spare",
                        "spare",
                        "nightly",
                        old.run(),
                        old.runStarted(),
                        old.msg(),
                        old.duration(),
                        old.createdAt(),
                        old.dueAt(),
                        old.expiresAt(),
                        true)));
        enqueue("nightly", 2);
        assertThat(supersede()).isZero();
    }

    @Test
    void neverReopensWhatIsClosed() {
        enqueue("nightly", 1);
        long id = claim("nightly", LATER).orElseThrow().id();
        doWrite(entries -> entries.deliveries().delivered(id, LATER));
        DeliveryRow closed = row("nightly", 1);
        doWrite(entries -> {
            entries.deliveries().retry(id, LATER, LATER, "a late answer");
            entries.deliveries().refused(id, LATER, "a late answer");
        });
        assertThat(row("nightly", 1)).isEqualTo(closed);
    }

    @Test
    void takesAWaitingSuccessBackWithItsRun() {
        enqueue("nightly", 1);
        doWrite(entries -> entries.runs().remove("nightly", upid(1).toString()));
        assertThat(claim("nightly", LATER)).isEmpty();
        assertThat(enqueue("nightly", 1)).isTrue();
    }

    @Test
    void takesAWaitingSuccessBackWhenItsRunIsNoAllClearAnyMore() {
        doWrite(entries -> entries.runs().record(run("nightly", 1, allClear())));
        enqueue("nightly", 1);
        doWrite(entries -> entries.runs().record(run("nightly", 1, failed("after all"))));
        assertThat(claim("nightly", LATER)).isEmpty();
    }

    @Test
    void doesNotDenyASuccessThatIsOnItsWay() {
        enqueue("nightly", 1);
        claim("nightly", LATER);
        doWrite(entries -> entries.runs().remove("nightly", upid(1).toString()));
        assertThat(state(1)).isEqualTo(DeliveryState.SENDING);
    }

    @Test
    void leavesAloneWhatIsBeingSent() {
        enqueue("nightly", 1);
        claim("nightly", LATER);
        enqueue("nightly", 2);
        assertThat(supersede()).isZero();
        assertThat(state(1)).isEqualTo(DeliveryState.SENDING);
    }

    @Test
    void doesNotTryAgainWhatANewerSuccessHasOvertakenMeanwhile() {
        enqueue("nightly", 1);
        long id = claim("nightly", LATER).orElseThrow().id();
        enqueue("nightly", 2);
        doWrite(entries -> entries.deliveries().retry(id, LATER, LATER.plusSeconds(2), "down"));
        assertThat(state(1)).isEqualTo(DeliveryState.SUPERSEDED);
        assertThat(row("nightly", 1).closedAt()).isEqualTo(LATER);
        assertThat(claim("nightly", LATER).orElseThrow().run()).isEqualTo(upid(2).toString());
    }

    @Test
    void takesUpAgainWhatWasBeingSentWhenTheProcessEnded() {
        enqueue("nightly", 1);
        enqueue("other", 2);
        claim("nightly", LATER);
        List<DeliveryRow> again = write(entries -> entries.deliveries().reopenInterrupted(LATER));
        assertThat(again).containsExactly(row("nightly", 1));
        assertThat(row("nightly", 1).state()).isEqualTo(DeliveryState.PENDING);
        assertThat(row("nightly", 1).interrupted()).isEqualTo(1);
        assertThat(row("nightly", 1).dueAt()).isEqualTo(LATER);
        assertThat(claim("nightly", LATER).orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    void doesNotSendTwiceWhatANewerSuccessHasOvertaken() {
        enqueue("nightly", 1);
        claim("nightly", LATER);
        enqueue("nightly", 2);
        assertThat(write((Entries entries) -> entries.deliveries().reopenInterrupted(LATER)))
                .isEmpty();
        assertThat(state(1)).isEqualTo(DeliveryState.SUPERSEDED);
        assertThat(read((Entries entries) -> entries.deliveries().interruptedTotal()))
                .isZero();
    }

    @Test
    void countsHowOftenSendingWasInterrupted() {
        enqueue("nightly", 1);
        enqueue("other", 2);
        for (int i = 0; i < 3; i++) {
            claim("nightly", LATER);
            doWrite(entries -> entries.deliveries().reopenInterrupted(LATER));
        }
        claim("other", LATER);
        doWrite(entries -> entries.deliveries().reopenInterrupted(LATER));
        assertThat(read((Entries entries) -> entries.deliveries().interruptedTotal()))
                .isEqualTo(4);
    }

    @Test
    void countsTheDeliveriesOfEachState() {
        assertThat(read((Entries entries) -> entries.deliveries().counts()))
                .hasSize(DeliveryState.values().length)
                .allSatisfy((state, count) -> assertThat(count).isZero());
        enqueue("nightly", 1);
        enqueue("nightly", 2);
        enqueue("other", 3);
        claim("other", LATER);
        assertThat(read((Entries entries) -> entries.deliveries().counts()))
                .containsEntry(DeliveryState.PENDING, 2)
                .containsEntry(DeliveryState.SENDING, 1)
                .containsEntry(DeliveryState.DELIVERED, 0);
    }

    @Test
    void givesTheNewestDeliveriesOfAHeartbeatFirst() {
        enqueue("nightly", 1);
        enqueue("nightly", 2);
        enqueue("nightly", 3);
        enqueue("other", 4);
        assertThat(read((Entries entries) -> entries.deliveries().newest("nightly", 2)))
                .extracting(DeliveryRow::run)
                .containsExactly(upid(3).toString(), upid(2).toString());
        assertThat(read((Entries entries) -> entries.deliveries().ofRun("nightly", upid(4).toString())))
                .isEmpty();
    }

    @Test
    void keepsTheDurationToTheMillisecond() {
        enqueue("nightly", 1);
        assertThat(row("nightly", 1).duration()).isEqualTo(Duration.ofMillis(2_460_001));
    }
}
