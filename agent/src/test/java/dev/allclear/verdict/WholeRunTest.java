package dev.allclear.verdict;

import static dev.allclear.verdict.Nodes.DUE;
import static dev.allclear.verdict.Nodes.all;
import static dev.allclear.verdict.Nodes.failing;
import static dev.allclear.verdict.Nodes.good;
import static dev.allclear.verdict.Nodes.job;
import static dev.allclear.verdict.Runs.emptyOk;
import static dev.allclear.verdict.Runs.strict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Empty;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the tasks of several nodes say together: lists of guests, warnings, failures, emptiness and time. */
class WholeRunTest {
    private static Nodes three() {
        return Nodes.of("pve1", "pve2", "pve3")
                .guest(101, "pve1")
                .guest(201, "pve2")
                .guest(301, "pve3");
    }

    private static Night night() {
        return Night.of(all(), three());
    }

    private static TaskOutcome warned(String node, int count, int vmid) {
        Guest guest = new Guest(vmid, Guest.State.WARNING, "qemu", null, null, null, null, null, null, -1, count, null);
        return new TaskOutcome(
                Nodes.upid(node, DUE),
                new TaskState.Warnings(count),
                DUE.plusSeconds(600),
                new VzdumpReport("vzdump --all 1", List.of(guest), List.of(), true, null, false, false, 0));
    }

    private static TaskOutcome without(String node, TaskState state, boolean lockTimeout) {
        return new TaskOutcome(
                Nodes.upid(node, DUE),
                state,
                DUE.plusSeconds(600),
                new VzdumpReport(null, List.of(), List.of(), false, null, lockTimeout, false, 0));
    }

