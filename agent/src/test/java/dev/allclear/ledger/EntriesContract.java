package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.allClear;
import static dev.allclear.ledger.Samples.failed;
import static dev.allclear.ledger.Samples.guest;
import static dev.allclear.ledger.Samples.outcome;
import static dev.allclear.ledger.Samples.report;
import static dev.allclear.ledger.Samples.run;
import static dev.allclear.ledger.Samples.upid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.DatastoreReport;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every ledger keeps of tasks and runs. */
abstract class EntriesContract extends LedgerContract {

    private boolean record(TaskOutcome outcome) {
        return write(entries -> entries.tasks().record(outcome, "local", EVENING));
    }

    private TaskOutcome task(int number) {
        return read(entries -> entries.tasks().task(upid(number))).orElseThrow();
    }

    static Stream<TaskState> states() {
        return Stream.of(
                new TaskState.Ok(),
                new TaskState.Warnings(3),
                new TaskState.Failed("job errors: ü \u0000 'x'"),
                new TaskState.Unknown(TaskState.NO_FINAL_LINE),
                new TaskState.Running());
    }

    @ParameterizedTest
    @MethodSource("states")
    void givesBackAnOutcomeOfEachState(TaskState state) {
        TaskOutcome outcome = outcome(1, state);
        assertThat(record(outcome)).isTrue();
        assertThat(task(1)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @MethodSource("states")
    void isSettledOnlyByACertainEnd(TaskState state) {
        record(outcome(1, state));
        boolean certain = !(state instanceof TaskState.Unknown || state instanceof TaskState.Running);
        assertThat(read((Entries entries) -> entries.tasks().settled(upid(1)))).isEqualTo(certain);
    }

    @ParameterizedTest
    @MethodSource("states")
    void seesNothingNewInTheSameOutcome(TaskState state) {
        record(outcome(1, state));
        assertThat(record(outcome(1, state))).isFalse();
    }

    @Test
    void doesNotKnowATaskThatWasNotRecorded() {
        assertThat(read((Entries entries) -> entries.tasks().settled(upid(1)))).isFalse();
        assertThat(read((Entries entries) -> entries.tasks().task(upid(1)))).isEmpty();
    }

    @Test
    void givesBackEverythingThatTheLogTold() {
        Guest bare = new Guest(102, Guest.State.MISSING, null, null, null, null, null, null, null, -1, 0, null);
        Guest failed = new Guest(
                103, Guest.State.FAILED, "qemu", "db\n\u0000ü", null, null, null, "stop", null, -1, 2, "no 'space'\r");
        TaskOutcome outcome = outcome(
                upid(1),
                new TaskState.Failed("job errors"),
                new VzdumpReport(
                        "vzdump --all 1 --exclude 'a b'",
                        List.of(guest(101), bare, failed),
                        List.of(301, 302),
                        false,
                        "interrupted",
                        true,
                        true,
                        7));
        record(outcome);
        assertThat(task(1)).isEqualTo(outcome);
    }

    @Test
    void givesBackAReportThatToldNothing() {
        TaskOutcome outcome = outcome(upid(1), new TaskState.Unknown("unreadable"), VzdumpReport.NOTHING);
        record(outcome);
        assertThat(task(1)).isEqualTo(outcome);
    }

    static Stream<DatastoreReport> datastoreReports() {
        DatastoreReport bare = DatastoreReport.NOTHING;
        SortedMap<String, Long> figures = new TreeMap<>(Map.of(
                "removed-bytes", 1_288_490_188L, "odd \n name", Long.MIN_VALUE, "", 0L, "blank ", Long.MAX_VALUE));
        String odd = "a\\b\nc\\n\r\u0000 'x' \u2028 \uD83D\uDE00 \\";
        return Stream.of(
                bare,
                new DatastoreReport(
                        "vault", "a/b", "s-offsite", true, "found 0 groups to sync", "2 GiB", List.of("one"), figures),
                new DatastoreReport("", "", "", false, "", "", List.of("", "", " two "), new TreeMap<>()),
                new DatastoreReport(
                        odd, odd, odd, true, odd, odd, List.of(odd, "x", odd), new TreeMap<>(Map.of(odd, -1L))),
                new DatastoreReport(" ", " ", " ", false, " ", " ", List.of(" "), new TreeMap<>(Map.of(" ", 1L))));
    }

    @ParameterizedTest
    @MethodSource("datastoreReports")
    void givesBackWhatTheLogOfABackupServerTold(DatastoreReport report) {
        TaskOutcome outcome = new TaskOutcome(upid(1), new TaskState.Ok(), EVENING, report);
        record(outcome);
        assertThat(task(1)).isEqualTo(outcome);
    }

    @Test
    void anUnknownEndMayBeBetterDescribedByABackupServer() {
        DatastoreReport told =
                new DatastoreReport("vault", "", null, false, null, "", List.of(), new TreeMap<>(Map.of("groups", 3L)));
        record(new TaskOutcome(upid(1), new TaskState.Unknown("gone"), EVENING, DatastoreReport.NOTHING));
        TaskOutcome better = new TaskOutcome(upid(1), new TaskState.Unknown("gone"), EVENING, told);
        assertThat(record(better)).isTrue();
        assertThat(task(1)).isEqualTo(better);
    }

    @Test
    void keepsTheSourceThatSawATaskFirst() {
        assertThat(read((Entries entries) -> entries.tasks().sourceOf(upid(1)))).isEmpty();
        doWrite(entries -> {
            entries.tasks().record(outcome(1, new TaskState.Running()), "cluster", EVENING);
            entries.tasks().record(outcome(1, new TaskState.Ok()), "local", EVENING);
        });
        assertThat(task(1).state()).isEqualTo(new TaskState.Ok());
        assertThat(read((Entries entries) -> entries.tasks().sourceOf(upid(1)))).contains("cluster");
    }

    @Test
    void givesASourceToATaskThatHadNone() {
        doWrite(entries -> {
            entries.tasks().record(outcome(1, new TaskState.Running()), "", EVENING);
            entries.tasks().record(outcome(1, new TaskState.Ok()), "local", EVENING);
        });
        assertThat(read((Entries entries) -> entries.tasks().sourceOf(upid(1)))).contains("local");
    }

    @Test
    void goesThroughTheTasksOfOneSource() {
        doWrite(entries -> {
            entries.tasks().record(outcome(3, new TaskState.Ok()), "cluster", EVENING);
            entries.tasks().record(outcome(2, new TaskState.Ok()), "local", EVENING);
            entries.tasks().record(outcome(1, new TaskState.Ok()), "cluster", EVENING);
        });
        List<Upid> seen = read(entries -> {
            List<Upid> all = new ArrayList<>();
            entries.tasks().each("cluster", "vzdump", (source, outcome) -> all.add(outcome.upid()));
            return all;
        });
        assertThat(seen).containsExactly(upid(1), upid(3));
    }

    @Test
    void namesTheTasksOfATypeThatHaveNotEnded() {
        Upid elsewhere = upid("pve2", 1, "vzdump");
        record(outcome(4, new TaskState.Running()));
        record(outcome(3, new TaskState.Unknown("gone")));
        record(outcome(2, new TaskState.Ok()));
        record(outcome(elsewhere, new TaskState.Running(), VzdumpReport.NOTHING));
        record(outcome(upid("pve1", 5, "qmstart"), new TaskState.Running(), VzdumpReport.NOTHING));
        assertThat(read((Entries entries) -> entries.tasks().unfinished("vzdump")))
                .extracting(TaskOutcome::upid)
                .containsExactly(elsewhere, upid(4));
        assertThat(read((Entries entries) -> entries.tasks().runningOn("pve1", "vzdump")))
                .containsExactly(outcome(4, new TaskState.Running()));
    }

    @Test
    void aTaskThatEndedIsNotUnfinishedAnyMore() {
        record(outcome(1, new TaskState.Running()));
        record(outcome(1, new TaskState.Ok()));
        assertThat(read((Entries entries) -> entries.tasks().unfinished("vzdump")))
                .isEmpty();
    }

    @Test
    void aRunningTaskMayEnd() {
        record(outcome(upid(1), new TaskState.Running(), VzdumpReport.NOTHING));
        assertThat(record(outcome(1, new TaskState.Ok()))).isTrue();
        assertThat(task(1)).isEqualTo(outcome(1, new TaskState.Ok()));
    }

    @Test
    void anEndedTaskDoesNotRunAgain() {
        record(outcome(1, new TaskState.Unknown("gone")));
        assertThat(record(outcome(1, new TaskState.Running()))).isFalse();
        assertThat(task(1).state()).isEqualTo(new TaskState.Unknown("gone"));
    }

    @Test
    void anUnknownEndMayBecomeKnown() {
        record(outcome(1, new TaskState.Unknown("gone")));
        assertThat(record(outcome(1, new TaskState.Failed("job errors")))).isTrue();
        assertThat(task(1).state()).isEqualTo(new TaskState.Failed("job errors"));
    }

    @Test
    void anUnknownEndMayBecomeBetterDescribed() {
        record(outcome(upid(1), new TaskState.Unknown("gone"), report(guest(101))));
        TaskOutcome better = outcome(upid(1), new TaskState.Unknown("gone"), report(guest(101), guest(102)));
        assertThat(record(better)).isTrue();
        assertThat(task(1)).isEqualTo(better);
    }

    @Test
    void aKnownEndNeverChanges() {
        record(outcome(1, new TaskState.Failed("job errors")));
        assertThat(record(outcome(1, new TaskState.Ok()))).isFalse();
        assertThat(record(outcome(1, new TaskState.Unknown("gone")))).isFalse();
        assertThat(task(1).state()).isEqualTo(new TaskState.Failed("job errors"));
    }

    @Test
    void theGuestsOfABetterReportReplaceTheOthers() {
        record(outcome(upid(1), new TaskState.Unknown("gone"), report(guest(101), guest(102))));
        record(outcome(upid(1), new TaskState.Ok(), report(guest(103))));
        assertThat(task(1).report().guests()).containsExactly(guest(103));
    }

    @Test
    void goesThroughTheTasksOfATypeInTheOrderOfTheirStart() {
        record(outcome(3, new TaskState.Ok()));
        record(outcome(1, new TaskState.Failed("x")));
        record(outcome(2, new TaskState.Running()));
        record(outcome(upid("pve1", 4, "qmstart"), new TaskState.Ok(), VzdumpReport.NOTHING));
        List<Upid> seen = read(entries -> {
            List<Upid> all = new ArrayList<>();
            entries.tasks().each(null, "vzdump", (source, outcome) -> all.add(outcome.upid()));
            return all;
        });
        assertThat(seen).containsExactly(upid(1), upid(2), upid(3));
        assertThat(read((Entries entries) -> entries.tasks().count())).isEqualTo(4);
    }

    @Test
    void theConsumerOfTasksMayWrite() {
        doWrite(entries -> {
            entries.tasks().record(outcome(1, new TaskState.Ok()), "local", EVENING);
            entries.tasks().record(outcome(2, new TaskState.Ok()), "local", EVENING);
            entries.tasks().each(null, "vzdump", (source, task) -> {
                entries.tasks().task(task.upid());
                entries.runs().record(run("nightly", (int) task.upid().pid(), allClear()));
            });
        });
        assertThat(read((Entries entries) -> entries.runs().newest("nightly", 9)))
                .hasSize(2);
    }

    @Test
    void keepsTheFirstJobToldOfATask() {
        assertThat(write((Entries entries) -> entries.tasks().assign(upid(1), "backup-1")))
                .isTrue();
        assertThat(write((Entries entries) -> entries.tasks().assign(upid(1), "backup-1")))
                .isFalse();
        assertThat(write((Entries entries) -> entries.tasks().assign(upid(1), "backup-2")))
                .isFalse();
        assertThat(read((Entries entries) -> entries.tasks().jobOf(upid(1)))).contains("backup-1");
        assertThat(read((Entries entries) -> entries.tasks().jobOf(upid(2)))).isEmpty();
    }

    static Stream<Verdict> verdicts() {
        return Stream.of(
                allClear(),
                failed("one"),
                new Verdict.Incomplete(List.of("guests 301, 302 belong to another node", "two")),
                new Verdict.Empty(List.of("nothing")),
                new Verdict.Missed(List.of("it did not take place")),
                failed("a\nb", "c\\nd", "\\", "\\\\n\n", "\r\u0085\u2028", "", "e\u0000f"));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void givesBackARunWithEachVerdict(Verdict verdict) {
        RunRow run = run("nightly", 1, verdict);
        assertThat(write((Entries entries) -> entries.runs().record(run))).isTrue();
        assertThat(read((Entries entries) -> entries.runs().run("nightly", run.run())))
                .contains(run);
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void seesNothingNewInTheSameVerdict(Verdict verdict) {
        doWrite(entries -> entries.runs().record(run("nightly", 1, verdict)));
        assertThat(write((Entries entries) -> entries.runs().record(run("nightly", 1, verdict))))
                .isFalse();
    }

    @Test
    void seesNothingNewInADurationFinerThanItKeeps() {
        RunRow run = run("nightly", 1, new Verdict.AllClear(1, 0, Duration.ofNanos(1_234_567_891), List.of("ok")));
        doWrite(entries -> entries.runs().record(run));
        assertThat(write((Entries entries) -> entries.runs().record(run))).isFalse();
    }

    @Test
    void takesAnotherVerdictForARun() {
        doWrite(entries -> entries.runs().record(run("nightly", 1, failed("gone"))));
        assertThat(write((Entries entries) -> entries.runs().record(run("nightly", 1, allClear()))))
                .isTrue();
        assertThat(read((Entries entries) -> entries.runs().newest("nightly", 9)))
                .containsExactly(run("nightly", 1, allClear()));
    }

    @Test
    void keepsWhetherARunWasLearned() {
        RunRow known = run("nightly", 1, allClear());
        RunRow learned = new RunRow(
                "nightly", known.run(), allClear(), known.started(), known.ended(), known.judgedAt(), true, "rule");
        doWrite(entries -> entries.runs().record(learned));
        assertThat(read((Entries entries) -> entries.runs().run("nightly", known.run())))
                .contains(learned);
    }

    @Test
    void givesTheNewestRunsOfAHeartbeatFirst() {
        doWrite(entries -> {
            entries.runs().record(run("nightly", 2, allClear()));
            entries.runs().record(run("nightly", 3, allClear()));
            entries.runs().record(run("nightly", 1, allClear()));
            entries.runs().record(run("other", 4, allClear()));
        });
        assertThat(read((Entries entries) -> entries.runs().newest("nightly", 2)))
                .containsExactly(run("nightly", 3, allClear()), run("nightly", 2, allClear()));
    }

    @Test
    void tellsHowLongTheNewestAllClearRunsTook() {
        doWrite(entries -> {
            for (int minutes : List.of(1, 3, 2)) {
                entries.runs()
                        .record(run(
                                "nightly",
                                minutes,
                                new Verdict.AllClear(1, 0, Duration.ofMinutes(minutes), List.of("ok"))));
            }
            entries.runs().record(run("nightly", 4, failed("x")));
            entries.runs().record(run("other", 5, allClear()));
        });
        assertThat(read((Entries entries) -> entries.runs().durations("nightly", 2)))
                .containsExactly(Duration.ofMinutes(3), Duration.ofMinutes(2));
        assertThat(read((Entries entries) -> entries.runs().durations("weekly", 2)))
                .isEmpty();
    }

    @Test
    void findsTheNewestAllClearBehindFailures() {
        doWrite(entries -> {
            entries.runs().record(run("nightly", 1, allClear()));
            entries.runs().record(run("nightly", 2, allClear()));
            entries.runs().record(run("nightly", 3, failed("x")));
            entries.runs().record(run("weekly", 4, failed("x")));
        });
        assertThat(read((Entries entries) -> entries.runs().newestAllClear("nightly")))
                .contains(run("nightly", 2, allClear()));
        assertThat(read((Entries entries) -> entries.runs().newestAllClear("weekly")))
                .isEmpty();
    }

    @Test
    void aRunNeedNotBeNamedAfterATask() {
        RunRow run = new RunRow(
                "nightly", "due 2026-11-20T21:00:00Z", allClear(), EVENING, EVENING, EVENING, false, "its job");
        doWrite(entries -> entries.runs().record(run));
        assertThat(read((Entries entries) -> entries.runs().newest("nightly", 1)))
                .containsExactly(run);
    }

    @Test
    void takesBackOneRunOfOneHeartbeat() {
        doWrite(entries -> {
            entries.runs().record(run("nightly", 1, allClear()));
            entries.runs().record(run("other", 1, allClear()));
            entries.runs().remove("nightly", upid(1).toString());
        });
        assertThat(read((Entries entries) -> entries.runs().newest("nightly", 9)))
                .isEmpty();
        assertThat(read((Entries entries) -> entries.runs().newest("other", 9))).hasSize(1);
    }

    @Test
    void remembersThatAHistoryWasLearned() {
        assertThat(read((Entries entries) -> entries.runs().learned("nightly"))).isFalse();
        doWrite(entries -> entries.runs().markLearned("nightly", EVENING));
        doWrite(entries -> entries.runs().markLearned("nightly", Instant.EPOCH));
        assertThat(read((Entries entries) -> entries.runs().learned("nightly"))).isTrue();
        assertThat(read((Entries entries) -> entries.runs().learned("other"))).isFalse();
    }
}
