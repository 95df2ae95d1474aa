package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDirectoryTest {
    private static final TaskState OK = new TaskState.Ok();

    private PveHost host;
    private Upid task;
    private @Nullable TaskDirectory watched;
    private @Nullable Thread watcher;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        task = host.newTask();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (watched != null && watcher != null) {
            watched.close();
            watcher.join(5000);
            assertThat(watcher.isAlive()).isFalse();
        }
    }

    private void start() {
        start(upid -> host.settled.contains(upid.toString()), DirectoryWatch.open());
        await().until(() -> host.seen.contains(new Sighting.CaughtUp()));
    }

    private Thread start(Remembered settled, DirectoryWatch events) {
        watched = new TaskDirectory(host.eyes(System::nanoTime), settled, events);
        watcher = new Thread(watched, "watch tasks");
        watcher.start();
        return watcher;
    }

    private void awaitStates(TaskState... states) {
        await().untilAsserted(() -> assertThat(host.states()).containsExactly(states));
    }

    @Test
    void followsATaskFromItsFirstLineToItsLast() throws Exception {
        start();
        host.lives(task);
        host.write(task, "");
        await().until(() -> host.running().contains(task));
        host.write(task, "INFO: starting\n");
        host.write(task, "TASK OK\n");
        host.dies(task);

        awaitStates(OK);
    }

    @Test
    void seesATaskInASubdirectoryThatExistedBefore() throws Exception {
        Files.createDirectories(host.log(task).getParent());
        start();
        host.write(task, "TASK OK\n");

        awaitStates(OK);
    }

    @Test
    void seesATaskThatLingers() throws Exception {
        host.grace = Duration.ofMinutes(5);
        start();
        host.lives(task);
        host.write(task, "TASK OK\n");
        await().until(() -> host.running().contains(task));
        host.dies(task);

        awaitStates(OK);
    }

    @Test
    void seesAWorkerDieWithoutAFinalLine() throws Exception {
        host.grace = Duration.ofMillis(50);
        start();
        host.lives(task);
        host.write(task, "INFO: starting\n");
        await().until(() -> host.running().contains(task));
        host.dies(task);

        awaitStates(new TaskState.Unknown("unexpected status"));
    }

    @Test
    void ignoresTasksOfOtherTypes() throws Exception {
        start();
        Upid other = host.newTask("qmstart", task.starttime());
        host.write(other, "TASK OK\n");
        host.write(task, "TASK OK\n");

        awaitStates(OK);
        assertThat(host.outcomes()).extracting(TaskOutcome::upid).containsExactly(task);
    }

    @Test
    void handsOverWhatItFindsInOrderOfStart() throws Exception {
        List<Upid> tasks = IntStream.range(0, 40).mapToObj(i -> host.newTask()).toList();
        for (Upid next : tasks) {
            host.write(next, "TASK OK\n");
        }
        start();

        assertThat(host.outcomes()).extracting(TaskOutcome::upid).containsExactlyElementsOf(tasks);
        assertThat(host.seen).endsWith(new Sighting.CaughtUp());
    }

    @Test
    void opensNoLogOfASettledTask() throws Exception {
        host.write(task, "TASK OK\n");
        host.settled.add(task.toString());
        host.denied = true;
        start();

        assertThat(host.seen).containsExactly(new Sighting.Jobs(List.of()), new Sighting.CaughtUp());
    }

    @Test
    void ignoresAUpidInTheWrongSubdirectory() throws Exception {
        Path wrong = Files.createDirectories(host.tasks.resolve("0"));
        assertThat(task.starttime() & 15).isNotZero();
        Files.writeString(wrong.resolve(task.toString()), "TASK OK\n");
        host.lookOnce();

        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void getsReadyWithoutATaskDirectory() throws Exception {
        Files.delete(host.tasks);
        start();

        assertThat(host.problems(host.tasks))
                .singleElement()
                .asString()
                .contains("does not exist", "no Proxmox VE host");
    }

    @Test
    void catchesUpWhenTheTaskDirectoryAppears() throws Exception {
        host.fullLook = Duration.ofMillis(50);
        Files.delete(host.tasks);
        start();
        host.write(task, "TASK OK\n");

        awaitStates(OK);
        assertThat(host.problems(host.tasks)).hasSize(2).endsWith("");
    }

    @Test
    void watchesATaskDirectoryThatTookTheOthersPlace() throws Exception {
        host.fullLook = Duration.ofMillis(50);
        start();
        Path other = Files.createDirectories(host.tasks.resolveSibling("other"));
        Files.move(host.tasks, host.tasks.resolveSibling("moved"));
        Files.move(other, host.tasks);
        host.write(task, "TASK OK\n");

        awaitStates(OK);
    }

    @Test
    void seesASubdirectoryThatWasRemovedAndMadeAgain() throws Exception {
        Files.createDirectories(host.log(task).getParent());
        start();
        Files.delete(host.log(task).getParent());
        host.write(task, "TASK OK\n");

        awaitStates(OK);
    }

    @Test
    void findsEverythingWithoutFileEvents() throws Exception {
        host.fullLook = Duration.ofMillis(50);
        start(upid -> false, DirectoryWatch.none());
        host.lives(task);
        host.write(task, "INFO: starting\n");
        await().until(() -> host.running().contains(task));
        host.write(task, "TASK OK\n");
        host.dies(task);

        awaitStates(OK);
    }

    @Test
    void missesNothingWhenMoreHappensThanFitsIntoTheQueue() throws Exception {
        start();
        for (int i = 0; i < 3000; i++) {
            Upid next = host.newTask();
            host.write(next, "TASK OK\n");
        }

        await().until(() -> host.outcomes().size() >= 3000);
        assertThat(host.outcomes()).extracting(TaskOutcome::upid).doesNotHaveDuplicates();
    }

    @Test
    void startsOverAfterAnErrorOfItsOwn() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        host.write(task, "TASK OK\n");
        start(
                upid -> {
                    if (broken.getAndSet(false)) {
                        throw new IllegalStateException("the ledger is locked");
                    }
                    return false;
                },
                DirectoryWatch.open());

        awaitStates(OK);
        await().untilAsserted(
                        () -> assertThat(host.problems("watching")).hasSize(2).endsWith(""));
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() throws Exception {
        Thread thread = start(upid -> false, DirectoryWatch.open());
        thread.interrupt();
        thread.join(5000);

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void tellsTheJobBeforeTheEnd() throws Exception {
        Files.createDirectories(host.log(task).getParent());
        start();
        Path fresh =
                Files.writeString(host.jobStates.resolve("x"), "{\"upid\":\"" + task + "\",\"state\":\"started\"}");
        Files.move(fresh, host.jobStates.resolve("vzdump-nightly.json"), StandardCopyOption.ATOMIC_MOVE);
        host.write(task, "TASK OK\n");

        awaitStates(OK);
        assertThat(host.seen).filteredOn(Sighting.JobTask.class::isInstance).hasSize(1);
        assertThat(host.seen).last().isInstanceOf(Sighting.Ended.class);
    }

    @Test
    void tellsTheJobAsSoonAsItsStateIsWritten() throws Exception {
        start();
        Path fresh =
                Files.writeString(host.jobStates.resolve("x"), "{\"upid\":\"" + task + "\",\"state\":\"started\"}");
        Files.move(fresh, host.jobStates.resolve("vzdump-nightly.json"), StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> host.seen.contains(new Sighting.JobTask("nightly", task)));
    }

    @Test
    void reportsProgressOfALongLook() throws Exception {
        host.write(task, "TASK OK\n");
        host.write(host.newTask(), "TASK OK\n");
        List<String> progress = new ArrayList<>();
        TaskDirectory.lookOnce(host.local(), host.seen::add, (done, all) -> progress.add(done + "/" + all));

        assertThat(progress).containsExactly("1/2", "2/2");
    }

    @Test
    void lookingOnceCallsATaskRunningWhoseWorkerLives() throws Exception {
        host.lives(task);
        host.write(task, "INFO: starting\n");
        host.lookOnce();

        assertThat(host.running()).containsExactly(task);
        assertThat(host.outcomes()).isEmpty();
    }

    @Test
    void lookingOnceWaitsForNobody() throws Exception {
        host.write(task, "INFO: starting\n");
        host.lookOnce();

        assertThat(host.running()).isEmpty();
        assertThat(host.states()).containsExactly(new TaskState.Unknown("unexpected status"));
    }

    @Test
    void opensNoLogThatIsRememberedAtTheStart() throws Exception {
        host.write(task, "TASK OK\n");
        Remembered memory = new Remembered() {
            @Override
            public boolean settled(Upid upid) {
                return false;
            }

            @Override
            public void eachSettled(Consumer<String> upid) {
                upid.accept(task.toString());
            }
        };

        start(memory, DirectoryWatch.open());

        await().until(() -> host.seen.contains(new Sighting.CaughtUp()));
        assertThat(host.seen).noneMatch(Sighting.Ended.class::isInstance);
    }
}
