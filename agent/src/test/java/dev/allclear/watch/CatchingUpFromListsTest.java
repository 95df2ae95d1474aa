package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PVE's lists tell of tasks that ended while nobody watched. */
class CatchingUpFromListsTest {
    private static final TaskState OK = new TaskState.Ok();

    private PveHost host;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        task = host.newTask();
    }

    private void list(String name, String line) throws IOException {
        Files.writeString(host.tasks.resolve(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<TaskState> states() throws InterruptedException {
        host.lookOnce();
        return host.states();
    }

    @Test
    void letsTheLogDecideAgainstTheIndex() throws Exception {
        host.write(task, "TASK ERROR: job errors\n");
        list("index", task + " 6A8790D9 OK");

        assertThat(states()).containsExactly(new TaskState.Failed("job errors"));
    }

    @Test
    void letsTheLogDecideAgainstUnexpectedStatus() throws Exception {
        host.write(task, "TASK OK\n");
        list("index", task + " 6A8790D9 unexpected status");

        assertThat(states()).containsExactly(OK);
    }

    @Test
    void aCopiedLogHasTheEndThatTheListKnows() throws Exception {
        host.write(task, "TASK OK\n");
        Instant noted = task.started().plusSeconds(90);
        list("index", task + " " + String.format(Locale.ROOT, "%08X", noted.getEpochSecond()) + " OK");

        host.lookOnce();
        assertThat(host.outcomes()).extracting(TaskOutcome::ended).containsExactly(noted);
    }

    @Test
    void provesNothingByAnOkWithoutALog() throws Exception {
        list("index", task + " 6A8790D9 OK");

        assertThat(states())
                .containsExactly(
                        new TaskState.Unknown("the task list says OK, but its log is gone, so nothing is proven"));
    }

    @Test
    void believesAFailureWithoutALog() throws Exception {
        list("index", task + " 6A8790D9 interrupted by signal");

        assertThat(states()).containsExactly(new TaskState.Failed("interrupted by signal"));
        assertThat(host.outcomes()).extracting(TaskOutcome::ended).containsExactly(Instant.ofEpochSecond(0x6A8790D9L));
    }

    @Test
    void findsATaskThatNeverReachedTheIndex() throws Exception {
        host.write(task, "TASK OK\n");

        assertThat(states()).containsExactly(OK);
    }

    @Test
    void findsATaskThatIsStillListedAsRunning() throws Exception {
        host.write(task, "TASK OK\n");
        list("active", task + " 0");

        assertThat(states()).containsExactly(OK);
    }

    @Test
    void saysUnknownOfATaskListedAsRunningOfWhichNothingIsLeft() throws Exception {
        list("active", task + " 0");

        assertThat(states())
                .containsExactly(new TaskState.Unknown("listed as running, but it has neither a log nor a worker"));
    }

    @Test
    void saysRunningOfAListedTaskWhoseWorkerLives() throws Exception {
        host.lives(task);
        list("active", task + " 0");

        assertThat(states()).isEmpty();
        assertThat(host.running()).containsExactly(task);
    }

    @Test
    void findsATaskThatOnlyTheOlderIndexHas() throws Exception {
        list("index.1", task + " 6A8790D9 job errors");

        assertThat(states()).containsExactly(new TaskState.Failed("job errors"));
    }

    @Test
    void seesATaskOnceThatIsEverywhere() throws Exception {
        host.write(task, "TASK OK\n");
        list("index.1", task + " 6A8790D9 OK");
        list("index", task + " 6A8790DF OK");
        list("index", task + " 6A8790DF OK");
        list("active", task + " 1 6A8790D9 OK");

        assertThat(states()).containsExactly(OK);
    }

    @Test
    void asksTheListsAboutATaskWhoseLogVanished() throws Exception {
        OpenTasks tasks = host.openTasks();
        host.lives(task);
        host.write(task, "INFO: starting\n");
        tasks.appeared(task, host.log(task), false);
        Files.delete(host.log(task));
        host.dies(task);
        tasks.changed(task.toString(), false);
        host.pass(PveHost.GRACE);
        tasks.lookAtDue();
        tasks.listed(
                TaskLists.parse(TaskLayout.PVE, task + " 6A8790D9 job errors").orElseThrow(), host.log(task), false);

        assertThat(host.states()).hasSize(2).endsWith(new TaskState.Failed("job errors"));
    }

    @Test
    void doesNotRepeatThatNothingIsProven() throws Exception {
        OpenTasks tasks = host.openTasks();
        tasks.listed(
                TaskLists.parse(TaskLayout.PVE, task + " 6A8790D9 unexpected status")
                        .orElseThrow(),
                host.log(task),
                false);
        tasks.listed(TaskLists.parse(TaskLayout.PVE, task + " 6A8790D9 OK").orElseThrow(), host.log(task), false);

        assertThat(host.states()).containsExactly(new TaskState.Unknown("unexpected status"));
    }

    @Test
    void readsTheLogOfAListedTaskWhenItComesBack() throws Exception {
        OpenTasks tasks = host.openTasks();
        tasks.listed(TaskLists.parse(TaskLayout.PVE, task + " 6A8790D9 OK").orElseThrow(), host.log(task), false);
        host.write(task, "TASK OK\n");
        tasks.lookAtAll();

        assertThat(host.states()).hasSize(2).endsWith(OK);
    }
}
