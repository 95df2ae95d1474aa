package dev.allclear.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.DatastoreReport;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Empty;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one task of a backup server proves. */
class StoreProofTest {
    private static final Instant STARTED = Instant.parse("2026-11-21T03:00:00Z");
    private static final TaskState OK = new TaskState.Ok();

    private static Heartbeat sync(boolean warningsOk, boolean emptyOk, boolean manualCounts) {
        return new Heartbeat(
                "offsite",
                new StoreWatch(null, StoreJob.Kind.SYNC, "s-offsite"),
                new TreeSet<>(),
                warningsOk,
                emptyOk,
                manualCounts,
                Heartbeat.DEFAULT_GRACE,
                null);
    }

    private static final Heartbeat STRICT = sync(false, false, true);

    private static DatastoreReport report(@Nullable String idle, String summary, String... doubts) {
        return new DatastoreReport(
                "store1", "", "s-offsite", true, idle, summary, List.of(doubts), Collections.emptySortedMap());
    }

    private static TaskOutcome ended(TaskState state, DatastoreReport report) {
        return ended("syncjob", state, STARTED.plusSeconds(60), report);
    }

    private static TaskOutcome ended(String type, TaskState state, Instant ended, DatastoreReport report) {
        Upid upid =
                new Upid(Upid.Product.PBS, "vault", 1, 2, 3, STARTED.getEpochSecond(), type, "s-offsite", "root@pam");
        return new TaskOutcome(upid, state, ended, report);
    }

    private static Verdict verdict(Heartbeat heartbeat, TaskOutcome outcome) {
        return Judge.judge(heartbeat, outcome, null).orElseThrow();
    }

    @Test
    void aTaskThatEndedWellIsAnAllClearThatSaysWhatItDid() {
        assertThat(verdict(STRICT, ended(OK, report(null, "synced 4 groups"))))
                .isEqualTo(new AllClear(
                        0, 0, Duration.ofSeconds(60), List.of("the log ends in TASK OK", "synced 4 groups")));
    }

    @Test
    void aTaskWhoseLogTellsNoFiguresIsJudgedByItsEnd() {
        assertThat(verdict(STRICT, ended(OK, report(null, ""))).reasons()).containsExactly("the log ends in TASK OK");
    }

    @Test
    void anErrorIsAFailureWithItsText() {
        assertThat(verdict(STRICT, ended(new TaskState.Failed("permission check failed."), report(null, ""))))
                .isEqualTo(new Failed(List.of("the task ended in TASK ERROR: permission check failed.")));
    }

    @Test
    void aFailureNamesItsDoubtsToo() {
        assertThat(verdict(STRICT, ended(new TaskState.Failed("x"), report(null, "", "2 groups failed")))
                        .reasons())
                .containsExactly("the task ended in TASK ERROR: x", "2 groups failed");
    }

    @Test
    void aDoubtUnderAGoodEndIsAFailure() {
        assertThat(verdict(STRICT, ended(OK, report(null, "", "1 chunk that backups need is missing"))))
                .isEqualTo(new Failed(List.of("1 chunk that backups need is missing")));
    }

    @Test
    void aServerThatEndedInTheMiddleIsAFailure() {
        assertThat(verdict(STRICT, ended(TaskState.ofLastLine("2026-11-21: sync"), report(null, "")))
                        .reasons())
                .containsExactly("the backup server ended in the middle of it, so it has no final line"
                        + " (crash, power loss or restart)");
    }

    @Test
    void aLogThatCannotBeReadProvesNothing() {
        assertThat(verdict(STRICT, ended(new TaskState.Unknown("cannot read its log"), report(null, ""))))
                .isEqualTo(new Incomplete(List.of("cannot read its log")));
    }

    @Test
    void warningsFailWhereTheyAreNotAllowed() {
        assertThat(verdict(STRICT, ended(new TaskState.Warnings(2), report(null, ""))))
                .isEqualTo(new Failed(List.of("2 warnings; set `warnings ok` if they are no failure")));
    }

