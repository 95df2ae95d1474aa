package dev.allclear.verdict;

import static dev.allclear.verdict.Nodes.DUE;
import static dev.allclear.verdict.Nodes.all;
import static dev.allclear.verdict.Nodes.failing;
import static dev.allclear.verdict.Nodes.good;
import static dev.allclear.verdict.Nodes.job;
import static dev.allclear.verdict.Nodes.pinned;
import static dev.allclear.verdict.Nodes.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import dev.allclear.verdict.Verdict.Missed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes that are silent, busy, offline, gone or out of sight: what is waited for, and what then stays unproven. */
class UnseenNodesTest {
    private static final String NO_ANSWER = "connection refused";

    private static Nodes two() {
        return Nodes.of("pve1", "pve2").guest(101, "pve1").guest(201, "pve2");
    }

    /** Of the guests that were at home on pve1 and pve2 all are on pve1 now. */
    private static Nodes gathered() {
        return Nodes.of("pve1", "pve2").guest(101, "pve1").guest(201, "pve1");
    }

    private static Night ofAll() {
        return Night.of(all(), two());
    }

    private static Night ofList() {
        return Night.of(job("vmid", "101,201"), two());
    }

    @Test
    void aNodeThatCannotBeSeenIsWaitedForAsLongAsItMayStillStart() {
        Standing standing =
                ofAll().early().unseen("pve2", NO_ANSWER).ran(good("pve1", 101)).standing();
        assertThat(standing.waitsFor()).containsExactly("node pve2 to start, until 2026-11-21T01:15:00Z");
        assertThat(standing.verdict()).isNull();
    }

