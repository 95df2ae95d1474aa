package dev.allclear.verdict;

import static dev.allclear.verdict.Runs.emptyOk;
import static dev.allclear.verdict.Runs.everyTask;
import static dev.allclear.verdict.Runs.job;
import static dev.allclear.verdict.Runs.run;
import static dev.allclear.verdict.Runs.strict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Guest.State;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final TaskState JOB_ERRORS = new TaskState.Failed("job errors");

    private static Verdict verdict(Heartbeat heartbeat, Runs run) {
        return Judge.judge(heartbeat, run.outcome(), null).orElseThrow();
    }

    private static Verdict verdictOfJob(Heartbeat heartbeat, Runs run) {
        return verdictOfJob(heartbeat, run, new JobLink.Told("nightly"));
    }

    private static Verdict verdictOfJob(Heartbeat heartbeat, Runs run, JobLink link) {
        return Objects.requireNonNull(Judge.judge(
                        heartbeat, Expectation.NOTHING, List.of(run.outcome()), List.of(link), Scene.bare(Runs.ENDED))
                .verdict());
    }

    @Test
    void everyGuestFinishedIsAnAllClear() {
        Verdict verdict = verdict(everyTask(), run().guest(101, State.OK).guest(102, State.OK));
        assertThat(verdict)
                .isEqualTo(new AllClear(
                        2,
                        0,
                        Duration.ofSeconds(90),
                        List.of("the log ends in TASK OK", "every guest has a finished backup: 101, 102")));
    }

    @Test
    void aRunningTaskHasNoVerdict() {
        assertThat(Judge.judge(
                        everyTask(), run().endedIn(new TaskState.Running()).outcome(), null))
                .isEmpty();
    }

    @Test
    void aTaskOfAnotherTypeIsNoRun() {
        Heartbeat other = new Heartbeat(
                "gc",
                new Heartbeat.TaskWatch("garbage_collection"),
                everyTask().guests(),
                true,
                false,
                Duration.ofHours(1));
        assertThat(Judge.judge(other, run().guest(101, State.OK).outcome(), null))
                .isEmpty();
    }

    @Test
    void oneFailedGuestFailsTheRunAndIsNamedWithItsReason() {
        Verdict verdict = verdict(
                everyTask(), run().guest(101, State.OK).guest(102, State.FAILED).endedIn(JOB_ERRORS));
        assertThat(verdict)
                .isEqualTo(new Verdict.Failed(List.of(
                        "guest 102 failed: VM is locked (backup)", "the task ended in TASK ERROR: job errors")));
    }

    @Test
    void aFailedGuestUnderTaskOkIsBelievedMoreThanTheEnd() {
        assertThat(verdict(everyTask(), run().guest(101, State.OK).guest(102, State.FAILED))
                        .word())
                .isEqualTo("failed");
    }

    @Test
    void aGuestThatWasStartedAndNeverFinishedFailsTheRun() {
        Verdict verdict = verdict(everyTask(), run().guest(101, State.ABORTED));
        assertThat(verdict.reasons()).containsExactly("guest 101 was started and never finished");
        assertThat(verdict.word()).isEqualTo("failed");
    }

    @Test
    void aGuestThatWasNeverStartedLeavesTheRunIncomplete() {
        Verdict verdict = verdict(everyTask(), run().guest(101, State.OK).guest(102, State.MISSING));
        assertThat(verdict).isEqualTo(new Verdict.Incomplete(List.of("guest 102 was asked for and never started")));
    }

    @Test
    void guestsOfAnotherNodeLeaveTheRunIncomplete() {
        Verdict verdict = verdict(everyTask(), run().guest(101, State.OK).skipped(301, 302));
        assertThat(verdict)
                .isEqualTo(new Verdict.Incomplete(List.of("guests 301, 302 belong to another node; add a `pve:` source"
                        + " with an API token to see it")));
    }

    @Test
    void oneGuestOfAnotherNodeIsNamedInTheSingular() {
        Verdict verdict = verdict(everyTask(), run().guest(101, State.OK).skipped(301));
        assertThat(verdict.reasons().get(0)).startsWith("guest 301 belongs to another node");
    }

    @Test
    void aTaskLimitedToItsNodeByTheRequestIsARunOfItsOwn() {
        Verdict verdict = verdict(everyTask(), run().guest(101, State.OK).guest(301, State.EXTERNAL));
        assertThat(verdict).isInstanceOf(AllClear.class);
        assertThat(verdict.reasons()).contains("guest 301 is on another node, and the request was for this node alone");
    }

    @Test
    void aJobNeedsTheGuestsOfOtherNodesToo() {
        assertThat(verdictOfJob(job("nightly"), run().guest(101, State.OK).guest(301, State.EXTERNAL))
                        .word())
                .isEqualTo("incomplete");
    }

    @Test
    void withAListOnlyTheListedGuestsMatter() {
        Runs run =
                run().guest(101, State.OK).guest(102, State.FAILED).skipped(301).endedIn(JOB_ERRORS);
        assertThat(verdict(everyTask(101), run)).isInstanceOf(AllClear.class);
    }

    @Test
    void aListedGuestOnAnotherNodeLeavesTheRunIncomplete() {
        assertThat(verdict(everyTask(101, 301), run().guest(101, State.OK).guest(301, State.EXTERNAL))
                        .reasons())
                .containsExactly("guest 301 belongs to another node; add a `pve:` source with an API token to see it");
    }

    @Test
    void aListedGuestThatTheRunDoesNotKnowLeavesItIncomplete() {
        Verdict verdict = verdict(everyTask(101, 105), run().guest(101, State.OK));
        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Incomplete(List.of("guest 105 is on this heartbeat's list and not in this run")));
    }

    @Test
    void aListedGuestThatFailedFailsTheRun() {
        Runs run = run().guest(101, State.FAILED).guest(102, State.FAILED).endedIn(JOB_ERRORS);
        assertThat(verdict(everyTask(101), run).word()).isEqualTo("failed");
    }

    @Test
    void jobErrorsThatNoGuestExplainsFailTheRunInSpiteOfAList() {
        Runs run = run().guest(101, State.OK).guest(102, State.OK).endedIn(JOB_ERRORS);
        assertThat(verdict(everyTask(101), run).word()).isEqualTo("failed");
    }

    @Test
    void anErrorOfTheJobItselfFailsTheRunInSpiteOfAList() {
        Runs run = run().guest(101, State.OK)
                .guest(102, State.FAILED)
                .endedIn(new TaskState.Failed("interrupted by signal"));
        assertThat(verdict(everyTask(101), run).reasons())
                .containsExactly("the task ended in TASK ERROR: interrupted by signal");
    }

    @Test
    void aStorageFailureBeforeTheFirstLineFailsTheRunWithItsTextAlone() {
        Runs run = run().command(null).loopCut().endedIn(new TaskState.Failed("could not activate storage 'nas'"));
        assertThat(verdict(everyTask(), run))
                .isEqualTo(
                        new Verdict.Failed(List.of("the task ended in TASK ERROR: could not activate storage 'nas'")));
    }

    @Test
    void nothingBackedUpIsEmpty() {
        assertThat(verdict(everyTask(), run().command("vzdump --all 1")).word()).isEqualTo("empty");
    }

    @Test
    void anEmptyRunThatLeftGuestsToOtherNodesSaysSo() {
        Verdict verdict = verdict(everyTask(), run().command("vzdump --all 1").skipped(100));
        assertThat(verdict.word()).isEqualTo("empty");
        assertThat(verdict.reasons()).hasSize(2);
    }

    @Test
    void nothingBackedUpIsAnAllClearWhereThatIsAllowed() {
        assertThat(verdict(emptyOk(everyTask()), run().command("vzdump --all 1")))
                .isInstanceOf(AllClear.class);
    }

    @Test
    void nothingFinishedInACutLogIsIncompleteAndNotEmpty() {
        assertThat(verdict(emptyOk(everyTask()), run().loopCut()).word()).isEqualTo("incomplete");
    }

    @Test
    void withoutTheFirstLineNobodyKnowsWhatWasAskedFor() {
        assertThat(verdict(everyTask(), run().command(null).guest(101, State.OK))
                        .reasons())
                .containsExactly("the log does not tell what the run was asked to back up");
    }

    @Test
    void withoutTheEndOfTheLoopNotEveryGuestHadItsTurn() {
        assertThat(verdict(everyTask(), run().loopCut().guest(101, State.OK)).word())
                .isEqualTo("incomplete");
    }

    @Test
    void warningsAreCountedInAnAllClear() {
        Runs run = run().guest(101, State.WARNING, 3).endedIn(new TaskState.Warnings(3));
        assertThat(((AllClear) verdict(everyTask(), run)).warnings()).isEqualTo(3);
    }

    @Test
    void warningsFailTheRunWhereTheyAreSetToFail() {
        Runs run = run().guest(101, State.WARNING, 1).endedIn(new TaskState.Warnings(1));
        assertThat(verdict(strict(everyTask()), run))
                .isEqualTo(new Verdict.Failed(List.of("1 warning, and `warnings fail` is set")));
    }

    @Test
    void warningsOfAGuestThatDoesNotMatterDoNotCount() {
        Runs run = run().guest(101, State.OK).guest(102, State.WARNING, 2).endedIn(new TaskState.Warnings(2));
        assertThat(verdict(strict(everyTask(101)), run)).isInstanceOf(AllClear.class);
    }

    @Test
    void aWarningThatBelongsToNoGuestCounts() {
        Runs run = run().guest(101, State.OK).guest(102, State.WARNING, 2).endedIn(new TaskState.Warnings(3));
        assertThat(verdict(strict(everyTask(101)), run).word()).isEqualTo("failed");
    }

    @Test
    void warningLinesUnderTaskOkCountToo() {
        Runs run = run().guest(101, State.WARNING, 2);
        assertThat(verdict(strict(everyTask()), run).reasons())
                .containsExactly("2 warnings, and `warnings fail` is set");
    }

    @Test
    void aKilledWorkerFailsTheRun() {
        Runs run = run().guest(101, State.OK).loopCut().endedIn(TaskState.ofLastLine("INFO: whatever"));
        assertThat(verdict(everyTask(), run).reasons())
                .containsExactly(
                        "the worker is gone and left no final line (killed, out of memory, power loss or reboot)");
    }

    @Test
    void aLockTimeoutIsCalledByItsName() {
        Runs run =
                run().command(null).loopCut().lockTimeout().endedIn(TaskState.ofLastLine("ERROR: can't acquire lock"));
        assertThat(verdict(everyTask(), run).reasons())
                .containsExactly("another backup held the node's vzdump lock for too long, so nothing was started");
    }

    @Test
    void aLogThatCannotBeReadLeavesTheRunIncompleteWithItsReason() {
        Runs run = run().command(null).loopCut().endedIn(new TaskState.Unknown("cannot read its log: no right"));
        assertThat(verdict(everyTask(), run))
                .isEqualTo(new Verdict.Incomplete(List.of("cannot read its log: no right")));
    }

    @Test
    void aRunThatFitsTwoJobsProvesNothing() {
        Verdict verdict = verdictOfJob(
                job("nightly"), run().guest(101, State.OK), new JobLink.Matched(List.of("nightly", "copy")));
        assertThat(verdict.word()).isEqualTo("incomplete");
        assertThat(verdict.reasons().get(0)).startsWith("its options fit the jobs nightly and copy alike");
    }

    @Test
    void aFailureThatFitsTwoJobsIsToldToBoth() {
        Runs run = run().guest(101, State.FAILED).endedIn(JOB_ERRORS);
        assertThat(verdictOfJob(job("copy"), run, new JobLink.Matched(List.of("nightly", "copy")))
                        .word())
                .isEqualTo("failed");
    }

    @Test
    void aRunMatchedByItsOptionsIsJudged() {
        assertThat(verdictOfJob(job("nightly"), run().guest(101, State.OK), new JobLink.Matched(List.of("nightly"))))
                .isInstanceOf(AllClear.class);
    }
}
