package dev.allclear.verdict;

import static dev.allclear.verdict.Nodes.DUE;
import static dev.allclear.verdict.Nodes.all;
import static dev.allclear.verdict.Nodes.failing;
import static dev.allclear.verdict.Nodes.good;
import static dev.allclear.verdict.Nodes.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Incomplete;
import dev.allclear.verdict.Verdict.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What has to be proven before a job that runs on several nodes is all-clear. */
class WholeJobTest {
    private static final Instant MORNING = DUE.plus(Duration.ofHours(6));
    private static final Instant EARLY = DUE.plusSeconds(60);
    private static final Nodes THREE = Nodes.of("pve1", "pve2", "pve3")
            .guest(101, "pve1")
            .guest(201, "pve2")
            .guest(301, "pve3");

    private static Expectation frozen(Job job, Nodes cluster) {
        return Expectation.freeze(job, cluster.cluster(), null, DUE, DUE);
    }

    private static Scene scene(Instant now, Nodes cluster) {
        return new Scene(now, cluster.cluster(), Map.of(), Map.of(), List.of(), List.of());
    }

    private static Standing standing(Expectation expected, Scene scene, TaskOutcome... tasks) {
        return Judge.judge(Runs.job("nightly"), expected, List.of(tasks), List.of(), scene);
    }

    private static @Nullable Verdict morning(Expectation expected, Nodes cluster, TaskOutcome... tasks) {
        return standing(expected, scene(MORNING, cluster), tasks).verdict();
    }

    private static String reasons(@Nullable Verdict verdict) {
        return verdict == null ? "" : String.join("; ", verdict.reasons());
    }

