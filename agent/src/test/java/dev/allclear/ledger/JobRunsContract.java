package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.allClear;
import static dev.allclear.ledger.Samples.outcome;
import static dev.allclear.ledger.Samples.upid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger keeps of the runs of jobs, and of the times that nobody saw. */
abstract class JobRunsContract extends EntriesContract {
    private static final String SOURCE = "cluster";
    private static final String JOB = "backup-1";
    private static final Instant MONTH_LATER = EVENING.plus(Duration.ofDays(30));

    private static JobRun jobRun(String run, @Nullable Instant due, Instant opened) {
        return new JobRun(SOURCE, JOB, run, due, opened, false, "guests 101 102");
    }

    private static JobRun jobRun(String run, Instant opened) {
        return jobRun(run, null, opened);
    }

    private boolean open(JobRun run) {
        return write(entries -> entries.jobRuns().open(run));
    }

    private void add(String run, Upid upid) {
        doWrite(entries -> entries.jobRuns().add(SOURCE, JOB, run, upid));
    }

    private Optional<JobRun> find(String run) {
        return read(entries -> entries.jobRuns().find(SOURCE, JOB, run));
    }

    private List<TaskOutcome> tasks(String run) {
        return read(entries -> entries.jobRuns().tasks(SOURCE, JOB, run));
    }

    private Optional<String> runOf(Upid upid) {
        return read(entries -> entries.jobRuns().runOf(SOURCE, JOB, upid));
    }

    private void recordEnded(Upid upid) {
        doWrite(entries ->
                entries.tasks().record(outcome(upid, new TaskState.Ok(), Samples.report()), SOURCE, EVENING));
    }

    @Test
    void givesBackARunOfAJobAsItWasOpened() {
        JobRun scheduled = jobRun("a", EVENING, EVENING.plusMillis(1_234));
        JobRun manual = new JobRun(SOURCE, JOB, "b", null, EVENING, true, "x\u0000\n\\ü \uD83D\uDE00");
        assertThat(open(scheduled)).isTrue();
        assertThat(open(manual)).isTrue();
        assertThat(find("a")).contains(scheduled);
        assertThat(find("b")).contains(manual);
    }

    @Test
    void neverChangesWhatWasExpectedOfARun() {
        JobRun first = jobRun("a", EVENING, EVENING);
        open(first);
        assertThat(open(new JobRun(SOURCE, JOB, "a", null, MONTH_LATER, true, "less")))
                .isFalse();
        assertThat(find("a")).contains(first);
    }

    @Test
    void tellsEqualRunsOfOtherJobsAndSourcesApart() {
        JobRun otherJob = new JobRun(SOURCE, "backup-2", "a", null, EVENING, true, "2");
        JobRun otherSource = new JobRun("other", JOB, "a", null, EVENING, true, "3");
        assertThat(open(jobRun("a", EVENING))).isTrue();
        assertThat(open(otherJob)).isTrue();
        assertThat(open(otherSource)).isTrue();
        add("a", upid(1));
        assertThat(find("a")).contains(jobRun("a", EVENING));
        assertThat(read((Entries entries) -> entries.jobRuns().find(SOURCE, "backup-2", "a")))
                .contains(otherJob);
        assertThat(read((Entries entries) -> entries.jobRuns().runOf("other", JOB, upid(1))))
                .isEmpty();
        assertThat(read((Entries entries) -> entries.jobRuns().newest("other", JOB, 9)))
                .containsExactly(otherSource);
    }

    @Test
    void ordersTheRunsOfAJobByTheTimeTheyWereDueOrElseOpened() {
        JobRun dueFirst = jobRun("due first", EVENING, EVENING.plusSeconds(900));
        JobRun byHand = jobRun("by hand", EVENING.plusSeconds(60));
        JobRun dueLast = jobRun("due last", EVENING.plusSeconds(120), EVENING);
        open(byHand);
        open(dueFirst);
        open(dueLast);
        assertThat(read((Entries entries) -> entries.jobRuns().newest(SOURCE, JOB, 9)))
                .containsExactly(dueLast, byHand, dueFirst);
        assertThat(read((Entries entries) -> entries.jobRuns().newest(SOURCE, JOB, 1)))
                .containsExactly(dueLast);
    }

