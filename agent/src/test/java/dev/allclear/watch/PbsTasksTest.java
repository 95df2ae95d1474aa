package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a task of a backup server runs, and when it has ended. */
class PbsTasksTest {
    private static final TaskState OK = new TaskState.Ok();
    private static final String FIRST = "2026-08-21T03:00:00+02:00: starting garbage collection on store store0\n";
    private static final String FINAL = "2026-08-21T03:22:41+02:00: TASK OK\n";

    private PbsHost host;
    private OpenTasks tasks;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PbsHost(root);
        tasks = host.openTasks();
        task = host.newTask();
        host.lives(task);
    }

    private void appears() throws InterruptedException {
        tasks.appeared(task, host.log(task), false);
    }

    private void passes(Duration time) throws InterruptedException {
        host.pass(time);
        tasks.lookAtDue();
    }

    private void runs() throws Exception {
        host.active(task);
        host.write(task, FIRST);
        appears();
    }

    @Test
    void endsWithItsFinalLineAlthoughTheDaemonLivesOn() throws Exception {
        runs();
        host.write(task, FINAL);
        tasks.changed(task.toString(), false);

        assertThat(host.running()).containsExactly(task);
        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void endedWhenItsFinalLineSays() throws Exception {
        runs();
        host.write(task, FINAL);
        host.age(task);
        tasks.changed(task.toString(), false);

        assertThat(host.outcomes().get(0).ended()).isEqualTo(Instant.parse("2026-08-21T01:22:41Z"));
    }

    @Test
    void runsWhileItIsListedHoweverQuietItIs() throws Exception {
        runs();
        host.age(task);
        for (int i = 0; i < 10; i++) {
            passes(Duration.ofMinutes(10));
        }

        assertThat(host.running()).containsExactly(task);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void runsFromItsLogOnBeforeItIsListed() throws Exception {
        host.write(task, FIRST);
        appears();
        host.active(task);
        passes(ProxmoxHost.GRACE);
        passes(ProxmoxHost.GRACE.multipliedBy(3));

        assertThat(host.running()).containsExactly(task);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void isUnknownWhenItsDaemonIsGone() throws Exception {
        runs();
        host.dies(task);
        passes(Duration.ofSeconds(2));
        assertThat(host.outcomes()).isEmpty();
        passes(ProxmoxHost.GRACE);

        assertThat(host.states()).singleElement().isInstanceOf(TaskState.Unknown.class);
    }

    @Test
    void isUnknownWhenItWasTakenOffTheListWithoutAFinalLine() throws Exception {
        runs();
        host.active();
        passes(Duration.ofSeconds(2));
        passes(ProxmoxHost.GRACE);

        assertThat(host.states()).singleElement().isInstanceOf(TaskState.Unknown.class);
        assertThat(host.outcomes().get(0).ended()).isEqualTo(Instant.parse("2026-08-21T01:00:00Z"));
    }

    @Test
    void isUnknownWhenANewDaemonHasTheOldOnesNumber() throws Exception {
        runs();
        host.stat(task, 'S', task.pstart() + 1);
        passes(Duration.ofSeconds(2));
        passes(ProxmoxHost.GRACE);

        assertThat(host.states()).singleElement().isInstanceOf(TaskState.Unknown.class);
    }

    @Test
    void endsWithItsFinalLineAlthoughItIsStillListed() throws Exception {
        host.active(task);
        host.write(task, FIRST + FINAL);
        appears();

        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void isOkAfterAllWhenTheFinalLineComesLate() throws Exception {
        runs();
        host.active();
        passes(Duration.ofSeconds(2));
        passes(ProxmoxHost.GRACE);
        host.write(task, FINAL);
        tasks.changed(task.toString(), false);

        assertThat(host.states()).hasSize(2).endsWith(OK);
    }

    @Test
    void runsWhileNobodyCanTellWhetherItIsListed() throws Exception {
        Files.delete(host.tasks.resolve("active"));
        Files.createDirectory(host.tasks.resolve("active"));
        host.write(task, FIRST);
        appears();
        passes(ProxmoxHost.GRACE.multipliedBy(2));
        passes(ProxmoxHost.GRACE.multipliedBy(2));

        assertThat(host.running()).containsExactly(task);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void isUnknownAtOnceWhenItWasLostLongAgo() throws Exception {
        host.write(task, FIRST);
        host.age(task);
        tasks.appeared(task, host.log(task), true);

        assertThat(host.states()).singleElement().isInstanceOf(TaskState.Unknown.class);
    }
}
