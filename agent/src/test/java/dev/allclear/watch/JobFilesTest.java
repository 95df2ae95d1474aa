package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid;
import dev.allclear.verdict.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {
    private PveHost host;
    private JobFiles files;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        files = new JobFiles(host.eyes(System::nanoTime));
        task = host.newTask();
    }

    /** As PVE does: a new file takes the place of the old one. */
    private void state(String job, String json) throws IOException {
        Path fresh = Files.writeString(host.jobStates.resolve("fresh.tmp"), json);
        Files.move(fresh, host.jobStates.resolve("vzdump-" + job + ".json"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String started(Upid upid) {
        return "{\"config\":{\"enabled\":\"1\",\"upid\":\"x\",\"schedule\":[\"01:00\"]},\"state\":\"started\",\"upid\":\""
                + upid + "\",\"updated\":1}";
    }

    private List<Sighting.JobTask> jobTasks() {
        List<Sighting.JobTask> found = new ArrayList<>();
        for (Sighting sighting : host.seen) {
            if (sighting instanceof Sighting.JobTask jobTask) {
                found.add(jobTask);
            }
        }
        return found;
    }

    private List<List<String>> jobs() {
        List<List<String>> found = new ArrayList<>();
        for (Sighting sighting : host.seen) {
            if (sighting instanceof Sighting.Jobs jobs) {
                found.add(jobs.jobs().stream().map(Job::id).toList());
            }
        }
        return found;
    }

    @Test
    void tellsWhichJobStartedATask() throws Exception {
        state("backup-1", started(task));
        files.look();

        assertThat(jobTasks()).containsExactly(new Sighting.JobTask("backup-1", task));
    }

    @Test
    void tellsItOnce() throws Exception {
        state("backup-1", started(task));
        files.look();
        state("backup-1", "{\"msg\":\"OK\",\"state\":\"stopped\",\"upid\":\"" + task + "\"}");
        files.look();

        assertThat(jobTasks()).hasSize(1);
    }

    @Test
    void tellsTheNextRun() throws Exception {
        Upid next = host.newTask();
        state("backup-1", started(task));
        files.look();
        state("backup-1", started(next));
        files.look();

        assertThat(jobTasks()).endsWith(new Sighting.JobTask("backup-1", next)).hasSize(2);
    }

    @Test
    void looksForTheJobOfATaskThatIsAboutToBeHandedOver() throws Exception {
        files.look();
        state("backup-1", started(task));
        files.lookFor(task);

        assertThat(jobTasks()).containsExactly(new Sighting.JobTask("backup-1", task));
    }

    @Test
    void saysNothingOfAJobThatMadeNoTask() throws Exception {
        state("a", "{\"config\":{\"enabled\":1},\"state\":\"created\",\"time\":\"1787266803\"}");
        state("b", "{\"msg\":\"OK\",\"state\":\"stopped\",\"time\":1787266803}");
        state("c", "{\"upid\":null}");
        state("d", "[]");
        files.look();

        assertThat(jobTasks()).isEmpty();
        assertThat(host.seen).noneMatch(Sighting.Blind.class::isInstance);
    }

    @Test
    void goesOnAfterAStateFileThatIsGarbage() throws Exception {
        for (String garbage : List.of("", "\0\0\0", "{\"upid\":\"", "{\"upid\":\"UPID:nonsense\"}", "not json")) {
            state("garbage-" + garbage.length(), garbage);
        }
        state("z", started(task));
        files.look();

        assertThat(jobTasks()).containsExactly(new Sighting.JobTask("z", task));
    }

    @Test
    void saysWhichStateFileIsGarbageUntilItIsNot() throws Exception {
        Path file = host.jobStates.resolve("vzdump-a.json");
        state("a", "{\"upid\":\"");
        files.look();
        state("a", started(task));
        files.look();

        assertThat(host.problems(file)).hasSize(2).endsWith("");
        assertThat(host.problems(file).get(0)).contains("cannot read the job state");
    }

    @Test
    void passesOverOtherFiles() throws Exception {
        Files.writeString(host.jobStates.resolve("realm-sync-x.json"), started(task));
        Files.writeString(host.jobStates.resolve("vzdump-x.json.tmp"), started(task));
        files.look();

        assertThat(jobTasks()).isEmpty();
    }

    @Test
    void saysOnceThatTheStatesAreMissing() throws Exception {
        Files.delete(host.jobStates);
        files.look();
        files.look();

        assertThat(host.problems(host.jobStates)).singleElement().asString().contains("does not exist");
    }

    @Test
    void findsStatesThatAppearLater() throws Exception {
        Files.delete(host.jobStates);
        files.look();
        Files.createDirectory(host.jobStates);
        state("backup-1", started(task));
        files.look();

        assertThat(jobTasks()).hasSize(1);
        assertThat(host.problems(host.jobStates)).hasSize(2).endsWith("");
    }

    @Test
    void handsOverTheJobsWhenTheyChange() throws Exception {
        Files.writeString(host.jobsCfg, "vzdump: one\n\tschedule 01:00\n\tall 1\n");
        files.look();
        files.look();
        Files.writeString(
                host.jobsCfg, "vzdump: one\n\tschedule 01:00\n\tall 1\n\nvzdump: two\n\tschedule 02:00\n\tall 1\n");
        files.look();

        assertThat(jobs()).containsExactly(List.of("one"), List.of("one", "two"));
    }

    @Test
    void keepsTheJobsWhenTheirFileIsGoneForAWhile() throws Exception {
        Files.writeString(host.jobsCfg, "vzdump: one\n\tschedule 01:00\n\tall 1\n");
        files.look();
        Files.delete(host.jobsCfg);
        files.look();
        files.look();

        assertThat(jobs()).containsExactly(List.of("one"));
        assertThat(host.problems(host.jobsCfg)).singleElement().asString().contains("systemctl status pve-cluster");
    }
}
