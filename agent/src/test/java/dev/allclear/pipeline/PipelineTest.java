package dev.allclear.pipeline;

import static dev.allclear.pipeline.Tasks.EVENING;
import static dev.allclear.pipeline.Tasks.bad;
import static dev.allclear.pipeline.Tasks.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.RunRow;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Job;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final HeartbeatRule EVERY = rule(new TaskWatch("vzdump"));
    private final Ledger ledger = Ledger.inMemory();
    private final Pipeline pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);

    private static HeartbeatRule rule(Heartbeat.Watch watch) {
        return HeartbeatRule.of(
                new Heartbeat("nightly", watch, new TreeSet<>(), true, false, Duration.ofHours(20)), null);
    }

    @BeforeEach
    void watchEverything() {
        pipeline.use(List.of(EVERY));
    }

    @AfterEach
    void forget() {
        ledger.close();
    }

    private void see(Instant now, Sighting... sightings) {
        for (Sighting sighting : sightings) {
            ledger.write(entries -> pipeline.take("local", sighting, entries, now));
        }
    }

    private void see(Instant now, TaskOutcome... outcomes) {
        for (TaskOutcome outcome : outcomes) {
            see(now, new Sighting.Ended(outcome));
        }
    }

    private void haveLearned() {
        ledger.write(entries -> pipeline.learn(entries, EVENING));
    }

    private List<DeliveryRow> deliveries() {
        return deliveriesOf("nightly", ledger);
    }

    private static List<DeliveryRow> deliveriesOf(String heartbeat, Ledger ledger) {
        return ledger.read(entries -> entries.deliveries().newest(heartbeat, 100));
    }

    private List<RunRow> runs() {
        return ledger.read(entries -> entries.runs().newest("nightly", 100));
    }

    @Test
    void anAllClearIsPushedWithItsNumbers() {
        haveLearned();
        see(EVENING, good(1, EVENING));
        assertThat(deliveries()).extracting(DeliveryRow::msg).containsExactly("vzdump: 1/1 guests, 1 min");
    }

    @Test
    void aFailureIsJudgedAndNotPushed() {
        haveLearned();
        see(EVENING, bad(1, EVENING));
        assertThat(runs()).extracting(run -> run.verdict().word()).containsExactly("failed");
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void seeingTheSameTaskAgainPushesNothingAgain() {
        haveLearned();
        see(EVENING, good(1, EVENING), good(1, EVENING));
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void atFirstSightOnlyTheNewestRunIsPushed() {
        see(EVENING, good(1, EVENING.minusSeconds(7200)), good(2, EVENING.minusSeconds(3600)));
        haveLearned();
        assertThat(deliveries())
                .extracting(DeliveryRow::run)
                .containsExactly(runs().get(0).run());
        assertThat(runs()).hasSize(2);
    }

    @Test
    void atFirstSightNothingIsPushedWhenTheNewestRunFailed() {
        see(EVENING, good(1, EVENING.minusSeconds(7200)), bad(2, EVENING.minusSeconds(3600)));
        haveLearned();
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void anOldSuccessIsNeitherSentNorGivenUp() {
        see(EVENING, good(1, EVENING.minus(Duration.ofDays(2))));
        haveLearned();
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void ofSeveralWaitingSuccessesOnlyTheNewestStays() {
        haveLearned();
        see(EVENING, good(1, EVENING.minusSeconds(3600)), good(2, EVENING));
        assertThat(deliveries())
                .extracting(DeliveryRow::state)
                .containsExactlyInAnyOrder(DeliveryState.PENDING, DeliveryState.SUPERSEDED);
    }

    @Test
    void aRunThatEndsAfterALaterStartedOneWasDeliveredIsPushedToo() {
        haveLearned();
        see(EVENING, good(2, EVENING));
        ledger.write(entries -> {
            DeliveryRow claimed = entries.deliveries().claim("nightly", EVENING).orElseThrow();
            entries.deliveries().delivered(claimed.id(), EVENING);
            return claimed;
        });
        see(EVENING, good(1, EVENING.minusSeconds(300)));
        assertThat(deliveries())
                .extracting(DeliveryRow::state)
                .containsExactly(DeliveryState.PENDING, DeliveryState.DELIVERED);
    }

    @Test
    void aTaskWhoseFinalLineCameLateIsJudgedAgain() {
        haveLearned();
        TaskOutcome good = good(1, EVENING);
        see(EVENING, new TaskOutcome(good.upid(), TaskState.ofLastLine(""), good.ended(), good.report()));
        see(EVENING, good);
        assertThat(runs()).extracting(run -> run.verdict().word()).containsExactly("all-clear");
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void aProvenFailureNeverTurnsIntoASuccess() {
        haveLearned();
        see(EVENING, bad(1, EVENING), good(1, EVENING));
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void aRunningTaskIsKnownAndNotJudged() {
        haveLearned();
        see(EVENING, new Sighting.Running(good(1, EVENING).upid()));
        assertThat(runs()).isEmpty();
        assertThat(ledger.<Integer>read(entries -> entries.tasks().count())).isEqualTo(1);
    }

    @Test
    void aTaskThatTheStateFileNamesLaterIsJudgedForItsJobThen() {
        pipeline.use(List.of(rule(new JobWatch("backup-1"))));
        haveLearned();
        TaskOutcome good = good(1, EVENING);
        see(EVENING, good);
        assertThat(deliveries()).isEmpty();
        see(EVENING, new Sighting.JobTask("backup-1", good.upid()));
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void aGuessIsTakenBackWhenTheStateFileNamesAnotherJob() {
        pipeline.use(List.of(rule(new JobWatch("backup-1"))));
        haveLearned();
        TaskOutcome bad = bad(1, EVENING);
        see(EVENING, new Sighting.Jobs(List.of(job("backup-1"), job("backup-2"))));
        see(EVENING, bad);
        assertThat(runs()).hasSize(1);
        see(EVENING, new Sighting.JobTask("backup-2", bad.upid()));
        assertThat(runs()).isEmpty();
    }

    @Test
    void aPushThatWaitsForAWrongGuessIsTakenBack() {
        pipeline.use(List.of(rule(new JobWatch("backup-1"))));
        haveLearned();
        TaskOutcome good = good(1, EVENING);
        see(EVENING, new Sighting.Jobs(List.of(job("backup-1"))));
        see(EVENING, good);
        see(EVENING, new Sighting.JobTask("backup-2", good.upid()));
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void aTaskWithTheJobsOptionsIsARunOfTheJob() {
        pipeline.use(List.of(rule(new JobWatch("backup-1"))));
        haveLearned();
        see(EVENING, new Sighting.Jobs(List.of(job("backup-1"))));
        see(EVENING, good(1, EVENING));
        assertThat(runs()).extracting(RunRow::rule).containsExactly("its options are those of job backup-1");
    }

    @Test
    void aHeartbeatThatIsAddedLaterLearnsItsHistoryFromTheLedger() {
        haveLearned();
        see(EVENING, good(1, EVENING.minusSeconds(3600)), good(2, EVENING));
        HeartbeatRule added = HeartbeatRule.of(
                new Heartbeat("added", new TaskWatch("vzdump"), new TreeSet<>(), true, false, Duration.ofHours(20)),
                "{{heartbeat}} on {{node}}");
        pipeline.use(List.of(EVERY, added));
        haveLearned();
        assertThat(deliveriesOf("added", ledger)).extracting(DeliveryRow::msg).containsExactly("added on pve1");
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<TaskOutcome> outcomes = List.of(
                good(1, EVENING.minusSeconds(300)),
                bad(2, EVENING.minusSeconds(200)),
                good(3, EVENING.minusSeconds(100)));
        for (int seed = 0; seed < 20; seed++) {
            List<TaskOutcome> shuffled = new ArrayList<>(outcomes);
            Collections.shuffle(shuffled, new Random(seed));
            try (Ledger other = Ledger.inMemory()) {
                other.write(entries -> pipeline.learn(entries, EVENING));
                shuffled.forEach(outcome ->
                        other.write(entries -> pipeline.take("local", new Sighting.Ended(outcome), entries, EVENING)));
                assertThat(deliveriesOf("nightly", other))
                        .filteredOn(delivery -> delivery.state() == DeliveryState.PENDING)
                        .extracting(DeliveryRow::run)
                        .containsExactly(outcomes.get(2).upid().toString());
            }
        }
    }

    @Test
    void unrelatedTasksChangeNothing() {
        pipeline.use(List.of(rule(new JobWatch("backup-1"))));
        haveLearned();
        see(EVENING, Tasks.outcome(Tasks.upid(9, EVENING), new TaskState.Ok(), Guest.State.OK, "vzdump 555"));
        assertThat(runs()).isEmpty();
    }

    private static Job job(String id) {
        return new Job(id, true, Map.of("vmid", List.of("101"), "storage", List.of("local")));
    }
}
