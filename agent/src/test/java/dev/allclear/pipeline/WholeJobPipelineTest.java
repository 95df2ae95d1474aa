package dev.allclear.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.RunRow;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Cluster.Resident;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Job;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs over several nodes, from their schedule to the push. */
class WholeJobPipelineTest {
    private static final Instant EVENING = Instant.parse("2026-11-20T22:00:00Z");
    private static final Instant DUE = Instant.parse("2026-11-21T02:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-11-21T07:00:00Z");
    private static final String JOB = "nightly-all";

    private final Ledger ledger = Ledger.inMemory();
    private Pipeline pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);
    private List<HeartbeatRule> rules = List.of(rule(null, true));

    private static HeartbeatRule rule(@Nullable Duration remind, boolean manualCounts) {
        return HeartbeatRule.of(
                new Heartbeat(
                        "nightly",
                        new JobWatch("cluster", JOB),
                        new TreeSet<>(),
                        true,
                        false,
                        manualCounts,
                        Duration.ofMinutes(15),
                        null),
                null,
                remind);
    }

    @BeforeEach
    void haveLearned() {
        begin();
    }

    @AfterEach
    void forget() {
        ledger.close();
    }

    /** A life of the agent: what is remembered is in the ledger, what is seen is handed over again. */
    private void begin() {
        pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);
        pipeline.use(rules);
        see(EVENING, new Sighting.Nodes(cluster(3)), new Sighting.Jobs(List.of(job("02:00"))));
        ledger.write(entries -> pipeline.learn(entries, EVENING));
        tick(EVENING);
    }

    private static Job job(String schedule) {
        return new Job(
                JOB, true, Map.of("all", List.of("1"), "schedule", List.of(schedule), "storage", List.of("local")));
    }

    private static Cluster cluster(int nodes) {
        TreeMap<String, Boolean> online = new TreeMap<>();
        TreeMap<Integer, Resident> guests = new TreeMap<>();
        for (int n = 1; n <= nodes; n++) {
            online.put("pve" + n, true);
            guests.put(n * 100 + 1, new Resident(n * 100 + 1, "qemu", "pve" + n, null, Set.of()));
        }
        return new Cluster(online, true, new TreeSet<>(online.keySet()), guests, true);
    }

    private static TaskOutcome good(int node) {
        return good(node, DUE.plusSeconds(5), "--all 1 --storage local --quiet 1");
    }

    private static TaskOutcome good(int node, Instant started, String options) {
        return task(node, started, options, new TaskState.Ok(), Guest.State.OK);
    }

    private static TaskOutcome task(
            int node, Instant started, String options, TaskState state, Guest.State guestState) {
        Upid upid = new Upid(
                Upid.Product.PVE,
                "pve" + node,
                node,
                started.getEpochSecond(),
                0,
                started.getEpochSecond(),
                "vzdump",
                "",
                "root@pam");
        Guest guest = new Guest(node * 100 + 1, guestState, "qemu", null, null, null, null, null, null, -1, 0, null);
        return new TaskOutcome(
                upid,
                state,
                started.plusSeconds(600),
                new VzdumpReport("vzdump " + options, List.of(guest), List.of(), true, null, false, false, 0));
    }

    private void see(Instant now, Sighting... sightings) {
        for (Sighting sighting : sightings) {
            ledger.write(entries -> pipeline.take("cluster", sighting, entries, now));
        }
    }

    private void end(Instant now, TaskOutcome... tasks) {
        for (TaskOutcome task : tasks) {
            see(now, new Sighting.Ended(task));
        }
    }

    private List<Judgement> tick(Instant now) {
        return ledger.write(entries -> pipeline.tick(entries, now));
    }

    private List<DeliveryRow> pushes() {
        return ledger.read(entries -> entries.deliveries().newest("nightly", 100));
    }

    private List<String> verdicts() {
        return ledger.read(entries -> entries.runs().newest("nightly", 100)).stream()
                .map(run -> run.verdict().word())
                .toList();
    }

    private RunRow newest() {
        return ledger.read(entries -> entries.runs().newest("nightly", 1)).get(0);
    }

    @Test
    void onePushWhenEveryNodeHasEnded() {
        tick(DUE);
        end(MORNING, good(1), good(2));
        assertThat(pushes()).isEmpty();
        end(MORNING, good(3));
        assertThat(pushes()).extracting(DeliveryRow::msg).containsExactly("nightly-all: 3/3 guests, 10 min");
    }

    @Test
    void theOrderInWhichNodesBecomeKnownDoesNotMatter() {
        List<TaskOutcome> tasks = new ArrayList<>(List.of(good(1), good(2), good(3)));
        for (int turn = 0; turn < 6; turn++) {
            Collections.rotate(tasks, 1);
            if (turn == 3) {
                Collections.reverse(tasks);
            }
            try (Ledger other = Ledger.inMemory()) {
                Pipeline fresh = new Pipeline(step -> {}, ZoneOffset.UTC);
                fresh.use(rules);
                other.write(entries -> {
                    fresh.take("cluster", new Sighting.Nodes(cluster(3)), entries, EVENING);
                    fresh.take("cluster", new Sighting.Jobs(List.of(job("02:00"))), entries, EVENING);
                    return fresh.learn(entries, EVENING);
                });
                tasks.forEach(task ->
                        other.write(entries -> fresh.take("cluster", new Sighting.Ended(task), entries, MORNING)));
                assertThat(other.<List<DeliveryRow>>read(
                                entries -> entries.deliveries().newest("nightly", 10)))
                        .hasSize(1);
            }
        }
    }

    @Test
    void aPushLastsUntilTheNextRunIsDue() {
        end(MORNING, good(1), good(2), good(3));
        assertThat(pushes()).extracting(DeliveryRow::expiresAt).containsExactly(DUE.plus(Duration.ofDays(1)));
    }

    @Test
    void aRunThatNeverBeganIsMissedAfterItsGrace() {
        tick(DUE);
        assertThat(verdicts()).isEmpty();
        assertThat(pipeline.nextTick())
                .hasValueSatisfying(next -> assertThat(next).isBeforeOrEqualTo(DUE.plus(Duration.ofMinutes(15))));
        tick(DUE.plus(Duration.ofMinutes(15)));
        assertThat(verdicts()).containsExactly("missed");
    }

    @Test
    void nothingIsCalledMissingWhileTheAgentHoldsBackAfterALeapOfTheClock() {
        Instant leapt = DUE.plus(Duration.ofMinutes(16));
        Instant over = leapt.plus(Duration.ofMinutes(15));
        pipeline.hold(over);
        tick(leapt);
        end(leapt, good(1));
        assertThat(verdicts()).isEmpty();
        tick(over);
        assertThat(verdicts()).containsExactly("incomplete");
    }

    @Test
    void aMissedRunIsSaidOnce() {
        tick(DUE.plus(Duration.ofMinutes(15)));
        assertThat(tick(MORNING)).isEmpty();
    }

    @Test
    void aMissedRunThatBeginsLateAndSucceedsIsPushed() {
        tick(DUE.plus(Duration.ofMinutes(16)));
        Instant late = DUE.plus(Duration.ofMinutes(40));
        String options = "--all 1 --storage local --quiet 1";
        end(MORNING, good(1, late, options), good(2, late, options), good(3, late, options));
        assertThat(verdicts()).containsExactly("all-clear");
        assertThat(pushes()).hasSize(1);
    }

    @Test
    void aRunThatWasDueWhileTheAgentWasAwayIsMissedToo() {
        begin();
        tick(MORNING);
        assertThat(verdicts()).containsExactly("missed");
    }

    @Test
    void aDisabledJobIsNotMissed() {
        see(EVENING, new Sighting.Jobs(List.of(new Job(JOB, false, job("02:00").options()))));
        tick(MORNING);
        assertThat(verdicts()).isEmpty();
    }

    @Test
    void aJobThatIsEnabledAgainIsNotHeldToTheTimeBefore() {
        see(EVENING, new Sighting.Jobs(List.of(new Job(JOB, false, job("02:00").options()))));
        see(MORNING, new Sighting.Jobs(List.of(job("02:00"))));
        tick(MORNING);
        assertThat(verdicts()).isEmpty();
    }

    @Test
    void anEditDuringTheRunDoesNotChangeWhatHadToHappen() {
        tick(DUE);
        see(DUE.plusSeconds(30), new Sighting.Nodes(cluster(2)));
        end(MORNING, good(1), good(2));
        tick(MORNING);
        assertThat(verdicts()).containsExactly("incomplete");
        assertThat(newest().verdict().reasons())
                .contains("guest 301 was deleted after the run was due, and no node backed it up before");
    }

    @Test
    void aNodeThatFailsFailsTheJobAtOnce() {
        tick(DUE);
        end(
                DUE.plusSeconds(700),
                task(
                        2,
                        DUE.plusSeconds(5),
                        "--all 1 --storage local --quiet 1",
                        new TaskState.Failed("job errors"),
                        Guest.State.FAILED));
        assertThat(verdicts()).containsExactly("failed");
    }

    @Test
    void aStartThatFailedIsToldBeforeTheGraceIsOver() {
        tick(DUE);
        see(DUE.plusSeconds(20), new Sighting.JobNotStarted(JOB, "pve2", DUE.plusSeconds(10), "no storage"));
        tick(DUE.plusSeconds(60));
        assertThat(verdicts()).containsExactly("failed");
    }

    @Test
    void runNowFromTheGuiIsARunOfItsOwnAndCounts() {
        Instant noon = DUE.plus(Duration.ofHours(10));
        String options = "--all 1 --storage local --node pve";
        end(noon.plusSeconds(700), good(1, noon, options + 1), good(2, noon, options + 2), good(3, noon, options + 3));
        assertThat(pushes()).hasSize(1);
        tick(noon.plusSeconds(700));
        assertThat(verdicts()).containsExactly("all-clear", "missed");
    }

    @Test
    void runNowThatSkippedAnOfflineNodeIsIncomplete() {
        Instant noon = DUE.plus(Duration.ofHours(10));
        String options = "--all 1 --storage local --node pve";
        end(noon.plusSeconds(700), good(1, noon, options + 1), good(2, noon, options + 2));
        tick(noon.plus(Duration.ofMinutes(15)));
        assertThat(verdicts()).contains("incomplete");
        assertThat(pushes()).isEmpty();
    }

    @Test
    void manualRunsCanBeIgnored() {
        rules = List.of(rule(null, false));
        begin();
        Instant noon = DUE.minus(Duration.ofHours(2));
        String options = "--all 1 --storage local --node pve";
        end(noon.plusSeconds(700), good(1, noon, options + 1), good(2, noon, options + 2), good(3, noon, options + 3));
        assertThat(verdicts()).isEmpty();
    }

    @Test
    void nothingIsCalledOverdueWhileTheAgentHoldsBackAfterALeapOfTheClock() {
        Instant next = DUE.plus(Duration.ofDays(1));
        pipeline.hold(next.plusSeconds(60));
        tick(DUE);
        see(DUE.plusSeconds(10), new Sighting.JobTask(JOB, good(1).upid()), new Sighting.Running(good(1).upid()));
        end(DUE.plusSeconds(700), good(2), good(3));
        tick(next.plusSeconds(59));
        assertThat(verdicts()).isEmpty();
        tick(next.plusSeconds(60));
        assertThat(verdicts()).contains("incomplete");
    }

    @Test
    void aRunThatIsOverdueIsToldAndStillPushedWhenItEndsWell() {
        tick(DUE);
        end(DUE.plusSeconds(700), good(1), good(2));
        see(DUE.plusSeconds(10), new Sighting.JobTask(JOB, good(3).upid()), new Sighting.Running(good(3).upid()));
        tick(DUE.plus(Duration.ofDays(1)));
        assertThat(verdicts()).contains("incomplete");
        end(DUE.plus(Duration.ofDays(1)).plusSeconds(60), good(3));
        assertThat(verdicts()).contains("all-clear");
    }

    @Test
    void overlappingRunsOfOneJobAreToldApart() {
        tick(DUE);
        Instant next = DUE.plus(Duration.ofDays(1));
        tick(next);
        String options = "--all 1 --storage local --quiet 1";
        Instant started = next.plusSeconds(5);
        end(next.plusSeconds(900), good(1, started, options), good(2, started, options), good(1), good(2));
        end(next.plusSeconds(900), good(3), good(3, started, options));
        assertThat(verdicts()).containsExactly("all-clear", "all-clear");
    }

    @Test
    void aFailureIsPushedAsDownAndRepeatedWhileItLasts() {
        rules = List.of(rule(Duration.ofHours(1), true));
        begin();
        tick(DUE.plus(Duration.ofMinutes(15)));
        assertThat(pushes()).extracting(DeliveryRow::up).containsExactly(false);
        tick(DUE.plus(Duration.ofMinutes(45)));
        assertThat(pushes()).hasSize(1);
        tick(DUE.plus(Duration.ofMinutes(80)));
        assertThat(pushes()).hasSize(2);
    }

    @Test
    void theNextAllClearPushesUpAndEndsTheReminders() {
        rules = List.of(rule(Duration.ofHours(1), true));
        begin();
        tick(DUE.plus(Duration.ofMinutes(15)));
        end(MORNING, good(1), good(2), good(3));
        tick(MORNING.plus(Duration.ofHours(3)));
        assertThat(pushes())
                .filteredOn(push -> push.state() == DeliveryState.PENDING)
                .extracting(DeliveryRow::up)
                .containsExactly(true);
    }

    @Test
    void aGapInANodesHistoryKeepsTheRunFromBeingAllClear() {
        tick(DUE);
        see(MORNING, new Sighting.Gap("pve2", DUE, DUE.plusSeconds(300)));
        end(MORNING, good(1), good(2), good(3));
        tick(MORNING);
        assertThat(verdicts()).containsExactly("incomplete");
    }

    @Test
    void aNodeThatTheTokenMayNotSeeIsNamedWithTheCommandThatMendsIt() {
        tick(DUE);
        see(DUE, new Sighting.Blind("rights node pve3", "Sys.Audit is missing: pveum acl modify"));
        end(MORNING, good(1), good(2));
        tick(MORNING);
        assertThat(verdicts()).containsExactly("incomplete");
        assertThat(newest().verdict().reasons())
                .contains("node pve3 cannot be seen: Sys.Audit is missing: pveum acl modify");
    }

    @Test
    void aNodeThatIsOutOfSightForAMomentIsWaitedFor() {
        tick(DUE);
        Instant late = DUE.plus(Duration.ofMinutes(20));
        see(late, new Sighting.Blind("node pve3", "connection reset"));
        end(late, good(1), good(2));
        assertThat(verdicts()).isEmpty();
        tick(late.plus(Duration.ofMinutes(5)));
        assertThat(verdicts()).containsExactly("incomplete");
    }

    @Test
    void aNodeThatItsClusterCallsOfflineIsNotWaitedFor() {
        tick(DUE);
        Instant late = DUE.plus(Duration.ofMinutes(20));
        Cluster all = cluster(3);
        TreeMap<String, Boolean> nodes = new TreeMap<>(all.nodes());
        nodes.put("pve3", false);
        see(late, new Sighting.Nodes(new Cluster(nodes, true, all.watched(), all.guests(), true)));
        see(late, new Sighting.Blind("node pve3", "no route to host"));
        end(late, good(1), good(2));
        assertThat(verdicts()).containsExactly("incomplete");
    }

    @Test
    void aRunThatStartsAfterThePreviousOneIsLateAndNotMissed() {
        tick(DUE);
        Instant next = DUE.plus(Duration.ofDays(1));
        see(DUE, new Sighting.JobTask(JOB, good(1).upid()), new Sighting.Running(good(1).upid()));
        end(DUE.plusSeconds(700), good(2), good(3));
        tick(next);
        tick(next.plus(Duration.ofMinutes(30)));
        assertThat(verdicts()).doesNotContain("missed");
    }

    @Test
    void tasksOfAnotherSourceDoNotCount() {
        tick(DUE);
        ledger.write(entries -> pipeline.take("other", new Sighting.Jobs(List.of(job("02:00"))), entries, EVENING));
        for (TaskOutcome task : List.of(good(1), good(2), good(3))) {
            ledger.write(entries -> pipeline.take("other", new Sighting.Ended(task), entries, MORNING));
        }
        assertThat(pushes()).isEmpty();
    }

    @Test
    void whatASourceThatWasBlindAtTheStartShowsOfTheTimeBeforeIsHistoryAndNoNews() {
        see(EVENING, new Sighting.Health(Sighting.Sight.BLIND, "no connection", 0, 3));
        ledger.write(entries -> pipeline.learn(entries, EVENING));
        see(MORNING, new Sighting.Health(Sighting.Sight.SEEING, "", 3, 3));
        Instant lastWeek = DUE.minus(Duration.ofDays(7));
        List<Judgement> news = ledger.write(entries -> pipeline.take(
                "cluster",
                new Sighting.Ended(task(
                        1,
                        lastWeek,
                        "--all 1 --storage local --quiet 1",
                        new TaskState.Failed("job errors"),
                        Guest.State.FAILED)),
                entries,
                MORNING));
        assertThat(news).isEmpty();
        assertThat(newest().learned()).isTrue();
    }
}
