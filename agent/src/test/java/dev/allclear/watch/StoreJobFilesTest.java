package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a backup server tell of its jobs. */
class StoreJobFilesTest {
    private PbsHost host;
    private JobFiles files;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PbsHost(root);
        files = new JobFiles(host.eyes(System::nanoTime));
        task = host.newTask("prunejob", "store1\\x3aprod-db");
        Files.writeString(host.jobsCfg.resolve("datastore.cfg"), "datastore: store1\n\tgc-schedule daily\n");
    }

    private void state(String name, String json) throws IOException {
        Path fresh = Files.writeString(host.jobStates.resolve("fresh.tmp"), json);
        Files.move(fresh, host.jobStates.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String quoted(Upid upid) {
        return "\"" + upid.toString().replace("\\", "\\\\") + "\"";
    }

    private List<Sighting> of(Class<? extends Sighting> kind) {
        return host.seen.stream().filter(kind::isInstance).toList();
    }

    private List<List<String>> jobs() {
        List<List<String>> jobs = new ArrayList<>();
        for (Sighting sighting : of(Sighting.StoreJobs.class)) {
            jobs.add(((Sighting.StoreJobs) sighting)
                    .jobs().stream().map(StoreJob::id).toList());
        }
        return jobs;
    }

    @Test
    void handsOverTheJobsOfAllFiles() throws Exception {
        Files.writeString(host.jobsCfg.resolve("sync.cfg"), "sync: s-1\n\tstore store1\n");
        Files.writeString(host.jobsCfg.resolve("prune.cfg"), "prune: s-1\n\tstore store1\n");
        files.look();

        assertThat(jobs()).containsExactly(List.of("store1", "s-1", "s-1"));
    }

    @Test
    void handsThemOverAgainOnlyWhenTheyChange() throws Exception {
        files.look();
        files.look();
        Files.writeString(host.jobsCfg.resolve("prune.cfg"), "prune: p-1\n\tstore store1\n");
        files.look();
        Files.delete(host.jobsCfg.resolve("prune.cfg"));
        files.look();

        assertThat(jobs()).containsExactly(List.of("store1"), List.of("store1", "p-1"), List.of("store1"));
    }

    @Test
    void keepsTheJobsWhileAFileCannotBeRead() throws Exception {
        Path sync = Files.writeString(host.jobsCfg.resolve("sync.cfg"), "sync: s-1\n\tstore store1\n");
        files.look();
        Files.delete(sync);
        Files.createDirectory(sync);
        files.look();
        files.look();

        assertThat(jobs()).hasSize(1);
        assertThat(host.problems(sync)).singleElement().asString().contains("cannot read " + sync);
    }

    @Test
    void saysOnceThatThereAreNoDatastores() throws Exception {
        Path datastores = host.jobsCfg.resolve("datastore.cfg");
        Files.delete(datastores);
        files.look();
        files.look();

        assertThat(host.problems(datastores)).singleElement().asString().contains("no Proxmox Backup Server");
        assertThat(jobs()).isEmpty();
    }

    @Test
    void tellsWhichJobStartedATask() throws Exception {
        state("prunejob-s-77aa11bb-0002.json", "{\"started\":{\"upid\":" + quoted(task) + "}}");
        files.lookFor(task);

        assertThat(of(Sighting.JobTask.class)).containsExactly(new Sighting.JobTask("s-77aa11bb-0002", task));
    }

    @Test
    void tellsWhichJobATaskWasOfThatHasEnded() throws Exception {
        state(
                "prunejob-s-1.json",
                "{\"finished\":{\"upid\":" + quoted(task)
                        + ",\"state\":{\"Error\":{\"message\":\"x\",\"endtime\":1787275361}},\"updated\":1787276000}}");
        files.look();

        assertThat(of(Sighting.JobTask.class)).containsExactly(new Sighting.JobTask("s-1", task));
    }

    @Test
    void tellsItOnce() throws Exception {
        state("prunejob-s-1.json", "{\"started\":{\"upid\":" + quoted(task) + "}}");
        files.look();
        state("prunejob-s-1.json", "{\"finished\":{\"upid\":" + quoted(task) + ",\"state\":{\"OK\":{\"endtime\":1}}}}");
        files.look();

        assertThat(of(Sighting.JobTask.class)).hasSize(1);
    }

    @Test
    void readsTheStateOfEachKindOfJob() throws Exception {
        for (String type : List.of("garbage_collection", "prunejob", "syncjob", "verificationjob", "tape-backup-job")) {
            state(type + "-a-b.json", "{\"started\":{\"upid\":" + quoted(host.newTask(type, "x")) + "}}");
        }
        files.look();

        assertThat(of(Sighting.JobTask.class))
                .hasSize(5)
                .allMatch(seen -> ((Sighting.JobTask) seen).jobId().equals("a-b"));
    }

    @Test
    void saysNothingOfJobsThatNeverRanOrAreOfNoInterest() throws Exception {
        state("syncjob-s-1.json", "{\"created\":{\"time\":1787000000}}");
        state("logrotate-access-log_and_task-archive.json", "{\"started\":{\"upid\":" + quoted(task) + "}}");
        state("prunejob-s-1.lck", "");
        files.look();

        assertThat(of(Sighting.JobTask.class)).isEmpty();
        assertThat(of(Sighting.Blind.class)).isEmpty();
    }

    @Test
    void saysWhichStateIsGarbage() throws Exception {
        state("prunejob-s-1.json", "{\"started\":");
        files.look();

        assertThat(host.problems(host.jobStates.resolve("prunejob-s-1.json")))
                .singleElement()
                .asString()
                .contains("cannot read the job state");
    }
}