    @Test
    void aNodeThatCannotBeSeenAfterItsTaskWasReadHidesNothing() {
        assertThat(ofAll().unseen("pve2", NO_ANSWER)
                        .ran(good("pve1", 101), good("pve2", 201))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aTaskThatRanWhenItsNodeWentOutOfSightIsNotWaitedForWithoutEnd() {
        assertThat(ofAll().unseen("pve2", NO_ANSWER)
                        .ran(good("pve1", 101), running("pve2"))
                        .reasons())
                .containsExactly("the task on pve2 was running, and now the node cannot be seen: " + NO_ANSWER);
    }

    @Test
    void aNodeWithoutGuestsThatCannotBeSeenKeepsAnAllJobBack() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(101, "pve1");
        assertThat(Night.of(all(), cluster)
                        .unseen("pve2", NO_ANSWER)
                        .ran(good("pve1", 101))
                        .verdict())
                .isEqualTo(new Incomplete(List.of("node pve2 cannot be seen: connection refused")));
    }

    @Test
    void aNodeWithoutGuestsThatCannotBeSeenMattersNothingToAList() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(101, "pve1");
        assertThat(Night.of(job("vmid", "101"), cluster)
                        .unseen("pve2", NO_ANSWER)
                        .ran(good("pve1", 101))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aNodeWhoseGuestsHaveAllMovedNeedsNoTask() {
        assertThat(ofList().later(gathered()).ran(good("pve1", 101, 201)).verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aNodeWhoseGuestsHaveAllMovedIsGivenItsTimeToStart() {
        assertThat(ofList().early()
                        .later(gathered())
                        .ran(good("pve1", 101, 201))
                        .standing()
                        .waitsFor())
                .containsExactly("node pve2 to start, until 2026-11-21T01:15:00Z");
    }

    @Test
    void aNodeWhoseGuestsHaveAllMovedStillHasToBeSeen() {
        assertThat(ofList().later(gathered())
                        .unseen("pve2", NO_ANSWER)
                        .ran(good("pve1", 101, 201))
                        .reasons())
                .containsExactly("node pve2 cannot be seen: connection refused");
    }

    @Test
    void aNodeWhoseGuestsHaveAllMovedStillHasToBeOnline() {
        assertThat(ofList().later(gathered().offline("pve2"))
                        .ran(good("pve1", 101, 201))
                        .reasons())
                .containsExactly("node pve2 is offline and ran nothing");
    }

    @Test
    void aNodeWhoseGuestsHaveAllMovedAndThatNobodyWatchesIsNamed() {
        assertThat(ofList().later(gathered().unwatched("pve2"))
                        .ran(good("pve1", 101, 201))
                        .reasons())
                .containsExactly("node pve2 may have run a task of its own, which this agent does not see;"
                        + " add a `pve:` source with an API token to see it");
    }

    @Test
    void aNodeWhoseGuestsHaveAllMovedStillRunsATaskOfAnAllJob() {
        assertThat(ofAll().later(gathered()).ran(good("pve1", 101, 201)).reasons())
                .containsExactly("node pve2 started nothing by 2026-11-21T01:15:00Z");
    }

    @Test
    void aDeletedGuestOnTheListMakesANodeRunEvenWhenItsGuestsHaveMoved() {
        assertThat(Night.of(job("vmid", "101,201,999"), two())
                        .later(gathered())
                        .ran(good("pve1", 101, 201))
                        .reasons())
                .contains("node pve2 started nothing by 2026-11-21T01:15:00Z");
    }

    @Test
    void aNodeThatLeftTheClusterIsNotLookedFor() {
        assertThat(ofList().later(Nodes.of("pve1").guest(101, "pve1").guest(201, "pve1"))
                        .ran(good("pve1", 101, 201))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void guestsThatWereDeletedWithTheirNodeAreNamed() {
        assertThat(ofList().later(Nodes.of("pve1").guest(101, "pve1"))
                        .ran(good("pve1", 101))
                        .reasons())
                .contains("guest 201 was deleted after the run was due, and no node backed it up before");
    }

    @Test
    void aNodeThatIsSeenAndStartedNothingIsNamed() {
        assertThat(ofAll().ran(good("pve1", 101)).reasons())
                .containsExactly(
                        "guest 201 was not backed up: node pve2 has run no task for it",
                        "node pve2 started nothing by 2026-11-21T01:15:00Z");
    }

    @Test
    void aGuestThatItsNodeLeftOutIsNamed() {
        assertThat(ofAll().ran(good("pve1", 101), good("pve2")).reasons())
                .containsExactly("guest 201 was not backed up: node pve2 ended its task without it");
    }

    @Test
    void whenNothingIsKnownOfTheClusterAnyMoreAGuestIsStillMissed() {
        assertThat(ofList().later(Cluster.UNKNOWN).ran(good("pve1", 101)).verdict())
                .isInstanceOf(Incomplete.class);
    }

    @Test
    void whenTheGuestsAreNotToldAnyMoreThatIsNoDeletion() {
        Cluster blurred =
                new Cluster(two().cluster().nodes(), true, two().cluster().watched(), Cluster.UNKNOWN.guests(), false);
        assertThat(ofList().later(blurred).ran(good("pve1", 101)).reasons())
                .contains("guest 201 was not backed up: node pve2 has run no task for it");
    }

    @Test
    void aFailureBesideATaskThatStillRunsSaysNothingYetOfTheGuestsThere() {
        assertThat(ofAll().ran(failing("pve1", 101), running("pve2")).reasons())
                .containsExactly(
                        "pve1: guest 101 failed: VM is locked", "pve1: the task ended in TASK ERROR: job errors");
    }

    @Test
    void aStartThatFailedCountsForNothingOnceTheNodeHasATask() {
        assertThat(ofAll().notStarted("pve2", "no quorum")
                        .ran(good("pve1", 101), good("pve2", 201))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aStartThatFailedEverywhereIsAFailureAndNotMissed() {
        assertThat(ofAll().early()
                        .notStarted("pve1", "storage 'nas' is not online")
                        .notStarted("pve2", "storage 'nas' is not online")
                        .verdict())
                .isInstanceOf(Failed.class);
    }

    @Test
    void aStartThatFailedOnOneNodeIsToldWhileAnotherRuns() {
        assertThat(ofAll().early()
                        .notStarted("pve2", "no such storage")
                        .ran(running("pve1"))
                        .reasons())
                .first()
                .isEqualTo("the scheduler of node pve2 could not start the job, so there is no task: no such storage");
    }

    @Test
    void aBackupOfAnUnknownJobOnASilentNodeIsWaitedForByName() {
        assertThat(ofAll().busy("pve2").ran(good("pve1", 101)).standing().waitsFor())
                .containsExactly(
                        "the backup that runs on node pve2: it may be this run's, or this run starts after it");
    }

    @Test
    void aBackupOfAnUnknownJobOnANodeOutOfSightIsNotWaitedForForEver() {
        assertThat(ofAll().busy("pve2")
                        .unseen("pve2", NO_ANSWER)
                        .ran(good("pve1", 101))
                        .reasons())
                .contains("node pve2 cannot be seen: connection refused");
    }

    @Test
    void aBackupOfAnUnknownJobOnADeadNodeIsNotWaitedForForEver() {
        assertThat(ofAll().busy("pve2")
                        .later(two().offline("pve2"))
                        .ran(good("pve1", 101))
                        .reasons())
                .contains("node pve2 is offline and ran nothing");
    }

    @Test
    void aBackupOfAnUnknownJobBesideATaskOfTheRunKeepsNothingBack() {
        assertThat(ofAll().busy("pve1")
                        .ran(good("pve1", 101), good("pve2", 201))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aBackupOfAnUnknownJobOnTheNodeWhereAGuestMovedIsWaitedFor() {
        Nodes later = Nodes.of("pve1", "pve2", "pve3").guest(101, "pve1").guest(201, "pve3");
        assertThat(ofList().later(later)
                        .busy("pve3")
                        .ran(good("pve1", 101))
                        .standing()
                        .waitsFor())
                .containsExactly(
                        "the backup that runs on node pve3: it may be this run's, or this run starts after it");
    }

    @Test
    void aBackupOfAnUnknownJobOnANodeThatOwesNothingIsNotWaitedFor() {
        Nodes three = Nodes.of("pve1", "pve2", "pve3")
                .guest(101, "pve1")
                .guest(201, "pve2")
                .guest(301, "pve3");
        assertThat(Night.of(job("vmid", "101,201"), three)
                        .busy("pve3")
                        .ran(good("pve1", 101), good("pve2", 201))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void anyBackupOfAnUnknownJobIsWaitedForWhileTheRunHasNoTask() {
        Nodes cluster = Nodes.of("pve1", "pve2").guest(101, "pve1");
        assertThat(Night.of(job("vmid", "101"), cluster).busy("pve2").standing().waitsFor())
                .containsExactly(
                        "the backup that runs on node pve2: it may be this run's, or this run starts after it");
    }

    @Test
    void aBackupBesideThePinnedNodeIsNoneOfThePinnedJob() {
        assertThat(Night.of(pinned("pve2", "all", "1"), two()).busy("pve1").verdict())
                .isInstanceOf(Missed.class);
    }

    @Test
    void withoutAnExpectationAnyBackupOfAnUnknownJobIsWaitedFor() {
        assertThat(Night.unprepared(two())
                        .busy("pve2")
                        .ran(good("pve1", 101))
                        .standing()
                        .verdict())
                .isNull();
    }

    @Test
    void withoutAnExpectationTheLogTellsWhichGuestsLiveElsewhere() {
        assertThat(Night.unprepared(two())
                        .ran(Nodes.task("pve1", DUE, new TaskState.Ok(), Guest.State.EXTERNAL, 201))
                        .reasons())
                .contains("guest 201 belongs to another node; add a `pve:` source with an API token to see it");
    }

    @Test
    void withoutAnExpectationTheTasksOfOtherNodesProveTheirGuests() {
        assertThat(Night.unprepared(two())
                        .ran(
                                good("pve1", 101),
                                Nodes.task("pve1", DUE, new TaskState.Ok(), Guest.State.EXTERNAL, 201),
                                good("pve2", 201))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void withoutAnExpectationNothingStartedIsMissedWhenAllIsSeen() {
        assertThat(Night.unprepared(two()).verdict()).isInstanceOf(Missed.class);
    }

    @Test
    void withoutAnExpectationNothingSeenByABlindSourceProvesNothing() {
        assertThat(Night.unprepared(two()).unseen("pve1", NO_ANSWER).verdict()).isInstanceOf(Incomplete.class);
    }

    @Test
    void aRunOnNodesThatNobodyWatchesIsNotCalledMissed() {
        assertThat(ofAll().later(two().unwatched("pve1").unwatched("pve2")).reasons())
                .containsExactly("the job runs on pve1, pve2, which this agent does not see;"
                        + " add a `pve:` source with an API token to see it");
    }

    @Test
    void aRunOnNodesThatNobodyWatchesAndThatCannotBeSeenSaysWhy() {
        assertThat(ofAll().later(two().unwatched("pve1").unwatched("pve2"))
                        .unseen("pve1", NO_ANSWER)
                        .verdict())
                .isEqualTo(new Incomplete(List.of("node pve1 cannot be seen: connection refused")));
    }

    @Test
    void nothingStartedOnANodeThatIsSeenIsMissedAlthoughAnotherIsBlind() {
        Verdict verdict = ofAll().unseen("pve2", NO_ANSWER).verdict();
        assertThat(verdict).isInstanceOf(Missed.class);
        assertThat(verdict.reasons()).contains("node pve2 cannot be seen: connection refused");
    }

    @Test
    void nothingStartedAndNoReasonKnownSaysWhereToLook() {
        assertThat(ofAll().reasons())
                .last()
                .isEqualTo("look at `systemctl status pvescheduler` and `journalctl -u pvescheduler`");
    }

    @Test
    void aRunOutsideTheScheduleIsNotSaidToHaveBeenDue() {
        Expectation expected = Expectation.freeze(all(), two().cluster(), null, null, DUE);
        Scene scene = new Scene(Night.MORNING, two().cluster(), Map.of(), Map.of(), List.of(), List.of());
        assertThat(new Absence(expected, scene, Night.EARLY).verdict().reasons())
                .first()
                .isEqualTo("nothing was started by 2026-11-21T01:01:00Z");
    }

    @Test
    void nothingStartedWhileTheHistoryHasAGapIsNotCalledMissed() {
        assertThat(ofAll().gap("node pve1 was not seen for an hour").verdict()).isInstanceOf(Incomplete.class);
    }

    @Test
    void aPoolThatBecameEmptyStartsNothingAndSaysSo() {
        assertThat(Night.of(job("pool", "gold"), two()).reasons()).contains("the job includes no guest");
    }

    @Test
    void aPinnedJobWhoseGuestsAllLiveElsewhereStartsNothingAndSaysWhy() {
        assertThat(Night.of(pinned("pve2", "vmid", "101"), two()).reasons())
                .containsExactly(
                        "nothing was started by 2026-11-21T01:15:00Z although the job was due at 2026-11-21T01:00:00Z",
                        "guest 101 lives on pve1, and the job runs on pve2 only, so it is never backed up by it");
    }

    @Test
    void aPinnedJobWaitsForItsNodeAlone() {
        assertThat(Night.of(pinned("pve2", "all", "1"), two())
                        .early()
                        .standing()
                        .waitsFor())
                .containsExactly("node pve2 to start, until 2026-11-21T01:15:00Z");
    }

    @Test
    void aPinnedJobWhoseNodeWentOfflineDuringTheRunLeavesItsGuestsUnproven() {
        Night night = Night.of(pinned("pve2", "all", "1"), two())
                .later(two().offline("pve2"))
                .ran(good("pve2"));
        assertThat(night.reasons()).containsExactly("guest 201 was not backed up: node pve2 is offline");
    }

    @Test
    void anUnwatchedNodeMattersNothingToAListWithoutItsGuests() {
        assertThat(ofAll().by(Runs.job("nightly", 101))
                        .later(two().unwatched("pve2"))
                        .ran(good("pve1", 101))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aSilentNodeMattersNothingToAListWithoutItsGuests() {
        assertThat(ofAll().by(Runs.job("nightly", 101))
                        .unseen("pve2", NO_ANSWER)
                        .ran(good("pve1", 101))
                        .verdict())
                .isInstanceOf(AllClear.class);
    }

    @Test
    void aNodeWithoutGuestsOfAListIsStillGivenItsTimeToStart() {
        assertThat(ofAll().by(Runs.job("nightly", 101))
                        .early()
                        .ran(good("pve1", 101))
                        .standing()
                        .waitsFor())
                .containsExactly("node pve2 to start, until 2026-11-21T01:15:00Z");
    }

    @Test
    void aNodeThatHeldAGuestOfAListHasToRunATaskOfAnAllJob() {
        assertThat(ofAll().by(Runs.job("nightly", 201))
                        .later(gathered())
                        .ran(good("pve1", 101, 201))
                        .reasons())
                .containsExactly("node pve2 started nothing by 2026-11-21T01:15:00Z");
    }

    @Test
    void withoutAnExpectationABackupOfAnUnknownJobOnADeadNodeLeavesTheRunUnproven() {
        assertThat(Night.unprepared(two())
                        .busy("pve2")
                        .later(two().offline("pve2"))
                        .ran(good("pve1", 101))
                        .reasons())
                .containsExactly("a backup ran on node pve2 when it was seen last, which may be this run's");
    }
}