    @Test
    void aHeartbeatsListIsProvenByWhicheverNodeHasTheGuests() {
        assertThat(night().by(Runs.job("nightly", 101, 301))
                        .ran(good("pve1", 101), good("pve2", 201), good("pve3", 301))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aGuestOfAHeartbeatsListThatNoNodeBackedUpIsNamed() {
        assertThat(night().by(Runs.job("nightly", 101, 301))
                        .ran(good("pve1", 101), good("pve2", 201), good("pve3"))
                        .reasons())
                .containsExactly("guest 301 was not backed up: node pve3 ended its task without it");
    }

    @Test
    void aGuestBesideAHeartbeatsListMayBeLeftOut() {
        assertThat(night().by(Runs.job("nightly", 101, 301))
                        .ran(good("pve1", 101), good("pve2"), good("pve3", 301))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aGuestBesideAHeartbeatsListMayFail() {
        assertThat(night().by(Runs.job("nightly", 101, 301))
                        .ran(good("pve1", 101), failing("pve2", 201), good("pve3", 301))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aGuestOnAHeartbeatsListThatTheJobDoesNotIncludeIsNeverProven() {
        assertThat(Night.of(all("900"), three().guest(900, "pve1"))
                        .by(Runs.job("nightly", 101, 900))
                        .ran(good("pve1", 101), good("pve2", 201), good("pve3", 301))
                        .reasons())
                .containsExactly("guest 900 is on this heartbeat's list and not in this run");
    }

    @Test
    void aGuestOnAHeartbeatsListThatNobodyKnowsIsNeverProven() {
        assertThat(night().by(Runs.job("nightly", 101, 999))
                        .ran(good("pve1", 101), good("pve2", 201), good("pve3", 301))
                        .reasons())
                .containsExactly("guest 999 is on this heartbeat's list and not in this run");
    }

    @Test
    void aGuestOnAHeartbeatsListThatNobodyKnowsIsNoReasonToCallARunMissedLess() {
        assertThat(night().by(Runs.job("nightly", 999)).verdict()).isInstanceOf(Verdict.Missed.class);
    }

    @Test
    void aHeartbeatsListProvesNothingByOtherGuestsAndIsNotCalledEmpty() {
        assertThat(Runs.run().guest(102, Guest.State.OK).outcome())
                .satisfies(outcome -> assertThat(Judge.judge(Runs.everyTask(101), outcome, null))
                        .contains(
                                new Incomplete(List.of("guest 101 is on this heartbeat's list and not in this run"))));
    }

    @Test
    void warningsOfAllNodesAreAddedUp() {
        assertThat(night().ran(warned("pve1", 2, 101), warned("pve2", 1, 201), good("pve3", 301))
                        .verdict())
                .isInstanceOfSatisfying(
                        AllClear.class, clear -> assertThat(clear.warnings()).isEqualTo(3));
    }

    @Test
    void warningsOfOneNodeFailTheWholeRunWhereTheyAreSetToFail() {
        assertThat(night().by(strict(Runs.job("nightly")))
                        .ran(good("pve1", 101), warned("pve2", 1, 201), good("pve3", 301))
                        .verdict())
                .isEqualTo(new Failed(List.of("pve2: 1 warning, and `warnings fail` is set")));
    }

    @Test
    void aLockTimeoutOnOneNodeFailsTheWholeRun() {
        TaskOutcome late = without("pve3", TaskState.ofLastLine("ERROR: can't acquire lock"), true);
        assertThat(night().ran(good("pve1", 101), good("pve2", 201), late).reasons())
                .first()
                .isEqualTo("pve3: another backup held the node's vzdump lock for too long, so nothing was started");
    }

    @Test
    void aKilledWorkerOnOneNodeFailsTheWholeRun() {
        TaskOutcome killed = without("pve3", TaskState.ofLastLine("INFO: creating archive"), false);
        assertThat(night().ran(good("pve1", 101), good("pve2", 201), killed).verdict())
                .isInstanceOf(Failed.class);
    }

    @Test
    void aStoppedTaskOnOneNodeFailsTheWholeRun() {
        TaskOutcome stopped = without("pve3", new TaskState.Failed("interrupted by signal"), false);
        assertThat(night().ran(good("pve1", 101), good("pve2", 201), stopped).reasons())
                .contains("pve3: the task ended in TASK ERROR: interrupted by signal");
    }

    @Test
    void aLogThatCannotBeReadOnOneNodeLeavesTheWholeRunUnproven() {
        TaskOutcome unread = without("pve3", new TaskState.Unknown("cannot read its log: no right"), false);
        assertThat(night().ran(good("pve1", 101), good("pve2", 201), unread).verdict())
                .isEqualTo(new Incomplete(List.of(
                        "guest 301 was not backed up: node pve3 ended its task without it",
                        "pve3: cannot read its log: no right")));
    }

    @Test
    void aHookThatFailsAfterAllGuestsIsAFailureOfTheRun() {
        TaskOutcome hook = Nodes.task(
                "pve3", DUE, new TaskState.Failed("command '/hook job-end' failed: exit code 1"), Guest.State.OK, 301);
        assertThat(night().ran(good("pve1", 101), good("pve2", 201), hook).reasons())
                .containsExactly("pve3: the task ended in TASK ERROR: command '/hook job-end' failed: exit code 1");
    }

    @Test
    void theSecondOfTwoTasksOfANodeHealsNoFailureOfTheFirst() {
        TaskOutcome again = Nodes.task("pve3", DUE.plusSeconds(900), new TaskState.Ok(), Guest.State.OK, 301);
        assertThat(night().ran(again, good("pve1", 101), good("pve2", 201), failing("pve3", 301))
                        .reasons())
                .containsExactly(
                        "pve3: guest 301 failed: VM is locked; another task of the run has a finished backup of it",
                        "pve3: the task ended in TASK ERROR: job errors");
    }

    @Test
    void twoGoodTasksOfOneNodeAreOneProof() {
        TaskOutcome again = Nodes.task("pve3", DUE.plusSeconds(900), new TaskState.Ok(), Guest.State.OK, 302);
        assertThat(Night.of(all(), three().guest(302, "pve3"))
                        .ran(good("pve1", 101), good("pve2", 201), good("pve3", 301), again)
                        .verdict())
                .isInstanceOfSatisfying(
                        AllClear.class, clear -> assertThat(clear.guests()).isEqualTo(4));
    }

    @Test
    void aGuestThatMovedDuringTheRunMayBeBackedUpTwice() {
        assertThat(night().ran(good("pve1", 101), good("pve2", 201, 301), good("pve3", 301))
                        .verdict())
                .isInstanceOfSatisfying(
                        AllClear.class, clear -> assertThat(clear.guests()).isEqualTo(3));
    }

    @Test
    void aGuestThatOneNodeNeverStartedAndAnotherSavedIsProven() {
        TaskOutcome cut = Nodes.task("pve3", DUE, new TaskState.Ok(), Guest.State.MISSING, 301);
        assertThat(night().ran(good("pve1", 101), good("pve2", 201, 301), cut).verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void theRunLastsFromTheFirstStartToTheLastEnd() {
        TaskOutcome slow = Nodes.task("pve2", DUE.plusSeconds(300), new TaskState.Ok(), Guest.State.OK, 201);
        assertThat(night().ran(good("pve1", 101), slow, good("pve3", 301)).verdict())
                .isInstanceOfSatisfying(
                        AllClear.class, clear -> assertThat(clear.duration()).isEqualTo(Duration.ofSeconds(890)));
    }

    @Test
    void aRunThatEndsBeforeItStartsByAClockThatLeaptLastsNothing() {
        TaskOutcome leapt = new TaskOutcome(
                Nodes.upid("pve1", DUE),
                new TaskState.Ok(),
                DUE.minusSeconds(3600),
                good("pve1", 101).report());
        assertThat(Night.of(all(), Nodes.of("pve1").guest(101, "pve1"))
                        .ran(leapt)
                        .verdict())
                .isInstanceOfSatisfying(
                        AllClear.class, clear -> assertThat(clear.duration()).isEqualTo(Duration.ZERO));
    }

    @Test
    void emptyTasksEverywhereAreAnAllClearWhereThatIsAllowed() {
        Nodes bare = Nodes.of("pve1", "pve2");
        assertThat(Night.of(all(), bare)
                        .by(emptyOk(Runs.job("nightly")))
                        .ran(good("pve1"), good("pve2"))
                        .reasons())
                .contains("there was nothing to back up, and `empty ok` is set");
    }

    @Test
    void emptyTasksProveNothingWhereGuestsWereExpectedHoweverMuchIsAllowed() {
        assertThat(night().by(emptyOk(Runs.job("nightly")))
                        .ran(good("pve1"), good("pve2"), good("pve3"))
                        .verdict())
                .isInstanceOf(Incomplete.class);
    }

    @Test
    void emptyTasksWhereGuestsWereExpectedNameTheGuestsInsteadOfAdvisingToAllowThem() {
        assertThat(night().ran(good("pve1"), good("pve2"), good("pve3")).reasons())
                .containsExactly(
                        "guest 101 was not backed up: node pve1 ended its task without it",
                        "guest 201 was not backed up: node pve2 ended its task without it",
                        "guest 301 was not backed up: node pve3 ended its task without it");
    }

    @Test
    void anEmptyRunOfWhichNothingWasWrittenDownIsEmpty() {
        assertThat(Night.unprepared(three()).ran(good("pve1"), good("pve2")).verdict())
                .isInstanceOf(Empty.class);
    }

    @Test
    void aHistoryGapHidesMoreThanEmptyTasksShow() {
        assertThat(Night.of(all(), Nodes.of("pve1"))
                        .gap("node pve1 was not seen")
                        .ran(good("pve1"))
                        .verdict())
                .isEqualTo(new Incomplete(List.of("node pve1 was not seen")));
    }

    @Test
    void aGuestThatIsNowOnANodeNobodyWatchesIsSaidToBelongThere() {
        Nodes later = three().guest(201, "pve3").unwatched("pve3");
        assertThat(Night.of(job("vmid", "101,201"), three())
                        .later(later)
                        .ran(good("pve1", 101), good("pve2"))
                        .reasons())
                .containsExactly("guest 201 belongs to another node; add a `pve:` source with an API token to see it");
    }

    @Test
    void disksThatTheLogAndProxmoxExcludeAreCountedOnce() {
        JobContent content = new JobContent(new TreeMap<>(Map.of(101, 2, 201, 0)), new TreeSet<>());
        Expectation expected = Expectation.freeze(job("vmid", "101,201"), three().cluster(), content, DUE, DUE);
        assertThat(Exclusions.words(Exclusions.of(expected, List.of(good("pve1", 101), good("pve2", 201)))))
                .isEqualTo(", without 2 disks of 101 (excluded by configuration)");
    }

    @Test
    void disksThatOnlyTheLogExcludesAreNamedToo() {
        Guest guest = new Guest(101, Guest.State.OK, "qemu", null, null, null, null, null, null, -1, 0, null, 1);
        TaskOutcome task = new TaskOutcome(
                Nodes.upid("pve1", DUE),
                new TaskState.Ok(),
                DUE.plusSeconds(60),
                new VzdumpReport("vzdump --all 1", List.of(guest), List.of(), true, null, false, false, 0));
        assertThat(Exclusions.of(Expectation.NOTHING, List.of(task))).containsExactlyEntriesOf(Map.of(101, 1));
    }

    @Test
    void disksOfAGuestThatFailedAreNotSpokenOf() {
        JobContent content = new JobContent(new TreeMap<>(Map.of(101, 2)), new TreeSet<>());
        Expectation expected = Expectation.freeze(job("vmid", "101"), three().cluster(), content, DUE, DUE);
        assertThat(Exclusions.words(Exclusions.of(expected, List.of(failing("pve1", 101)))))
                .isEmpty();
    }

    @Test
    void aRunOfTwoJobsAlikeIsStillWaitedFor() {
        Expectation expected = Expectation.freeze(all(), three().cluster(), null, DUE, DUE);
        Scene scene = new Scene(Night.EARLY, three().cluster(), Map.of(), Map.of(), List.of(), List.of());
        assertThat(Judge.judge(
                                Runs.job("nightly"),
                                expected,
                                List.of(good("pve1", 101)),
                                List.of(new JobLink.Matched(List.of("nightly", "copy"))),
                                scene)
                        .verdict())
                .isNull();
    }

    @Test
    void warningsOfAListedGuestFailTheRunAlsoWhenAnotherGuestFailed() {
        Runs run = Runs.run()
                .guest(101, Guest.State.WARNING)
                .guest(102, Guest.State.FAILED)
                .endedIn(new TaskState.Failed("job errors"));
        assertThat(Judge.judge(strict(Runs.everyTask(101)), run.outcome(), null))
                .contains(new Failed(List.of("1 warning, and `warnings fail` is set")));
    }

    @Test
    void twoTasksOfOneNodeThatEndAlikeAreSaidOnce() {
        TaskOutcome again = Nodes.task("pve1", DUE.plusSeconds(900), new TaskState.Ok(), Guest.State.OK, 101);
        assertThat(Night.of(all(), Nodes.of("pve1").guest(101, "pve1"))
                        .ran(good("pve1", 101), again)
                        .reasons())
                .containsExactly("the log ends in TASK OK", "every guest has a finished backup: 101");
    }

    @Test
    void anAllClearForAListSaysThatOthersFailed() {
        Runs run = Runs.run()
                .guest(101, Guest.State.OK)
                .guest(102, Guest.State.FAILED)
                .endedIn(new TaskState.Failed("job errors"));
        assertThat(Judge.judge(Runs.everyTask(101), run.outcome(), null).map(Verdict::reasons))
                .contains(List.of(
                        "the log ends in TASK ERROR: job errors, of guests that are not on this heartbeat's list",
                        "every guest has a finished backup: 101"));
    }
}
