package dev.allclear.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allclear.task.LogExcerpt;
import dev.allclear.task.TaskLogReader;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.testing.RecordedCase;
import dev.allclear.testing.RecordedPbsCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class TaskEventsTest {

    private static final Instant END = Instant.ofEpochSecond(0x6A8786F3L + 83);

    @TempDir
    private Path scratch;

    @Test
    void writesAFailedBackupAsProxmoxDoesWithTheGuestsError() throws IOException {
        Event event = onlyEvent("03-one-of-three-fails", null);
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(event.title()).isEqualTo("vzdump backup status (pve1.example.com): backup failed");
        assertThat(event.fields()).isEqualTo(Map.of("type", "vzdump", "hostname", "pve1", "source", "cluster"));
        assertThat(PlainText.of(event))
                .startsWith("Details\n=======\nVMID    Name      Status    Time    Size       Filename\n")
                .containsPattern("101 {5}web01 {5}ok {8}\\d+s {4,6}196 KiB {4}/var/lib/vz/dump/vzdump-lxc-101-")
                .containsPattern("102 {5}mail01 {4}err {7}.*command 'set -o pipefail && tar cpf.*exit code 2\n")
                .doesNotContain("null")
                .containsPattern(
                        "\nTotal running time: \\d+s\nTotal size: {9}\\S+ KiB\n\nLogs\n====\nINFO: starting new backup job: vzdump 101")
                .endsWith(
                        "TASK ERROR: job errors\n\n\nPlease visit the web interface for further details:\n\n<https://pve1:8006>\n");
    }

    @Test
    void tellsASuccess() throws IOException {
        Event event = onlyEvent("01-ok-1-guest", "backup-1");
        assertThat(event.severity()).isEqualTo(Severity.INFO);
        assertThat(event.title()).isEqualTo("vzdump backup status (pve1.example.com): backup successful");
        assertThat(event.fields()).containsEntry("job-id", "backup-1");
    }

    @Test
    void callsASuccessWithWarningsAWarning() throws IOException {
        Event event = onlyEvent("07-warnings-only", null);
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.title()).isEqualTo("vzdump backup status (pve1.example.com): backup successful");
        assertThat(PlainText.of(event)).containsPattern("^The backup ended with \\d+ warnings?\\.\n\nDetails\n");
    }

    @Test
    void namesWhatWentWrongWithTheJobItself() throws IOException {
        assertThat(onlyEvent("09-storage-not-active", null).title())
                .startsWith(
                        "vzdump backup status (pve1.example.com): backup failed: could not activate storage 'nas-backup': ");
        assertThat(onlyEvent("08-lock-not-available-lockwait-0", null).title())
                .startsWith("vzdump backup status (pve1.example.com): backup failed: ");
    }

    @Test
    void tellsOfAKilledWorker() throws IOException {
        Event event = onlyEvent("11-kill-9-worker", null);
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(event.title()).contains("backup failed: the worker is gone and left no result");
        assertThat(event.identity()).startsWith("task cluster UPID:pve1:").endsWith(": unproven");
        assertThat(PlainText.of(event)).contains("started and never finished");
    }

    @Test
    void hasAStableIdentityAndTheTimeOfTheEnd() {
        Upid upid = upid("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:");
        TaskOutcome outcome = outcome(upid, "TASK OK\n");
        Event event = TaskEvents.of(outcome, scene(null, "")).orElseThrow();
        assertThat(event.identity()).isEqualTo("task cluster " + upid);
        assertThat(event.at()).isEqualTo(END);
    }

    @Test
    void saysMultipleProblemsForAnErrorOfSeveralLines() {
        Upid upid = upid("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:");
        TaskOutcome read = outcome(upid, "TASK OK\n");
        TaskOutcome failed = new TaskOutcome(upid, new TaskState.Failed("one\ntwo"), END, read.report());
        assertThat(TaskEvents.of(failed, scene(null, "")).orElseThrow().title())
                .endsWith("backup failed: multiple problems");
    }

    @Test
    void aRunningTaskIsNoEvent() {
        Upid upid = upid("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:");
        TaskOutcome outcome = TaskLogReader.of(upid).outcome(upid, new TaskState.Running(), END);
        assertThat(TaskEvents.of(outcome, scene(null, ""))).isEmpty();
    }

    @Test
    void otherTasksAreNoEvents() {
        for (String type : List.of("qmstart", "vncproxy", "prunejob", "verificationjob")) {
            Upid upid = upid("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:" + type + "::root@pam:");
            assertThat(TaskEvents.of(outcome(upid, "TASK ERROR: x\n"), scene(null, "")))
                    .as(type)
                    .isEmpty();
        }
        for (String type : List.of("backup", "reader", "prune", "verify", "sync", "aptupdate")) {
            Upid upid = upid("UPID:pbs1:000002CA:00000520:0000001B:6A87B120:" + type + ":store1:root@pam:");
            assertThat(TaskEvents.of(outcome(upid, "2026-08-21T05:01:02+02:00: TASK ERROR: x\n"), scene(null, "")))
                    .as(type)
                    .isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> typesAndSeveritiesOfABackupServerAreAsRecorded() {
        return RecordedPbsCase.all().stream()
                .filter(RecordedPbsCase::hasTree)
                .map(recorded -> dynamicTest(recorded.name(), () -> {
                    for (Recorded task : tasks(recorded)) {
                        String type = TYPES.get(task.outcome().upid().type());
                        Optional<Event> event = TaskEvents.of(task.outcome(), scene(null, task.log()));
                        if (type == null || task.running()) {
                            assertThat(event).isEmpty();
                        } else {
                            Severity expected = severity(task.outcome().state());
                            assertThat(event.map(Event::type)).contains(type);
                            assertThat(event.map(Event::severity))
                                    .as(task.log())
                                    .contains(expected);
                            assertThat(event.map(Event::title).orElseThrow())
                                    .doesNotEndWith(" ")
                                    .doesNotContain("''");
                        }
                    }
                }));
    }

    private static final Map<String, String> TYPES = Map.of(
            "garbage_collection", "gc",
            "prunejob", "prune",
            "syncjob", "sync",
            "verificationjob", "verification",
            "tape-backup-job", "tape-backup",
            "tape-backup", "tape-backup",
            "acme-renew-cert", "acme");

    private static Severity severity(TaskState state) {
        return state instanceof TaskState.Ok
                ? Severity.INFO
                : state instanceof TaskState.Warnings ? Severity.WARNING : Severity.ERROR;
    }

    @Test
    void writesAFailedVerificationAsTheServerDoes() throws IOException {
        Event event = only("pbs-15-verificationjob-failed", "verificationjob");
        assertThat(event.title()).isEqualTo("Verify Datastore 'store1' failed");
        assertThat(event.fields())
                .containsEntry("type", "verification")
                .containsEntry("datastore", "store1")
                .containsEntry("hostname", "pbs1")
                .containsKey("job-id");
        assertThat(PlainText.of(event))
                .containsPattern(
                        "^Job ID:    v-\\S+\nDatastore: store1\n\nVerification failed on these snapshots/groups:\n\n {4}\\S+/2026-")
                .endsWith(
                        "\n\n\nPlease visit the web interface for further details:\n\n<https://pve1.example.com:8007/#pbsServerAdministration:tasks>\n");
    }

    @Test
    void anAbortedVerificationIsAnErrorToo() {
        Upid upid = upid("UPID:pbs1:000002CA:00000520:0000001C:6A87BF30:verificationjob:store1\\x3av\\x2d1:root@pam:");
        Event event = TaskEvents.of(
                        outcome(upid, "2026-08-21T05:01:02+02:00: TASK ERROR: verification failed - job aborted\n"),
                        scene(null, ""))
                .orElseThrow();
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(PlainText.of(event)).contains("Verification failed: verification failed - job aborted\n");
        assertThat(event.fields()).containsEntry("job-id", "v-1");
    }

    @Test
    void writesAGarbageCollectionWithItsFigures() throws IOException {
        Event event = only("pbs-02-gc-ok-manual", "garbage_collection");
        assertThat(event.title()).isEqualTo("Garbage Collect Datastore 'store1' successful");
        assertThat(event.fields()).containsOnlyKeys("type", "datastore", "hostname", "source");
        assertThat(PlainText.of(event))
                .startsWith("Datastore: store1\nTask ID:   UPID:pbs1:")
                .contains("\nRemoved garbage:", "\nDeduplication Factor: ", "\nGarbage collection successful.\n")
                .endsWith("<https://pve1.example.com:8007/#DataStore-store1>\n");
    }

    @Test
    void tellsMissingChunksOfAGarbageCollection() throws IOException {
        Event event = only("pbs-06-gc-warnings-missing-chunk", "garbage_collection");
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(PlainText.of(event)).contains("missing", "Logs\n====\n");
    }

    @Test
    void namesTheRemoteOfASync() {
        String error = "2026-08-21T05:01:02+02:00: TASK ERROR: sync failed with some errors.\n";
        Event remote = TaskEvents.of(
                        outcome(
                                upid(
                                        "UPID:pbs1:000002CA:00000520:0000001D:6A87CD40:syncjob:pbs2\\x3aoffsite\\x3astore1\\x3a\\x3as\\x2d1:root@pam:"),
                                error),
                        scene(null, ""))
                .orElseThrow();
        Event local = TaskEvents.of(
                        outcome(
                                upid(
                                        "UPID:pbs1:000002CA:00000520:0000001D:6A87CD40:syncjob:\\x2d\\x3astore2\\x3astore1\\x3a\\x3as\\x2d1:root@pam:"),
                                "2026-08-21T05:01:02+02:00: TASK OK\n"),
                        scene(null, ""))
                .orElseThrow();
        assertThat(remote.title()).isEqualTo("Sync remote 'pbs2' datastore 'offsite' failed");
        assertThat(PlainText.of(remote))
                .startsWith(
                        "Job ID:       s-1\nDatastore:    store1\nRemote:       pbs2\nRemote Store: offsite\n\nSynchronization failed: sync failed with some errors.\n");
        assertThat(local.title()).isEqualTo("Sync local datastore 'store2' successful");
        assertThat(local.severity()).isEqualTo(Severity.INFO);
        assertThat(local.fields()).containsEntry("datastore", "store1").containsEntry("job-id", "s-1");
    }

    @Test
    void namesPoolAndDriveOfATapeBackup() throws IOException {
        Event job = only("pbs-20-tape-backup-job-error", "tape-backup-job");
        assertThat(job.title()).matches("Tape Backup 't-\\S+' datastore 'store1' failed");
        assertThat(job.fields()).containsKeys("media-pool", "job-id").containsEntry("type", "tape-backup");
        Event byHand = only("pbs-20-tape-backup-job-error", "tape-backup");
        assertThat(byHand.title()).isEqualTo("Tape Backup datastore 'store1' failed");
        assertThat(byHand.fields()).containsKey("media-pool").doesNotContainKey("job-id");
    }

    @Test
    void aPruneThatCouldNotRemoveIsAWarning() throws IOException {
        Event event = only("pbs-04-prunejob-warnings", "prunejob");
        assertThat(event.title()).isEqualTo("Pruning datastore 'store1' successful");
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aCertificateThatWasNotRenewedIsAnError() throws IOException {
        Event pbs = only("pbs-25-acme-errors", "acme-renew-cert");
        assertThat(pbs.title()).isEqualTo("Could not renew certificate");
        assertThat(pbs.fields()).isEqualTo(Map.of("type", "acme", "hostname", "pbs1", "source", "cluster"));
        Upid upid = upid("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:acmerenew::root@pam:");
        assertThat(TaskEvents.of(outcome(upid, "TASK ERROR: no route\n"), scene(null, ""))
                        .map(Event::severity))
                .contains(Severity.ERROR);
        assertThat(TaskEvents.of(outcome(upid, "TASK OK\n"), scene(null, ""))).isEmpty();
    }

    @Test
    void hostileNamesStayText() {
        Upid upid = upid("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:");
        String log = """
                INFO: starting new backup job: vzdump 101
                INFO: Starting Backup of VM 101 (qemu)
                INFO: VM Name: <img src=x>\033[2J
                ERROR: Backup of VM 101 failed - <script>\007
                TASK ERROR: job errors
                """;
        Event event = TaskEvents.of(outcome(upid, log), scene(null, log)).orElseThrow();
        assertThat(Html.of(event)).doesNotContain("<img", "<script", "\u001b", "\u0007");
        assertThat(PlainText.of(event)).contains("<img src=x>").doesNotContain("\u001b", "\u0007");
    }

    private record Recorded(TaskOutcome outcome, String log, boolean running) {}

    private Event onlyEvent(String name, @Nullable String jobId) throws IOException {
        RecordedCase recorded = RecordedCase.named(name);
        Path tree = recorded.unpackTree(scratch.resolve(name));
        Upid upid = upid(recorded.tasks().get(0).upid());
        Recorded task = read(upid, tree, recorded.tasks().get(0).state());
        return TaskEvents.of(
                        task.outcome(),
                        new TaskScene("cluster", jobId, "pve1.example.com", task.log(), "https://pve1:8006"))
                .orElseThrow();
    }

    private Event only(String name, String type) {
        Recorded task = tasks(RecordedPbsCase.named(name)).stream()
                .filter(found -> found.outcome().upid().type().equals(type))
                .findFirst()
                .orElseThrow();
        return TaskEvents.of(task.outcome(), scene(null, task.log())).orElseThrow();
    }

    private List<Recorded> tasks(RecordedPbsCase recorded) {
        try {
            Path tree = recorded.unpackTree(scratch.resolve(recorded.name()));
            return recorded.tasks().stream()
                    .filter(task -> Files.exists(tree.resolve(upid(task.upid()).path())))
                    .map(task -> read(upid(task.upid()), tree, task.state()))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Recorded read(Upid upid, Path tree, String state) {
        try {
            byte[] log = Files.readAllBytes(tree.resolve(upid.path()));
            TaskLogReader reader = TaskLogReader.keeping(upid);
            reader.feed(log, 0, log.length);
            assertThat(reader.log()).hasSizeLessThanOrEqualTo(LogExcerpt.LIMIT);
            boolean running = state.equals("running");
            TaskState now = running ? new TaskState.Running() : reader.finalState();
            return new Recorded(reader.outcome(upid, now, END), reader.log(), running);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static TaskOutcome outcome(Upid upid, String log) {
        TaskLogReader reader = TaskLogReader.of(upid);
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length);
        return reader.outcome(upid, reader.finalState(), END);
    }

    private static TaskScene scene(@Nullable String jobId, String log) {
        return new TaskScene("cluster", jobId, "pve1.example.com", log, null);
    }

    private static Upid upid(String text) {
        return Upid.parse(text).orElseThrow();
    }
}