    @Test
    void warningsAreCountedWhereTheyAreAllowed() {
        assertThat(verdict(sync(true, false, true), ended(new TaskState.Warnings(2), report(null, ""))))
                .isEqualTo(new AllClear(
                        0,
                        2,
                        Duration.ofSeconds(60),
                        List.of("the log ends in TASK WARNINGS: 2", "2 warnings, which `warnings ok` allows")));
    }

    @Test
    void doubtsFailWhateverWarningsAreAllowed() {
        assertThat(verdict(sync(true, true, true), ended(new TaskState.Warnings(1), report(null, "", "1 failed"))))
                .isInstanceOf(Failed.class);
    }

    @Test
    void aSuccessThatDidNothingIsEmpty() {
        assertThat(verdict(STRICT, ended(OK, report("found 0 groups to sync", ""))))
                .isEqualTo(new Empty(List.of("the task ended well and did nothing: found 0 groups to sync;"
                        + " if that is right for this heartbeat, set `empty ok`")));
    }

    @Test
    void aSuccessThatDidNothingIsAnAllClearWhereThatIsAllowed() {
        assertThat(verdict(sync(false, true, true), ended(OK, report("found 0 groups to sync", "")))
                        .reasons())
                .containsExactly("the log ends in TASK OK", "found 0 groups to sync, and `empty ok` is set");
    }

    @Test
    void aTaskThatEndsBeforeItStartsByAClockThatLeaptLastsNothing() {
        assertThat(verdict(STRICT, ended("syncjob", OK, STARTED.minusSeconds(5), report(null, ""))))
                .isInstanceOfSatisfying(
                        AllClear.class, clear -> assertThat(clear.duration()).isZero());
    }

    @Test
    void aTaskThatRunsHasNoVerdict() {
        assertThat(Judge.judge(STRICT, ended(new TaskState.Running(), report(null, "")), null))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "syncjob-local", "verificationjob", "prunejob"})
    void aTaskOfAnotherTypeIsNoRunOfTheJob(String type) {
        assertThat(Judge.judge(STRICT, ended(type, OK, STARTED, report(null, "")), null))
                .isEmpty();
    }

    @Test
    void aTaskOfAnotherJobIsNoRunOfThisOne() {
        assertThat(Judge.judge(STRICT, ended(OK, report(null, "")), "s-onsite")).isEmpty();
    }

    @Test
    void aTaskWhoseJobNobodyTellsIsNoRun() {
        assertThat(Judge.judge(STRICT, ended(OK, DatastoreReport.NOTHING), null))
                .isEmpty();
    }

    @Test
    void whatTheJobsStateTellsIsBelievedBeforeTheLog() {
        assertThat(Judge.judge(STRICT, ended(OK, DatastoreReport.NOTHING), "s-offsite"))
                .isPresent();
    }

    @Test
    void aTaskStartedByHandIsNoRunWhereTheseAreIgnored() {
        assertThat(Judge.judge(sync(false, false, false), ended(OK, DatastoreReport.NOTHING), "s-offsite"))
                .isEmpty();
    }

    @Test
    void aTaskStartedByTheScheduleIsARunWhereThoseByHandAreIgnored() {
        assertThat(Judge.judge(sync(false, false, false), ended(OK, report(null, "")), null))
                .isPresent();
    }

    @Test
    void whatWatchesTheAgentItselfIsJudgedByNoTask() {
        Heartbeat self = new Heartbeat(
                "agent", new Heartbeat.SelfWatch(Duration.ofMinutes(1)), new TreeSet<>(), true, true, null);
        assertThat(Judge.judge(self, ended(OK, report(null, "")), null)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(StoreJob.Kind.class)
    void everyKindOfJobIsKnownByItsWorkerType(StoreJob.Kind kind) {
        Heartbeat heartbeat =
                new Heartbeat("store", new StoreWatch("vault", kind, "s-offsite"), new TreeSet<>(), false, false, null);
        assertThat(verdict(heartbeat, ended(kind.workerType(), OK, STARTED, report(null, "")))
                        .word())
                .isEqualTo("all-clear");
    }
}
