package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole task directory of a backup server: its sub-directories and lists. */
class PbsDirectoryTest {
    private static final TaskState OK = new TaskState.Ok();
    private static final String FINAL = "2026-08-21T03:22:41+02:00: TASK OK\n";

    private PbsHost host;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PbsHost(root);
        task = host.newTask();
    }

    private void archived(String list, Upid upid, String status) throws IOException {
        Files.writeString(
                host.tasks.resolve(list),
                upid + " 6A87A861 " + status + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void rotated(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/pbs-tree/" + name))) {
            Files.copy(in, host.tasks.resolve(name));
        }
    }

    private TaskLists lists(Predicate<String> known) {
        return new TaskLists(host.eyes(System::nanoTime), known);
    }

    @Test
    void findsALogInTheDirectoryOfItsDaemon() throws Exception {
        host.write(task, FINAL);
        host.lookOnce();

        assertThat(host.log(task).getParent()).hasFileName("20");
        assertThat(host.states()).containsExactly(OK);
    }

    @Test
    void watchesTheJobsOfAStoreAndNothingElse() throws Exception {
        List<Upid> watched = List.of(
                host.newTask("prunejob", "store1\\x3aprod-db"),
                host.newTask("syncjob", "\\x2d\\x3astore1\\x3astore2\\x3a\\x3as\\x2d77aa11bb\\x2d02"),
                host.newTask("verificationjob", "store1\\x3av\\x2d8c3f2a10\\x2d91de"),
                host.newTask("tape-backup-job", "store1\\x3apool\\x3adrive\\x3at\\x2d1"));
        for (Upid upid : watched) {
            host.write(upid, FINAL);
        }
        for (String other :
                List.of("prune", "sync", "verify", "backup", "reader", "aptupdate", "logrotate", "vzdump")) {
            host.write(host.newTask(other, "store1"), FINAL);
        }
        host.lookOnce();

        assertThat(host.outcomes()).extracting(TaskOutcome::upid).containsExactlyElementsOf(watched);
    }

    @Test
    void followsATaskInADirectoryThatIsNew() throws Exception {
        TaskDirectory watched = new TaskDirectory(host.eyes(System::nanoTime), upid -> false, DirectoryWatch.open());
        Thread watcher = new Thread(watched, "watch tasks");
        watcher.start();
        await().until(() -> host.seen.contains(new Sighting.CaughtUp()));
        host.lives(task);
        host.active(task);
        host.write(task, "2026-08-21T03:00:00+02:00: starting garbage collection on store store0\n");
        await().until(() -> host.running().contains(task));
        host.write(task, FINAL);

        await().untilAsserted(() -> assertThat(host.states()).containsExactly(OK));
        watched.close();
        watcher.join(5000);
    }

    @Test
    void readsALineOfTheRunningTasks() {
        assertThat(TaskLists.parse(TaskLayout.PBS, task.toString())).contains(new TaskLists.Entry(task, null, null));
    }

    @Test
    void takesAFailureWithoutALogForOne() throws Exception {
        archived("archive", task, "sync failed with some errors.");
        host.lookOnce();

        assertThat(host.states()).containsExactly(new TaskState.Failed("sync failed with some errors."));
    }

    @Test
    void takesNoListsWordForASuccess() throws Exception {
        archived("archive", task, "OK");
        archived("archive.1", host.newTask(), "WARNINGS: 2");
        archived("archive.1", host.newTask(), "unknown");
        host.lookOnce();

        assertThat(host.states()).hasSize(3).allMatch(TaskState.Unknown.class::isInstance);
    }

    @Test
    void readsOnWhereAListIsRenamed() throws Exception {
        TaskLists lists = lists(name -> false);
        archived("archive", task, "OK");
        lists.look();
        Upid next = host.newTask();
        archived("archive", next, "OK");
        Files.move(host.tasks.resolve("archive"), host.tasks.resolve("archive.1"));

        assertThat(lists.look()).containsOnlyKeys(next.toString());
    }

    @Test
    void readsRotatedListsOfARealServer() throws Exception {
        rotated("archive.2.zst");
        rotated("archive.3.zst");
        Map<String, TaskLists.Entry> entries = lists(name -> false).look();

        assertThat(entries.values())
                .extracting(TaskLists.Entry::status)
                .containsExactlyInAnyOrder(
                        "OK",
                        "OK",
                        "OK",
                        "OK",
                        "OK",
                        "WARNINGS: 1",
                        "Querying namespaces failed - client error (Connect)",
                        "verification failed - please check the log for details");
    }

    @Test
    void readsRotatedListsOnce() throws Exception {
        rotated("archive.2.zst");
        TaskLists lists = lists(name -> false);
        lists.look();

        assertThat(lists.look()).isEmpty();
    }

    @Test
    void readsRotatedListsBackToATaskThatIsKnown() throws Exception {
        rotated("archive.3.zst");
        archived("archive.2", task, "OK");
        archived("archive.1", host.newTask(), "OK");
        String known = task.toString();

        assertThat(lists(known::equals).look()).hasSize(1);
    }

    @Test
    void leavesRotatedListsAloneWhenThePlainOnesReachBackFarEnough() throws Exception {
        Files.writeString(host.tasks.resolve("archive.2.zst"), "this would be a problem");
        archived("archive.1", task, "OK");
        lists(task.toString()::equals).look();

        assertThat(host.seen).isEmpty();
    }

    @Test
    void saysWhichRotatedListIsDamagedAndReadsTheOthers() throws Exception {
        rotated("archive.3.zst");
        Path damaged = Files.writeString(host.tasks.resolve("archive.2.zst"), "this is no zstd");

        assertThat(lists(name -> false).look()).hasSize(1);
        assertThat(host.problems(damaged))
                .singleElement()
                .asString()
                .contains("cannot read " + damaged, "it is damaged", "new tasks are not affected");
    }

    @Test
    void readsNoRotatedListsOfPve(@TempDir Path root) throws Exception {
        PveHost pve = new PveHost(root);
        Files.writeString(pve.tasks.resolve("archive.2"), pve.newTask() + " 6A87A861 OK\n");

        assertThat(new TaskLists(pve.eyes(System::nanoTime), name -> false).look())
                .isEmpty();
    }

    @Test
    void speaksOfABackupServerWhereThereIsNone() throws Exception {
        Files.delete(host.tasks.resolve("active"));
        Files.delete(host.tasks);
        host.lookOnce();

        assertThat(host.problems(host.tasks))
                .singleElement()
                .asString()
                .contains("no Proxmox Backup Server")
                .doesNotContain("PVE");
    }

    @Test
    void tellsOnceOfATapeThatARunningTaskWaitsFor() throws Exception {
        Upid tape = host.newTask("tape-backup", "store1\\x3apool\\x3alto0");
        host.active(tape);
        host.lives(tape);
        host.write(tape, "2026-08-21T03:22:41+02:00: Please insert media 'VT0002L8' into drive 'lto0'\n");
        OpenTasks open = host.openTasks();
        open.appeared(tape, host.log(tape), false);
        host.pass(Duration.ofSeconds(3));
        open.lookAtDue();
        assertThat(host.seen.stream()
                        .filter(Sighting.Told.class::isInstance)
                        .map(one -> ((Sighting.Told) one).event().title()))
                .containsExactly("Load Media 'VT0002L8' request for drive 'lto0'");
    }
}