    @Test
    void givesTheTasksOfARunInTheOrderOfTheirStart() {
        open(jobRun("a", EVENING));
        for (int number : List.of(3, 1, 2)) {
            recordEnded(upid(number));
        }
        add("a", upid(3));
        add("a", upid(1));
        assertThat(tasks("a")).extracting(TaskOutcome::upid).containsExactly(upid(1), upid(3));
    }

    @Test
    void aTaskMayBelongToARunBeforeItIsKnown() {
        open(jobRun("a", EVENING));
        add("a", upid(1));
        assertThat(runOf(upid(1))).contains("a");
        assertThat(tasks("a")).isEmpty();
        recordEnded(upid(1));
        assertThat(tasks("a")).hasSize(1);
    }

    @Test
    void aTaskBelongsToOneRunOfAJob() {
        open(jobRun("a", EVENING));
        open(jobRun("b", EVENING));
        recordEnded(upid(1));
        add("a", upid(1));
        add("a", upid(1));
        add("b", upid(1));
        assertThat(runOf(upid(1))).contains("b");
        assertThat(tasks("a")).isEmpty();
        assertThat(tasks("b")).hasSize(1);
    }

    @Test
    void aTaskMayBelongToRunsOfTwoJobs() {
        open(jobRun("a", EVENING));
        open(new JobRun(SOURCE, "backup-2", "a", null, EVENING, false, ""));
        add("a", upid(1));
        doWrite(entries -> entries.jobRuns().add(SOURCE, "backup-2", "a", upid(1)));
        assertThat(write((Entries entries) -> entries.jobRuns().remove(SOURCE, "backup-2", upid(1))))
                .isTrue();
        assertThat(runOf(upid(1))).contains("a");
    }

    @Test
    void takesATaskOutOfItsRun() {
        open(jobRun("a", EVENING));
        recordEnded(upid(1));
        add("a", upid(1));
        assertThat(write((Entries entries) -> entries.jobRuns().remove(SOURCE, JOB, upid(1))))
                .isTrue();
        assertThat(write((Entries entries) -> entries.jobRuns().remove(SOURCE, JOB, upid(1))))
                .isFalse();
        assertThat(runOf(upid(1))).isEmpty();
        assertThat(tasks("a")).isEmpty();
    }

    @Test
    void takesNoTaskForARunThatWasNotOpened() {
        assertThatIllegalStateException().isThrownBy(() -> add("a", upid(1)));
        assertThat(runOf(upid(1))).isEmpty();
    }

    @Test
    void keepsNothingOfARunWhoseTransactionThrows() {
        assertThatIllegalStateException()
                .isThrownBy(() -> doWrite(entries -> {
                    entries.jobRuns().open(jobRun("a", EVENING));
                    entries.jobRuns().add(SOURCE, JOB, "a", upid(1));
                    entries.gaps().record(SOURCE, "pve1", EVENING, MONTH_LATER);
                    throw new IllegalStateException("on purpose");
                }));
        assertThat(find("a")).isEmpty();
        assertThat(runOf(upid(1))).isEmpty();
        assertThat(gaps(EVENING, MONTH_LATER)).isEmpty();
    }

    @Test
    void forgetsOldRunsOfAJobWithTheirTasksButNotTheNewest() {
        open(jobRun("a", EVENING));
        open(jobRun("b", EVENING.plusSeconds(1)));
        for (int number : List.of(1, 2, 3)) {
            recordEnded(upid(number));
        }
        add("a", upid(1));
        add("b", upid(2));
        assertThat(write((Entries entries) -> entries.forget(MONTH_LATER))).isEqualTo(2);
        assertThat(find("a")).isEmpty();
        assertThat(runOf(upid(1))).isEmpty();
        assertThat(find("b")).isPresent();
        assertThat(tasks("b")).extracting(TaskOutcome::upid).containsExactly(upid(2));
    }

    @Test
    void keepsTheJobOfATaskInARunThatIsKept() {
        open(jobRun("a", EVENING));
        recordEnded(upid(1));
        add("a", upid(1));
        doWrite(entries -> entries.tasks().assign(upid(1), JOB));
        doWrite(entries -> entries.forget(MONTH_LATER));
        assertThat(read((Entries entries) -> entries.tasks().jobOf(upid(1)))).contains(JOB);
    }

