package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allclear.testing.RecordedPbsCase;
import dev.allclear.testing.RecordedPbsCase.ExpectedTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The logs of a real backup server give what the server itself made of them. */
final class PbsRecordedCasesTest {

    @TempDir
    private Path scratch;

    @TestFactory
    Stream<DynamicTest> judgesEveryTaskAsTheServerDid() {
        return RecordedPbsCase.all().stream()
                .filter(RecordedPbsCase::hasTree)
                .map(recorded -> dynamicTest(recorded.name(), () -> check(recorded)));
    }

    private void check(RecordedPbsCase recorded) throws IOException {
        Path tree = recorded.unpackTree(scratch.resolve(recorded.name()));
        for (ExpectedTask task : recorded.tasks()) {
            Upid upid = Upid.parse(task.upid()).orElseThrow();
            assertThat(upid.id()).isEqualTo(task.workerId() == null ? "" : task.workerId());
            Path log = tree.resolve(upid.path());
            // Of rotated lists the logs are not always kept.
            if (Files.exists(log)) {
                check(upid, task, Files.readAllBytes(log));
            }
        }
    }

    private static void check(Upid upid, ExpectedTask expected, byte[] log) {
        PbsLogReader reader = PbsLogs.read(upid, log);
        TaskState state = reader.finalState();
        boolean unfinished = Set.of("running", "unknown").contains(expected.state());
        DatastoreReport report = reader.outcome(upid, state, Instant.EPOCH).datastore();
        boolean gc = expected.workerType().equals("garbage_collection");

        assertThat(state.word()).as(expected.upid()).isEqualTo(unfinished ? "unknown" : expected.state());
        assertThat(state.status())
                .as(expected.upid())
                .isEqualTo(unfinished ? TaskState.NO_FINAL_LINE : expected.statusText());
        assertThat(reader.ended()).as(expected.upid()).isEqualTo(!unfinished);
        assertThat(report.datastore()).as(expected.upid()).isEqualTo(expected.datastore());
        assertThat(report.jobId()).as(expected.upid()).isEqualTo(gc ? expected.datastore() : expected.jobId());
        if (expected.endtime() >= 0) {
            assertThat(reader.lastTime()).as(expected.upid()).isEqualTo(Instant.ofEpochSecond(expected.endtime()));
        }
    }

    @Test
    void hasTheLogsOfAllJobTypes() throws IOException {
        assertThat(PbsLogs.recorded(scratch).stream().map(log -> log.upid().type()))
                .hasSizeGreaterThan(40)
                .contains("garbage_collection", "prunejob", "syncjob", "verificationjob", "tape-backup-job");
    }

    /** The report of the only task of its type in a case. */
    private DatastoreReport report(String name, String type) throws IOException {
        return reports(name, type).get(0);
    }

    private List<DatastoreReport> reports(String name, String type) throws IOException {
        return PbsLogs.of(RecordedPbsCase.named(name), scratch).stream()
                .filter(log -> log.upid().type().equals(type))
                .map(PbsLogs.Log::report)
                .toList();
    }

    @Test
    void seesTheMissingChunkBehindAWarning() throws IOException {
        DatastoreReport report = report("pbs-06-gc-warnings-missing-chunk", "garbage_collection");

        assertThat(report.figures()).containsEntry("missing-chunks", 1L);
        assertThat(report.doubts())
                .singleElement()
                .asString()
                .startsWith("a chunk that a backup needs is missing: unable to access non-existent chunk adbe06465");
    }

    @Test
    void seesThatAPruneWithoutRetentionRemovedNothing() throws IOException {
        DatastoreReport report = reports("pbs-04-prunejob-warnings", "prunejob").get(1);

        assertThat(report.idle()).isEqualTo("no retention is set, so nothing is ever pruned");
        assertThat(report.figures())
                .containsEntry("groups", 3L)
                .containsEntry("kept", 6L)
                .containsEntry("removed", 0L);
    }

    @Test
    void seesWhatAPruneCouldNotRemove() throws IOException {
        DatastoreReport report = reports("pbs-04-prunejob-warnings", "prunejob").get(0);

        assertThat(report.namespace()).isEqualTo("prod/db");
        assertThat(report.figures()).containsEntry("removed", 0L).containsEntry("not-removed", 1L);
        assertThat(report.doubts()).singleElement().asString().contains("Permission denied");
    }

    @Test
    void seesThatASyncOfNothingIsOk() throws IOException {
        assertThat(report("pbs-11-syncjob-zero-groups", "syncjob").idle())
                .isEqualTo("found 0 groups to sync (out of 1)");
    }

    @Test
    void readsAPushAndPullsAndOneWithoutNewData() throws IOException {
        assertThat(reports("pbs-10-syncjob-ok", "syncjob"))
                .extracting(DatastoreReport::idle, DatastoreReport::namespace, DatastoreReport::summary)
                .containsExactly(
                        tuple(null, "prod/db", "found 1 of 1 group, transferred 21.0 MiB"),
                        tuple(null, "", "found 1 of 1 group, no new data"),
                        tuple(null, "mirror", "found 2 of 2 groups, transferred 42.0 MiB"),
                        tuple(null, "", "found 1 of 1 group, transferred 29.5 MiB"));
    }

    @Test
    void namesTheGroupThatASyncLeftOut() throws IOException {
        assertThat(report("pbs-12-syncjob-errors", "syncjob").doubts())
                .containsExactly("sync group host/web1 failed - owner check failed (allclear@pbs != allclear@pbs!adm)");
    }

    @Test
    void doesNotCallAVerificationIdleThatHadNothingLeftToDo() throws IOException {
        DatastoreReport report = report("pbs-14-verificationjob-ok", "verificationjob");

        assertThat(report.idle()).isNull();
        assertThat(report.summary()).isEqualTo("verified 0 snapshots, 4 skipped as verified recently");
    }

    @Test
    void namesTheSnapshotThatIsDamaged() throws IOException {
        DatastoreReport report = report("pbs-15-verificationjob-failed", "verificationjob");

        assertThat(report.doubts()).containsExactly("damaged: host/web1/2026-11-20T08:12:57Z");
        assertThat(report.figures()).containsEntry("verified", 4L).containsEntry("failed", 1L);
    }

    @Test
    void tellsWhichTapeABackupWaitsFor() throws IOException {
        assertThat(report("pbs-21-tape-load-request-running", "tape-backup-job").summary())
                .isEqualTo("wrote 0 snapshots, waits for media 'VT0002L8' into drive 'lto0'");
    }

    @Test
    void tellsScheduledTasksFromManualOnes() throws IOException {
        assertThat(reports("pbs-50-scheduled-jobs", "garbage_collection"))
                .extracting(DatastoreReport::scheduled)
                .containsExactly(false, true);
    }
}
