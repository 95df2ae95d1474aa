package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskListsTest {
    private PveHost host;
    private TaskLists lists;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        lists = new TaskLists(host.eyes(System::nanoTime), name -> false);
    }

    private void append(String list, String line) throws IOException {
        Files.writeString(host.tasks.resolve(list), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rotate() throws IOException {
        Files.move(host.tasks.resolve("index"), host.tasks.resolve("index.1"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static TaskState state(String line) {
        return TaskLists.parse(TaskLayout.PVE, line).orElseThrow().state();
    }

    @Test
    void readsALineOfTheIndex() {
        Upid task = host.newTask();

        assertThat(TaskLists.parse(TaskLayout.PVE, task + " 6A8790D9 job errors"))
                .contains(new TaskLists.Entry(task, Instant.ofEpochSecond(0x6A8790D9L), "job errors"));
    }

    @Test
    void readsAFinishedLineOfTheActiveList() {
        Upid task = host.newTask();

        assertThat(TaskLists.parse(TaskLayout.PVE, task + " 1 6A8790D9 OK"))
                .contains(new TaskLists.Entry(task, Instant.ofEpochSecond(0x6A8790D9L), "OK"));
    }

    @Test
    void readsARunningLineOfTheActiveList() {
        Upid task = host.newTask();

        assertThat(TaskLists.parse(TaskLayout.PVE, task + " 0")).contains(new TaskLists.Entry(task, null, null));
    }

    @Test
    void passesOverOtherTypes() {
        assertThat(TaskLists.parse(TaskLayout.PVE, host.newTask("qmstart", 1) + " 6A8790D9 OK"))
                .isEmpty();
    }

    @Test
    void takesNoListsWordForASuccess() {
        assertThat(state(host.newTask() + " 6A8790D9 OK")).isInstanceOf(TaskState.Unknown.class);
        assertThat(state(host.newTask() + " 6A8790D9 WARNINGS: 2")).isInstanceOf(TaskState.Unknown.class);
    }

    @Test
    void takesTheListsWordForAFailure() {
        assertThat(state(host.newTask() + " 6A8790D9 job errors")).isEqualTo(new TaskState.Failed("job errors"));
    }

    @Test
    void knowsUnexpectedStatus() {
        assertThat(state(host.newTask() + " 6A8790D9 unexpected status"))
                .isEqualTo(new TaskState.Unknown("unexpected status"));
    }

    @Test
    void survivesGarbage() throws Exception {
        Upid task = host.newTask();
        append(
                "index",
                "\n \nUPID\nUPID:\nUPID:x:vzdump: 0\n\0\u00ff\n" + task + "\n" + task + " \n" + task + " nonsense\n");
        append("index", "UPID:pve1:" + "x".repeat(300_000) + ":vzdump: 1\n" + task + " 6A8790D9 OK\n");

        assertThat(lists.look()).containsOnlyKeys(task.toString());
    }

    @Test
    void waitsForTheEndOfAPartialLine() throws Exception {
        Upid task = host.newTask();
        append("index", task + " 6A8790D9 job err");

        assertThat(lists.look()).isEmpty();

        append("index", "ors\n");

        assertThat(lists.look().values()).extracting(TaskLists.Entry::status).containsExactly("job errors");
    }

    @Test
    void prefersTheBetterOfTwoLines() throws Exception {
        Upid task = host.newTask();
        append("index", task + " 6A8790D9 job errors\n" + task + " 6A8790DF unexpected status\n");

        assertThat(lists.look().values()).extracting(TaskLists.Entry::status).containsExactly("job errors");
    }

    @Test
    void readsTheListThatReplacedTheActiveOne() throws Exception {
        Upid task = host.newTask();
        append("active", host.newTask() + " 0\n");
        lists.look();
        append("active.tmp.17", task + " 0\n");
        Files.move(
                host.tasks.resolve("active.tmp.17"), host.tasks.resolve("active"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(lists.look()).containsOnlyKeys(task.toString());
    }

    @Test
    void doesNotReadUnchangedListsAgain() throws Exception {
        append("index.1", host.newTask() + " 6A8790D9 OK\n");
        append("index", host.newTask() + " 6A8790D9 OK\n");
        append("active", host.newTask() + " 0\n");
        lists.look();

        assertThat(lists.look()).isEmpty();
    }

    @Test
    void seesEachLineWhateverIsRotatedBetweenTwoLooks() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Set<String> written = new HashSet<>();
            Map<String, Integer> seen = new HashMap<>();
            boolean rotated = false;
            for (int step = 0; step < 60; step++) {
                int what = random.nextInt(6);
                if (what == 0 && !rotated && Files.exists(host.tasks.resolve("index"))) {
                    rotate();
                    rotated = true;
                } else if (what == 1) {
                    lists.look().keySet().forEach(upid -> seen.merge(upid, 1, Integer::sum));
                    rotated = false;
                } else {
                    Upid task = host.newTask();
                    written.add(task.toString());
                    append("index", task + " 6A8790D9 OK\n");
                }
            }
            lists.look().keySet().forEach(upid -> seen.merge(upid, 1, Integer::sum));

            assertThat(seen.keySet()).as("seed %d", seed).isEqualTo(written);
            assertThat(seen.values()).as("seed %d", seed).containsOnly(1);
        }
    }

    @Test
    void readsBothFilesAfterTwoRotationsBetweenTwoLooks() throws Exception {
        append("index", host.newTask() + " 6A8790D9 OK\n");
        lists.look();
        rotate();
        Upid second = host.newTask();
        append("index", second + " 6A8790D9 OK\n");
        rotate();
        Upid third = host.newTask();
        append("index", third + " 6A8790D9 OK\n");

        assertThat(lists.look()).containsOnlyKeys(second.toString(), third.toString());
    }

    @Test
    void doesNotFollowALinkInPlaceOfAList() throws Exception {
        Path other = Files.writeString(host.tasks.resolve("other"), host.newTask() + " 6A8790D9 OK\n");
        Files.createSymbolicLink(host.tasks.resolve("index"), other);

        assertThat(lists.look()).isEmpty();
    }
}
