package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenTasksTest {
    private static final TaskState OK = new TaskState.Ok();
    private static final TaskState UNEXPECTED = new TaskState.Unknown("unexpected status");

    private PveHost host;
    private OpenTasks tasks;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        tasks = host.openTasks();
        task = host.newTask();
    }

    private void appears() throws InterruptedException {
        tasks.appeared(task, host.log(task), false);
    }

    private void changes() throws InterruptedException {
        tasks.changed(task.toString(), false);
    }

    private void passes(Duration time) throws InterruptedException {
        host.pass(time);
        tasks.lookAtDue();
    }

    private void runs() throws Exception {
        host.lives(task);
        host.write(task, "INFO: starting\n");
        appears();
    }

    @Test
    void saysOnceThatATaskRuns() throws Exception {
        runs();
        changes();
        passes(Duration.ofSeconds(3));
        tasks.lookAtAll();

        assertThat(host.running()).containsExactly(task);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void saysAtOnceThatATaskEnded() throws Exception {
        runs();
        host.write(task, "TASK OK\n");
        host.dies(task);
        changes();

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void handsOverTheLogOfWhatJustEnded() throws Exception {
        runs();
        host.write(task, "TASK OK\n");
        host.dies(task);
        changes();

        assertThat(host.seen).contains(new Sighting.Ended(host.outcomes().get(0), "INFO: starting\nTASK OK\n"));
    }

    @Test
    void keepsNoLogOfWhatEndedLongAgo() throws Exception {
        host.write(task, "TASK OK\n");
        Files.setLastModifiedTime(host.log(task), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        appears();

        assertThat(host.seen).contains(new Sighting.Ended(host.outcomes().get(0), ""));
    }

    @Test
    void doesNotAnnounceATaskThatEndedBeforeItWasSeen() throws Exception {
        host.write(task, "TASK OK\n");
        appears();

        assertThat(host.running()).isEmpty();
        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void saysItOnceHoweverOftenItIsSeen() throws Exception {
        runs();
        host.write(task, "TASK OK\n");
        host.dies(task);
        changes();
        changes();
        tasks.lookAtAll();
        passes(Duration.ofMinutes(1));

        assertThat(host.outcomes()).hasSize(1);
    }

    @Test
    void waitsForAWorkerThatLivesAfterTheFinalLine() throws Exception {
        runs();
        host.write(task, "TASK OK\n");
        changes();
        assertThat(host.outcomes()).isEmpty();

        host.dies(task);
        passes(Duration.ofMillis(1));

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void believesNoFinalLineAsLongAsTheWorkerLives() throws Exception {
        runs();
        host.write(task, "TASK OK\n");
        changes();
        for (int i = 0; i < 20; i++) {
            passes(PveHost.GRACE);
        }
        assertThat(host.outcomes()).isEmpty();

        host.dies(task);
        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void believesNoFinalLineOfALivingWorkerThatItFindsAtTheStart() throws Exception {
        host.lives(task);
        host.write(task, "TASK OK\n");
        tasks.appeared(task, host.log(task), true);
        passes(PveHost.GRACE.multipliedBy(2));
        assertThat(host.outcomes()).isEmpty();

        host.dies(task);
        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void isNotFooledByAFinalLineInTheMiddle() throws Exception {
        runs();
        host.write(task, "TASK OK\n");
        changes();
        host.write(task, "INFO: that was a guest's output\n");
        changes();
        passes(PveHost.GRACE.multipliedBy(2));
        assertThat(host.outcomes()).isEmpty();

        host.write(task, "TASK ERROR: job errors\n");
        host.dies(task);
        changes();

        assertThat(host.states()).containsExactly(new TaskState.Failed("job errors"));
    }

    @Test
    void readsWhatTheWorkerWroteWhileItWasLookedFor() throws Exception {
        host.lives(task);
        host.write(task, "INFO: starting\nTASK OK\n");
        appears();
        host.write(task, "INFO: not yet\n");
        host.dies(task);
        passes(Duration.ofMillis(1));
        assertThat(host.outcomes()).isEmpty();

        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(UNEXPECTED);
    }

    @Test
    void saysOnlyWhatALingeringWorkerWroteLast() throws Exception {
        runs();
        host.write(task, "TASK OK\n");
        changes();
        passes(PveHost.GRACE);
        host.write(task, "TASK ERROR: job errors\n");
        host.dies(task);
        changes();

        assertThat(host.states()).containsExactly(new TaskState.Failed("job errors"));
    }

    @Test
    void waitsForTheFinalLineWhenTheWorkerIsGone() throws Exception {
        runs();
        host.dies(task);
        passes(Duration.ofSeconds(2));
        host.write(task, "TASK WARNINGS: 2\n");
        changes();

        assertThat(host.states()).containsExactly(new TaskState.Warnings(2));
    }

    @Test
    void findsTheFinalLineEvenIfItsEventWasLost() throws Exception {
        runs();
        host.dies(task);
        passes(Duration.ofSeconds(2));
        host.write(task, "TASK OK\n");
        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void saysUnexpectedStatusAfterTheGrace() throws Exception {
        runs();
        host.dies(task);
        passes(Duration.ofSeconds(2));
        passes(PveHost.GRACE.minusMillis(1));
        assertThat(host.outcomes()).isEmpty();

        passes(Duration.ofMillis(1));

        assertThat(host.states()).containsExactly(UNEXPECTED);
    }

    @Test
    void doesNotJudgeAHalfFinalLine() throws Exception {
        runs();
        host.write(task, "TASK O");
        host.dies(task);
        passes(Duration.ofSeconds(2));
        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(UNEXPECTED);
    }

    @Test
    void takesAFinalLineWithoutItsNewlineOnlyAfterTheGrace() throws Exception {
        runs();
        host.write(task, "TASK OK");
        host.dies(task);
        passes(Duration.ofSeconds(2));
        passes(PveHost.GRACE.minusMillis(1));
        assertThat(host.outcomes()).isEmpty();

        passes(Duration.ofMillis(1));

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void noticesTheDeathOfAQuietWorkerWithinTwoSeconds() throws Exception {
        runs();

        assertThat(tasks.due(Long.MAX_VALUE) - 1_000_000_000L)
                .isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void hasNothingDueWhenNoTaskIsOpen() throws Exception {
        host.write(task, "TASK OK\n");
        appears();

        assertThat(tasks.due(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void hasNothingDueForAnOutcomeThatIsUnknown() throws Exception {
        host.write(task, "INFO: starting\n");
        appears();
        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(UNEXPECTED);
        assertThat(tasks.due(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesAFinalLineThatComesLate() throws Exception {
        host.write(task, "INFO: starting\n");
        appears();
        passes(PveHost.GRACE);
        host.write(task, "TASK OK\n");
        changes();

        assertThat(host.states()).containsExactly(UNEXPECTED, OK);
    }

    @Test
    void takesAFinalLineThatComesLateWithoutAnEvent() throws Exception {
        host.write(task, "INFO: starting\n");
        appears();
        passes(PveHost.GRACE);
        host.write(task, "TASK OK\n");
        tasks.lookAtAll();

        assertThat(host.states()).containsExactly(UNEXPECTED, OK);
    }

    @Test
    void saysUnexpectedStatusOnlyOnce() throws Exception {
        host.write(task, "INFO: starting\n");
        appears();
        passes(PveHost.GRACE);
        host.write(task, "INFO: more\n");
        changes();
        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(UNEXPECTED);
    }

    @Test
    void givesNoGraceToALogThatWasQuietForLong() throws Exception {
        host.write(task, "INFO: starting\n");
        host.age(task);
        tasks.appeared(task, host.log(task), true);

        assertThat(host.states()).containsExactly(UNEXPECTED);
    }

    @Test
    void givesTheGraceToALogThatWasWrittenJustNow() throws Exception {
        host.write(task, "INFO: starting\n");
        tasks.appeared(task, host.log(task), true);

        assertThat(host.outcomes()).isEmpty();
        assertThat(host.running()).containsExactly(task);
    }

    @Test
    void saysThatALogVanished() throws Exception {
        runs();
        Files.delete(host.log(task));
        changes();
        assertThat(host.outcomes()).isEmpty();
        host.dies(task);
        passes(Duration.ofSeconds(2));
        passes(PveHost.GRACE);

        assertThat(host.states())
                .containsExactly(new TaskState.Unknown("log vanished before the task ended, so nothing is proven"));
    }

    @Test
    void readsALogThatComesBack() throws Exception {
        runs();
        Files.delete(host.log(task));
        host.dies(task);
        changes();
        passes(PveHost.GRACE);
        host.write(task, "INFO: starting\nTASK OK\n");
        tasks.changed(task.toString(), true);

        assertThat(host.states()).hasSize(2).endsWith(OK);
    }

    @Test
    void staysSilentWhenPveRemovesTheLogOfAnUnknownTask() throws Exception {
        host.write(task, "INFO: starting\n");
        appears();
        passes(PveHost.GRACE);
        Files.delete(host.log(task));
        changes();

        assertThat(host.states()).containsExactly(UNEXPECTED);
        assertThat(tasks.knows(task.toString())).isFalse();
    }

    @Test
    void saysNothingOfALogThatPveRemovedBeforeItWasRead() throws Exception {
        appears();

        assertThat(host.seen).isEmpty();
        assertThat(tasks.knows(task.toString())).isFalse();
    }

    @Test
    void readsALogAnewThatWasTruncated() throws Exception {
        host.lives(task);
        host.write(task, "INFO: a line that is longer than what comes\nINFO: and another\n");
        appears();
        Files.writeString(host.log(task), "INFO: a\nTASK OK\n");
        host.dies(task);
        changes();

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void readsALogAnewThatWasCreatedAgainWithMoreInIt() throws Exception {
        host.lives(task);
        host.write(task, "INFO: one\nTASK OK");
        appears();
        Files.writeString(host.log(task), "INFO: another file of the same number\nTASK OK\n");
        host.dies(task);
        tasks.changed(task.toString(), true);

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void saysOnceWhichRightIsMissing() throws Exception {
        host.denied = true;
        runs();
        Upid other = host.newTask();
        host.write(other, "TASK OK\n");
        tasks.appeared(other, host.log(other), false);
        tasks.lookAtAll();

        assertThat(host.problems("task logs in " + host.tasks))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains(
                                "permission denied",
                                "www-data:root",
                                "0640",
                                "SupplementaryGroups=",
                                host.log(task).toString()));
    }

    @Test
    void saysUnknownOfAnEndedTaskWhoseLogItMayNotRead() throws Exception {
        host.denied = true;
        host.write(task, "TASK OK\n");
        appears();
        passes(PveHost.GRACE);

        assertThat(host.states()).containsExactly(new TaskState.Unknown("cannot read its log: permission denied"));
    }

    @Test
    void saysTheTruthAsSoonAsItMayRead() throws Exception {
        host.denied = true;
        host.write(task, "TASK OK\n");
        appears();
        passes(PveHost.GRACE);
        tasks.lookAtAll();
        host.denied = false;
        tasks.lookAtAll();

        assertThat(host.states()).hasSize(2).endsWith(OK);
        assertThat(host.problems("task logs in " + host.tasks)).hasSize(2).endsWith("");
    }

    @Test
    void saysOnceThatALinkIsNotRead() throws Exception {
        Files.createDirectories(host.log(task).getParent());
        Files.createSymbolicLink(host.log(task), host.jobsCfg);
        appears();
        passes(PveHost.GRACE);
        tasks.lookAtAll();

        assertThat(host.problems(host.log(task))).singleElement().asString().contains("it is a symbolic link");
        assertThat(host.states()).containsExactly(new TaskState.Unknown("cannot read its log: it is a symbolic link"));
    }

    @Test
    void saysWhenALinkIsOver() throws Exception {
        Files.createDirectories(host.log(task).getParent());
        Files.createSymbolicLink(host.log(task), host.jobsCfg);
        appears();
        passes(PveHost.GRACE);
        Files.delete(host.log(task));
        host.write(task, "TASK OK\n");
        changes();

        assertThat(host.problems(host.log(task))).hasSize(2).endsWith("");
        assertThat(host.states()).endsWith(OK);
    }

    @Test
    void takesTheLogsTimeAsTheEnd() throws Exception {
        host.write(task, "TASK OK\n");
        Instant written = task.started().plusSeconds(90);
        Files.setLastModifiedTime(host.log(task), FileTime.from(written));
        appears();

        assertThat(host.outcomes()).extracting(TaskOutcome::ended).containsExactly(written);
    }

    @Test
    void doesNotLetATaskEndBeforeItStarted() throws Exception {
        host.write(task, "TASK OK\n");
        Files.setLastModifiedTime(host.log(task), FileTime.from(task.started().minusSeconds(90)));
        appears();

        assertThat(host.outcomes()).extracting(TaskOutcome::ended).containsExactly(task.started());
    }

    @Test
    void doesNotLetATaskEndInTheFuture() throws Exception {
        task = host.newTask("vzdump", Instant.now().minusSeconds(100).getEpochSecond());
        host.write(task, "TASK OK\n");
        Files.setLastModifiedTime(host.log(task), FileTime.from(Instant.now().plusSeconds(86_400)));
        appears();

        assertThat(host.outcomes())
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.ended()).isBefore(Instant.now().plusSeconds(60)));
    }
}
