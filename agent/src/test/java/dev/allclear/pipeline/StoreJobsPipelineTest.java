package dev.allclear.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.RunRow;
import dev.allclear.task.DatastoreReport;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.Watch;
import dev.allclear.verdict.StoreJob;
import dev.allclear.verdict.StoreJob.Kind;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs of a backup server, and chains of them. */
class StoreJobsPipelineTest {
    private static final Instant EVENING = Instant.parse("2026-11-20T22:00:00Z");
    private static final Instant DUE = Instant.parse("2026-11-21T06:00:00Z");
    private static final StoreWatch SYNC = new StoreWatch("vault", Kind.SYNC, "s-offsite");
    private static final StoreWatch VERIFY = new StoreWatch("vault", Kind.VERIFY, "v-1");

    private final Ledger ledger = Ledger.inMemory();
    private final Pipeline pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);

    @AfterEach
    void forget() {
        ledger.close();
    }

    private void watch(Watch watch, boolean warningsOk, boolean manualCounts) {
        pipeline.use(List.of(HeartbeatRule.of(
                new Heartbeat(
                        "offsite",
                        watch,
                        Collections.emptySortedSet(),
                        warningsOk,
                        false,
                        manualCounts,
                        Heartbeat.DEFAULT_GRACE,
                        null),
                null)));
        see(EVENING, new Sighting.StoreJobs(List.of(new StoreJob(Kind.SYNC, "s-offsite", "store1", "06:00"))));
        ledger.write(entries -> pipeline.learn(entries, EVENING));
    }

    private void see(Instant now, Sighting sighting) {
        ledger.write(entries -> pipeline.take("vault", sighting, entries, now));
    }

    private void tick(Instant now) {
        ledger.write(entries -> pipeline.tick(entries, now));
    }

    private static TaskOutcome task(
            StoreWatch watch,
            Instant started,
            TaskState state,
            boolean scheduled,
            @Nullable String idle,
            String... doubts) {
        Upid upid = new Upid(
                Upid.Product.PBS,
                "pbs1",
                7,
                8,
                started.getEpochSecond(),
                started.getEpochSecond(),
                watch.kind().workerType(),
                watch.kind() == Kind.SYNC ? "pbs2:offsite:store1::" + watch.id() : "store1:" + watch.id(),
                "root@pam");
        DatastoreReport report = new DatastoreReport(
                "store1", "", watch.id(), scheduled, idle, "11 groups", List.of(doubts), Collections.emptySortedMap());
        return new TaskOutcome(upid, state, started.plusSeconds(300), report);
    }

    private static TaskOutcome good(StoreWatch watch, Instant started) {
        return task(watch, started, new TaskState.Ok(), true, null);
    }

    private List<RunRow> runs() {
        return ledger.read(entries -> entries.runs().newest("offsite", 20));
    }

    private List<String> verdicts() {
        return runs().stream().map(run -> run.verdict().word()).toList();
    }

    private List<DeliveryRow> pushes() {
        return ledger.read(entries -> entries.deliveries().newest("offsite", 20));
    }

    @Test
    void aSyncThatSucceededIsPushedWithWhatItDid() {
        watch(SYNC, false, true);
        see(DUE, new Sighting.Ended(good(SYNC, DUE)));
        assertThat(pushes()).extracting(DeliveryRow::msg).containsExactly("sync:s-offsite: 11 groups, 5 min");
    }

    @Test
    void aSyncOfAnotherJobIsNoRun() {
        watch(SYNC, false, true);
        see(DUE, new Sighting.Ended(good(new StoreWatch("vault", Kind.SYNC, "s-other"), DUE)));
        assertThat(runs()).isEmpty();
    }

    @Test
    void aSyncThatFoundNothingIsEmpty() {
        watch(SYNC, false, true);
        see(DUE, new Sighting.Ended(task(SYNC, DUE, new TaskState.Ok(), true, "found 0 groups to sync")));
        assertThat(verdicts()).containsExactly("empty");
    }

    @Test
    void warningsOfASyncAreAFailure() {
        watch(SYNC, false, true);
        see(DUE, new Sighting.Ended(task(SYNC, DUE, new TaskState.Warnings(2), true, null)));
        assertThat(verdicts()).containsExactly("failed");
    }

    @Test
    void aDoubtIsBelievedMoreThanTheFinalLine() {
        watch(SYNC, true, true);
        see(DUE, new Sighting.Ended(task(SYNC, DUE, new TaskState.Ok(), true, null, "a chunk is missing")));
        assertThat(runs().get(0).verdict().reasons()).containsExactly("a chunk is missing");
        assertThat(pushes()).isEmpty();
    }

    @Test
    void aRunThatAPersonStartedCanBeIgnored() {
        watch(SYNC, false, false);
        see(DUE, new Sighting.Ended(task(SYNC, DUE, new TaskState.Ok(), false, null)));
        assertThat(runs()).isEmpty();
    }

    @Test
    void aScheduledRunCountsWhereManualOnesDoNot() {
        watch(SYNC, false, false);
        see(DUE, new Sighting.Ended(good(SYNC, DUE)));
        assertThat(verdicts()).containsExactly("all-clear");
    }

    @Test
    void aSyncThatDidNotBeginIsMissed() {
        watch(SYNC, false, true);
        tick(DUE.plus(Duration.ofMinutes(14)));
        assertThat(runs()).isEmpty();
        tick(DUE.plus(Duration.ofMinutes(15)));
        assertThat(verdicts()).containsExactly("missed");
    }

    @Test
    void nothingIsCalledMissedWhileTheAgentHoldsBackAfterALeapOfTheClock() {
        watch(SYNC, false, true);
        Instant over = DUE.plus(Duration.ofMinutes(31));
        pipeline.hold(over);
        tick(over.minusSeconds(1));
        assertThat(verdicts()).isEmpty();
        tick(over);
        assertThat(verdicts()).containsExactly("missed");
    }

    @Test
    void aSyncThatRunsIsNotMissed() {
        watch(SYNC, false, true);
        see(DUE, new Sighting.Running(good(SYNC, DUE).upid()));
        tick(DUE.plus(Duration.ofMinutes(30)));
        assertThat(runs()).isEmpty();
    }

    @Test
    void aBlindSourceDoesNotCallAnythingMissed() {
        watch(SYNC, false, true);
        see(EVENING, new Sighting.Health(Sighting.Sight.BLIND, "no connection", 0, 1));
        tick(DUE.plus(Duration.ofMinutes(15)));
        assertThat(verdicts()).containsExactly("incomplete");
    }

    @Test
    void aChainIsPushedWhenItsLastStepSucceeded() {
        watch(new ChainWatch(List.of(SYNC, VERIFY)), true, true);
        see(DUE, new Sighting.Ended(good(SYNC, DUE)));
        assertThat(pushes()).isEmpty();
        see(DUE, new Sighting.Ended(good(VERIFY, DUE.plusSeconds(600))));
        assertThat(pushes())
                .extracting(DeliveryRow::msg)
                .containsExactly("vault/sync:s-offsite, vault/verify:v-1: succeeded in this order, 15 min");
    }

    @Test
    void aChainInTheWrongOrderIsNotPushed() {
        watch(new ChainWatch(List.of(SYNC, VERIFY)), true, true);
        see(DUE, new Sighting.Ended(good(VERIFY, DUE)));
        see(DUE, new Sighting.Ended(good(SYNC, DUE.plusSeconds(600))));
        assertThat(pushes()).isEmpty();
    }

    @Test
    void aChainIsPushedOnceForEachOfItsRounds() {
        watch(new ChainWatch(List.of(SYNC, VERIFY)), true, true);
        see(DUE, new Sighting.Ended(good(SYNC, DUE)));
        see(DUE, new Sighting.Ended(good(VERIFY, DUE.plusSeconds(600))));
        see(DUE, new Sighting.Ended(good(VERIFY, DUE.plusSeconds(1200))));
        assertThat(pushes()).hasSize(1);
    }

    @Test
    void theOrderInWhichAChainBecomesKnownDoesNotMatter() {
        watch(new ChainWatch(List.of(SYNC, VERIFY)), true, true);
        see(DUE, new Sighting.Ended(good(VERIFY, DUE.plusSeconds(600))));
        see(DUE, new Sighting.Ended(good(SYNC, DUE)));
        assertThat(pushes()).hasSize(1);
    }

    @Test
    void aFailedStepIsToldForTheChain() {
        watch(new ChainWatch(List.of(SYNC, VERIFY)), true, true);
        see(DUE, new Sighting.Ended(task(SYNC, DUE, new TaskState.Failed("sync aborted"), true, null)));
        assertThat(runs().get(0).verdict().reasons())
                .containsExactly("sync:s-offsite: the task ended in TASK ERROR: sync aborted");
    }
}