    @Test
    void theNewestRunToKeepIsTheOneThatWasDueLast() {
        open(jobRun("due last", EVENING.plusSeconds(60), EVENING));
        open(jobRun("opened last", EVENING, EVENING.plusSeconds(900)));
        doWrite(entries -> entries.forget(MONTH_LATER));
        assertThat(find("due last")).isPresent();
        assertThat(find("opened last")).isEmpty();
    }

    @Test
    void forgetsNoRunOfAJobThatWasOpenedDueOrBusyLater() {
        open(jobRun("opened", EVENING.minusSeconds(900), EVENING));
        open(jobRun("due", EVENING, EVENING.minusSeconds(900)));
        open(jobRun("busy", EVENING.minusSeconds(900)));
        open(jobRun("old", EVENING.minusSeconds(900)));
        open(jobRun("newest", EVENING.plusSeconds(900)));
        recordEnded(upid(1));
        add("busy", upid(1));
        doWrite(entries -> entries.forget(EVENING));
        assertThat(read((Entries entries) -> entries.jobRuns().newest(SOURCE, JOB, 9)))
                .extracting(JobRun::run)
                .containsExactlyInAnyOrder("opened", "due", "busy", "newest");
    }

    @Test
    void keepsTheRunOfAJobAndItsTasksForTheNewestRunOfAHeartbeat() {
        open(jobRun("a", EVENING));
        open(jobRun("b", EVENING.plusSeconds(1)));
        recordEnded(upid(1));
        add("a", upid(1));
        doWrite(entries -> {
            entries.runs().record(new RunRow("nightly", "a", allClear(), EVENING, EVENING, EVENING, false, "its job"));
            entries.forget(MONTH_LATER);
        });
        assertThat(find("a")).isPresent();
        assertThat(tasks("a")).hasSize(1);
    }

    private List<Gap> gaps(Instant from, Instant to) {
        return read(entries -> entries.gaps().overlapping(SOURCE, from, to));
    }

    private boolean recordGap(String node, Instant from, Instant to) {
        return write(entries -> entries.gaps().record(SOURCE, node, from, to));
    }

    @Test
    void findsTheGapsOfASourceThatTouchATime() {
        Instant end = EVENING.plusSeconds(60);
        recordGap("pve2", EVENING, end);
        recordGap("pve1", EVENING, end);
        recordGap("pve1", EVENING.minusSeconds(60), EVENING.minusSeconds(30));
        doWrite(entries -> entries.gaps().record("other", "pve1", EVENING, end));
        Gap one = new Gap(SOURCE, "pve1", EVENING, end);
        Gap two = new Gap(SOURCE, "pve2", EVENING, end);
        assertThat(gaps(EVENING.minusSeconds(9), EVENING)).containsExactly(one, two);
        assertThat(gaps(EVENING.plusSeconds(9), EVENING.plusSeconds(10))).containsExactly(one, two);
        assertThat(gaps(end.minusMillis(1), MONTH_LATER)).containsExactly(one, two);
        assertThat(gaps(EVENING.minusSeconds(9), EVENING.minusMillis(1))).isEmpty();
        assertThat(gaps(end, MONTH_LATER)).isEmpty();
    }

    @Test
    void keepsAGapOnce() {
        assertThat(recordGap("pve1", EVENING, MONTH_LATER)).isTrue();
        assertThat(recordGap("pve1", EVENING, MONTH_LATER)).isFalse();
        assertThat(gaps(EVENING, MONTH_LATER)).hasSize(1);
    }

    @Test
    void keepsNoGapWithoutALength() {
        assertThat(recordGap("pve1", EVENING, EVENING)).isFalse();
        assertThat(recordGap("pve1", MONTH_LATER, EVENING)).isFalse();
        assertThat(gaps(Instant.EPOCH, MONTH_LATER)).isEmpty();
    }

    @Test
    void forgetsGapsThatEndedLongAgo() {
        recordGap("pve1", EVENING.minusSeconds(9), EVENING.minusSeconds(1));
        recordGap("pve2", EVENING.minusSeconds(9), EVENING);
        doWrite(entries -> entries.forget(EVENING));
        assertThat(gaps(Instant.EPOCH, MONTH_LATER)).extracting(Gap::node).containsExactly("pve2");
    }
}