    @Test
    void everyGuestOnEveryNodeIsAnAllClear() {
        Verdict verdict = morning(frozen(all(), THREE), THREE, good("pve1", 101), good("pve2", 201), good("pve3", 301));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        AllClear.class, clear -> assertThat(clear.guests()).isEqualTo(3));
    }

    @Test
    void everyOrderOfArrivalOfFiveNodesGivesTheSameVerdictAtTheEndAndNoneBefore() {
        Nodes five = Nodes.of("pve1", "pve2", "pve3", "pve4", "pve5");
        List<TaskOutcome> tasks = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            five.guest(n * 100 + 1, "pve" + n);
            tasks.add(good("pve" + n, n * 100 + 1));
        }
        Expectation expected = frozen(all(), five);
        Standing whole = standing(expected, scene(EARLY, five), tasks.toArray(TaskOutcome[]::new));
        permute(tasks, 0, order -> {
            for (int known = 1; known < order.size(); known++) {
                assertThat(standing(
                                        expected,
                                        scene(EARLY, five),
                                        order.subList(0, known).toArray(TaskOutcome[]::new))
                                .verdict())
                        .isNull();
            }
            assertThat(standing(expected, scene(EARLY, five), order.toArray(TaskOutcome[]::new)))
                    .isEqualTo(whole);
        });
        assertThat(whole.verdict()).isInstanceOf(AllClear.class);
    }

    private interface Order {
        void check(List<TaskOutcome> order);
    }

    private static void permute(List<TaskOutcome> tasks, int from, Order order) {
        if (from == tasks.size()) {
            order.check(List.copyOf(tasks));
        }
        for (int i = from; i < tasks.size(); i++) {
            java.util.Collections.swap(tasks, from, i);
            permute(tasks, from + 1, order);
            java.util.Collections.swap(tasks, from, i);
        }
    }

    @Test
    void aNodeThatHasNotStartedIsWaitedForUntilTheGraceIsOver() {
        Standing standing = standing(frozen(all(), THREE), scene(EARLY, THREE), good("pve1", 101), good("pve2", 201));
        assertThat(standing.verdict()).isNull();
        assertThat(standing.waitsFor()).containsExactly("node pve3 to start, until 2026-11-21T01:15:00Z");
        assertThat(standing.lookAgain()).isEqualTo(DUE.plus(Duration.ofMinutes(15)));
    }

    @Test
    void theNodesOfARunThatBeginsLateGetTheirGraceFromThen() {
        Instant late = DUE.plus(Duration.ofHours(3));
        TaskOutcome first = Nodes.task("pve1", late, new TaskState.Ok(), Guest.State.OK, 101);
        Standing standing = standing(frozen(all(), THREE), scene(late.plusSeconds(60), THREE), first);
        assertThat(standing.verdict()).isNull();
        assertThat(standing.lookAgain()).isEqualTo(late.plus(Duration.ofMinutes(15)));
    }

    @Test
    void aTaskThatRunsIsWaitedForHoweverLate() {
        Standing standing = standing(
                frozen(all(), THREE), scene(MORNING, THREE), good("pve1", 101), good("pve2", 201), running("pve3"));
        assertThat(standing.verdict()).isNull();
        assertThat(standing.waitsFor()).containsExactly("the task on pve3, running since 2026-11-21T01:00:10Z");
    }

    @Test
    void aTaskOnANodeThatWentOfflineIsNotWaitedForForEver() {
        Nodes later =
                Nodes.of("pve1", "pve2").guest(101, "pve1").guest(201, "pve2").offline("pve2");
        Nodes before = Nodes.of("pve1", "pve2").guest(101, "pve1").guest(201, "pve2");
        Verdict verdict = morning(frozen(all(), before), later, good("pve1", 101), running("pve2"));
        assertThat(verdict)
                .isEqualTo(new Incomplete(List.of("the task on pve2 was running, and now the node is offline")));
    }

    @Test
    void aFailureSaysNothingYetOfGuestsThatAreStillToCome() {
        Verdict verdict = standing(frozen(all(), THREE), scene(EARLY, THREE), failing("pve1", 101), running("pve2"))
                .verdict();
        assertThat(reasons(verdict)).doesNotContain("201").doesNotContain("301");
    }

    @Test
    void aFailureIsSaidWhileOtherNodesStillRun() {
        Verdict verdict = standing(frozen(all(), THREE), scene(EARLY, THREE), failing("pve1", 101), running("pve2"))
                .verdict();
        assertThat(reasons(verdict)).contains("guest 101 failed: VM is locked");
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void aNodeThatWasOfflineBeforeTheRunLeavesItsGuestsUnproven() {
        Nodes cluster =
                Nodes.of("pve1", "pve2").guest(101, "pve1").guest(201, "pve2").offline("pve2");
        Verdict verdict = morning(frozen(all(), cluster), cluster, good("pve1", 101));
        assertThat(verdict).isInstanceOf(Incomplete.class);
        assertThat(reasons(verdict)).contains("guest 201 was not backed up: node pve2 is offline");
    }

    @Test
    void anOfflineNodeWithoutGuestsKeepsNothingBack() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(101, "pve1").offline("pve2");
        assertThat(morning(frozen(all(), cluster), cluster, good("pve1", 101))).isInstanceOf(AllClear.class);
    }

    @Test
    void aNodeThatWentOfflineDuringTheRunLeavesItIncomplete() {
        Nodes later = Nodes.of("pve1", "pve2", "pve3")
                .guest(101, "pve1")
                .guest(201, "pve2")
                .guest(301, "pve3")
                .offline("pve3");
        Verdict verdict = morning(frozen(all(), THREE), later, good("pve1", 101), good("pve2", 201));
        assertThat(reasons(verdict))
                .contains("guest 301 was not backed up: node pve3 is offline")
                .contains("node pve3 is offline and ran nothing");
    }

    @Test
    void anExpectedNodeThatCannotBeSeenLeavesTheRunIncomplete() {
        Scene scene = new Scene(
                MORNING, THREE.cluster(), Map.of("pve3", "connection refused"), Map.of(), List.of(), List.of());
        Verdict verdict = standing(frozen(all(), THREE), scene, good("pve1", 101), good("pve2", 201))
                .verdict();
        assertThat(reasons(verdict)).contains("node pve3 cannot be seen: connection refused");
        assertThat(verdict).isInstanceOf(Incomplete.class);
    }

    @Test
    void aGuestThatMovedAndWasBackedUpOnItsNewNodeIsProven() {
        Nodes later = Nodes.of("pve1", "pve2").guest(101, "pve1").guest(102, "pve2");
        Nodes before = Nodes.of("pve1", "pve2").guest(101, "pve1").guest(102, "pve1");
        assertThat(morning(frozen(all(), before), later, good("pve1", 101), good("pve2", 102)))
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aGuestThatMovedAndSlippedThroughIsNamed() {
        Nodes before =
                Nodes.of("pve1", "pve2").guest(101, "pve1").guest(102, "pve1").guest(201, "pve2");
        Nodes later =
                Nodes.of("pve1", "pve2").guest(101, "pve1").guest(102, "pve2").guest(201, "pve2");
        Verdict verdict = morning(frozen(all(), before), later, good("pve1", 101), good("pve2", 201));
        assertThat(verdict)
                .isEqualTo(new Incomplete(
                        List.of("guest 102 moved from pve1 to pve2 after the run was due, and no node backed it up")));
    }

    @Test
    void aGuestThatFailedOnItsOldNodeIsAFailureThatSaysThatTheNewOneHasABackup() {
        Nodes two = Nodes.of("pve1", "pve2").guest(101, "pve1").guest(102, "pve2");
        Verdict verdict = morning(frozen(all(), two), two, failing("pve1", 102), good("pve2", 102, 101));
        assertThat(reasons(verdict))
                .contains("pve1: guest 102 failed: VM is locked; another node has a finished backup of it");
    }

    @Test
    void aGuestThatWasDeletedDuringTheRunIsNamed() {
        Nodes before = Nodes.of("pve1").guest(101, "pve1").guest(102, "pve1");
        Nodes later = Nodes.of("pve1").guest(101, "pve1");
        Verdict verdict = morning(frozen(all(), before), later, good("pve1", 101));
        assertThat(verdict)
                .isEqualTo(new Incomplete(
                        List.of("guest 102 was deleted after the run was due, and no node backed it up before")));
    }

    @Test
    void aGuestThatWasCreatedDuringTheRunIsNotAskedFor() {
        Nodes before = Nodes.of("pve1").guest(101, "pve1");
        Nodes later = Nodes.of("pve1").guest(101, "pve1").guest(102, "pve1");
        assertThat(morning(frozen(all(), before), later, good("pve1", 101))).isInstanceOf(AllClear.class);
    }

    @Test
    void nodesWithoutGuestsOfAnAllJobRunEmptyTasksThatAreNoFault() {
        Nodes cluster = Nodes.of("pve1", "pve2", "pve3").guest(101, "pve1");
        assertThat(morning(frozen(all(), cluster), cluster, good("pve1", 101), good("pve2"), good("pve3")))
                .isInstanceOf(AllClear.class);
    }

    @Test
    void anAllJobWaitsForItsEmptyNodesToo() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(101, "pve1");
        assertThat(standing(frozen(all(), cluster), scene(EARLY, cluster), good("pve1", 101))
                        .verdict())
                .isNull();
    }

    @Test
    void aJobWithAListNeedsNoTaskOfNodesWithoutItsGuests() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(101, "pve1").guest(201, "pve2");
        assertThat(morning(frozen(Nodes.job("vmid", "101"), cluster), cluster, good("pve1", 101)))
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aPoolMeansItsMembers() {
        Nodes cluster = Nodes.of("pve1", "pve2")
                .guest(101, "pve1", "gold")
                .guest(102, "pve1")
                .guest(201, "pve2", "gold");
        Expectation expected = frozen(Nodes.job("pool", "gold"), cluster);
        assertThat(expected.guests()).containsOnlyKeys(101, 201);
        assertThat(morning(expected, cluster, good("pve1", 101), good("pve2", 201)))
                .isInstanceOf(AllClear.class);
    }

    @Test
    void whatProxmoxSaysOfAPoolIsBelievedMoreThanItsList() {
        Nodes cluster = Nodes.of("pve1").guest(101, "pve1", "gold").guest(102, "pve1", "gold/sub");
        JobContent content = new JobContent(new TreeMap<>(Map.of(101, 0, 102, 0)), new TreeSet<>());
        assertThat(Expectation.freeze(Nodes.job("pool", "gold"), cluster.cluster(), content, DUE, DUE)
                        .guests())
                .containsOnlyKeys(101, 102);
    }

    @Test
    void aJobThatIsPinnedToANodeMeansTheGuestsThere() {
        Expectation expected = frozen(Nodes.pinned("pve2", "all", "1"), THREE);
        assertThat(expected.guests()).containsOnlyKeys(201);
        assertThat(morning(expected, THREE, good("pve2", 201))).isInstanceOf(AllClear.class);
    }

    @Test
    void aPinnedJobWhoseNodeIsOfflineIsMissedOnIt() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(201, "pve2").offline("pve2");
        Verdict verdict = morning(frozen(Nodes.pinned("pve2", "all", "1"), cluster), cluster);
        assertThat(verdict).isInstanceOf(Missed.class);
        assertThat(reasons(verdict)).contains("node pve2 is offline");
    }

    @Test
    void aListedGuestThatLivesBesideThePinnedNodeIsNeverBackedUp() {
        Verdict verdict = morning(frozen(Nodes.pinned("pve2", "vmid", "101,201"), THREE), THREE, good("pve2", 201));
        assertThat(verdict)
                .isEqualTo(new Incomplete(List.of(
                        "guest 101 lives on pve1, and the job runs on pve2 only, so it is never backed up by it")));
    }

    @Test
    void excludedGuestsAreNotAskedFor() {
        Nodes cluster = Nodes.of("pve1").guest(101, "pve1").guest(900, "pve1");
        assertThat(morning(frozen(all("900"), cluster), cluster, good("pve1", 101)))
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aDeletedGuestOnTheListMakesEveryNodeRunAndIsNamed() {
        Expectation expected = frozen(Nodes.job("vmid", "101,999"), THREE);
        assertThat(expected.nodes()).containsExactly("pve1", "pve2", "pve3");
        Verdict verdict = morning(expected, THREE, good("pve1", 101), good("pve2"), good("pve3"));
        assertThat(reasons(verdict))
                .contains("guest 999 is on the job's list and does not exist any more; take it off the list");
    }

    @Test
    void clocksTenMinutesApartMakeNoDifference() {
        TaskOutcome fast = Nodes.task("pve2", DUE.plusSeconds(600), new TaskState.Ok(), Guest.State.OK, 201);
        TaskOutcome slow = Nodes.task("pve3", DUE.minusSeconds(600), new TaskState.Ok(), Guest.State.OK, 301);
        assertThat(morning(frozen(all(), THREE), THREE, good("pve1", 101), fast, slow))
                .isInstanceOf(AllClear.class);
    }

    @Test
    void oneAgentThatSeesOneNodeSaysWhatItDoesNotSee() {
        Nodes cluster =
                Nodes.of("pve1", "pve2").guest(101, "pve1").guest(201, "pve2").unwatched("pve2");
        Verdict verdict = morning(frozen(all(), cluster), cluster, good("pve1", 101));
        assertThat(reasons(verdict))
                .contains("guest 201 belongs to another node; add a `pve:` source with an API token to see it")
                .contains("node pve2 runs a task of its own, which this agent does not see");
    }

    @Test
    void nothingStartedInTimeIsMissed() {
        Verdict verdict = morning(frozen(all(), THREE), THREE);
        assertThat(verdict).isInstanceOf(Missed.class);
        assertThat(reasons(verdict))
                .startsWith(
                        "nothing was started by 2026-11-21T01:15:00Z although the job was due at 2026-11-21T01:00:00Z");
    }

    @Test
    void nothingStartedYetIsWaitedFor() {
        assertThat(standing(frozen(all(), THREE), scene(EARLY, THREE)).verdict())
                .isNull();
    }

    @Test
    void aMissedRunWithoutQuorumSaysSo() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(101, "pve1").noQuorum();
        assertThat(reasons(morning(frozen(all(), cluster), cluster))).contains("the cluster has no quorum");
    }

    @Test
    void nothingSeenByABlindSourceIsNotCalledMissed() {
        Map<String, String> unseen = Map.of("pve1", "no answer", "pve2", "no answer", "pve3", "no answer");
        Scene scene = new Scene(MORNING, THREE.cluster(), unseen, Map.of(), List.of(), List.of());
        assertThat(standing(frozen(all(), THREE), scene).verdict()).isInstanceOf(Incomplete.class);
    }

    @Test
    void aStartThatFailedIsAFailureEvenWithoutATask() {
        Scene scene = new Scene(
                EARLY, THREE.cluster(), Map.of(), Map.of("pve2", "storage 'nas' is not online"), List.of(), List.of());
        Verdict verdict = standing(frozen(all(), THREE), scene, good("pve1", 101), good("pve3", 301))
                .verdict();
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertThat(reasons(verdict))
                .contains(
                        "the scheduler of node pve2 could not start the job, so there is no task: storage 'nas' is not online");
    }

    @Test
    void aBackupOfWhichNobodyKnowsTheJobYetIsWaitedFor() {
        Scene scene = new Scene(MORNING, THREE.cluster(), Map.of(), Map.of(), List.of("pve3"), List.of());
        Standing standing = standing(frozen(all(), THREE), scene, good("pve1", 101), good("pve2", 201));
        assertThat(standing.verdict()).isNull();
    }

    @Test
    void aHistoryGapInTheRunLeavesItIncomplete() {
        Scene scene =
                new Scene(MORNING, THREE.cluster(), Map.of(), Map.of(), List.of(), List.of("node pve2 was not seen"));
        assertThat(standing(frozen(all(), THREE), scene, good("pve1", 101), good("pve2", 201), good("pve3", 301))
                        .verdict())
                .isEqualTo(new Incomplete(List.of("node pve2 was not seen")));
    }

    @Test
    void guestsWhoseDisksAreExcludedAreNamedInTheAllClear() {
        JobContent content = new JobContent(new TreeMap<>(Map.of(101, 2)), new TreeSet<>());
        Nodes cluster = Nodes.of("pve1").guest(101, "pve1");
        Expectation expected = Expectation.freeze(all(), cluster.cluster(), content, DUE, DUE);
        assertThat(reasons(morning(expected, cluster, good("pve1", 101))))
                .contains("guest 101: 2 disks excluded by configuration");
    }

    @Test
    void aJobThatBackedUpNothingAnywhereIsEmpty() {
        Nodes cluster = Nodes.of("pve1", "pve2");
        assertThat(morning(frozen(all(), cluster), cluster, good("pve1"), good("pve2")))
                .isInstanceOf(Verdict.Empty.class);
    }
}
