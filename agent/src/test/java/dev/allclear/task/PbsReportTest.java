package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the messages of a backup server's task tell, in the words of old and new versions. */
final class PbsReportTest {

    private static DatastoreReport gc(String... messages) {
        return PbsLogs.report("garbage_collection", "store1", messages);
    }

    private static DatastoreReport prune(String... messages) {
        return PbsLogs.report("prunejob", "store1", messages);
    }

    private static DatastoreReport sync(String... messages) {
        return PbsLogs.report("syncjob", "pbs2:offsite:store1::s-1", messages);
    }

    private static DatastoreReport verify(String... messages) {
        return PbsLogs.report("verificationjob", "store1:v-1", messages);
    }

    private static DatastoreReport tape(String... messages) {
        return PbsLogs.report("tape-backup-job", "store1:daily:lto0:t-1", messages);
    }

    @Test
    void readsTheStatisticsOfAGarbageCollection() {
        DatastoreReport report = gc(
                "starting garbage collection on store store1",
                "task triggered by schedule '03:00'",
                "Start GC phase1 (mark used chunks)",
                "marked 1% (12 of 1104 index files)",
                "processed 99% (342211 chunks)",
                "Chunk cache: hits 1034412, misses 345678 (hit ratio 74.95%)",
                "Removed garbage: 1.25 GiB",
                "Removed chunks: 987",
                "Pending removals: 5.5 GiB (in 4567 chunks)",
                "Original data usage: 12.25 TiB",
                "On-Disk usage: 456.5 GiB (3.63%)",
                "On-Disk chunks: 345678",
                "Deduplication factor: 27.56",
                "Average chunk size: 1.385 MiB");

        assertThat(report.figures())
                .isEqualTo(Map.of(
                        "removed-bytes", 5L << 28,
                        "removed-chunks", 987L,
                        "pending-bytes", 11L << 29,
                        "pending-chunks", 4567L,
                        "original-bytes", 49L << 38,
                        "disk-bytes", 913L << 29,
                        "disk-chunks", 345678L,
                        "dedup-thousandths", 27560L,
                        "missing-chunks", 0L));
        assertThat(report.summary()).isEqualTo("removed 1.3 GiB, pending 5.5 GiB, deduplication factor 27.56");
        assertThat(report.idle()).isNull();
        assertThat(report.doubts()).isEmpty();
        assertThat(report.scheduled()).isTrue();
    }

    @Test
    void seesMissingChunksInTheWordsOfOldVersions() {
        DatastoreReport report = gc(
                "WARN: warning: unable to access non-existent chunk 0a1b, required by \"/s/vm/100/x.fidx\"",
                "Removed garbage: 0 B");

        assertThat(report.doubts())
                .containsExactly("a chunk that a backup needs is missing: unable to access non-existent chunk 0a1b,"
                        + " required by \"/s/vm/100/x.fidx\"");
    }

    @Test
    void seesCorruptChunksThatAreStillNeeded() {
        assertThat(gc("Removed bad chunks: 4", "Leftover bad chunks: 1").doubts())
                .containsExactly("1 corrupt chunk left that backups still need");
        assertThat(gc("Leftover bad chunks: 0").doubts()).isEmpty();
    }

    @Test
    void tellsNoFigureThatCannotBeRead() {
        DatastoreReport report = gc(
                "Removed garbage: much",
                "Removed chunks: some",
                "Pending removals: 0 B",
                "Original cut",
                "On-Disk cut",
                "Deduplication factor: inf",
                "Deduplication of a kind",
                "Leftovers",
                "Removed",
                "Pending",
                "warning: other");

        assertThat(report.figures()).isEqualTo(Map.of("pending-bytes", 0L));
        assertThat(report.summary()).isEmpty();
    }

    @Test
    void countsWhatAPruneJobKeptAndRemoved() {
        DatastoreReport report = prune(
                "prune job 's-0f3c22aa-1b2c'",
                "Starting datastore prune on datastore 'store1', namespace 'prod', down to full depth",
                "retention options: --ns prod --keep-last 3 --keep-daily 7",
                "Pruning group prod:\"vm/100\"",
                "remove vm/100/2026-08-10T23:00:03Z",
                "removing backup snapshot \"/s/ns/prod/vm/100/2026-08-10T23:00:03Z\"",
                "keep vm/100/2026-08-20T23:00:03Z",
                "Pruning group prod:\"vm/101\"",
                "protected vm/101/2026-08-20T23:00:03Z",
                "keep-partial vm/101/2026-08-20T23:00:03Z",
                "keep protected vm/101/2026-08-20T23:00:03Z",
                "keep partial vm/101/2026-08-20T23:00:03Z");

        assertThat(report.figures()).isEqualTo(Map.of("groups", 2L, "kept", 5L, "removed", 1L, "not-removed", 0L));
        assertThat(report.summary()).isEqualTo("kept 5 snapshots, removed 1");
        assertThat(report.idle()).isNull();
    }

    @Test
    void doesNotCountASnapshotThatCouldNotBeRemoved() {
        DatastoreReport report = prune(
                "Pruning group :\"vm/100\"",
                "remove vm/100/2026-08-10T23:00:03Z",
                "WARN: failed to remove dir \"vm/100/2026-08-10T23:00:03Z\": busy");

        assertThat(report.figures()).containsEntry("removed", 0L).containsEntry("not-removed", 1L);
        assertThat(report.doubts())
                .containsExactly("a snapshot could not be removed: dir \"vm/100/2026-08-10T23:00:03Z\": busy");
    }

    @Test
    void takesADryRunForNothing() {
        DatastoreReport report =
                prune("(dry test run)", "Pruning group :\"vm/100\"", "would remove vm/100/x", "would keep vm/100/y");

        assertThat(report.idle()).isEqualTo("it was a dry run, which removes nothing");
        assertThat(report.figures()).containsEntry("removed", 0L).containsEntry("kept", 1L);
    }

    @Test
    void takesAPruneWithoutGroupsForNothing() {
        assertThat(prune("Starting datastore prune on datastore 'store1', root namespace", "(other)", "New")
                        .idle())
                .isEqualTo("found no group to prune");
    }

    @Test
    void countsThePruneOfOneGroup() {
        DatastoreReport report = PbsLogs.report(
                "prune",
                "store1::vm/100",
                "retention options: --keep-last 1",
                "Starting prune on datastore 'store1', root namespace group \"vm/100\"",
                "vm/100/2026-08-10T23:00:03Z remove",
                "vm/100/2026-08-11T23:00:03Z keep",
                "vm/100/2026-08-12T23:00:03Z protected",
                "vm/100/2026-08-13T23:00:03Z keep-partial");

        assertThat(report.figures()).isEqualTo(Map.of("groups", 1L, "kept", 3L, "removed", 1L, "not-removed", 0L));
        assertThat(report.idle()).isNull();
    }

    @Test
    void readsASync() {
        DatastoreReport report = sync(
                "Starting datastore sync job 'pbs2:offsite:store1::s-1a2b3c4d-5e6f'",
                "sync datastore 'store1' from 'pbs2/offsite'",
                "----",
                "Found 12 groups to sync (out of 15 total)",
                "sync snapshot vm/100/2026-08-20T23:00:03Z",
                "sync snapshot vm/100/2026-08-20T23:00:03Z done",
                "percentage done: 8.33% (1/12 groups)",
                "Summary: sync job pulled 14.25 GiB in 9120 chunks (average rate: 26.433 MiB/s)",
                "Summary: removed vanished: snapshots: 2, groups: 1, namespaces: 0",
                "sync job 'pbs2:offsite:store1::s-1a2b3c4d-5e6f' end");

        assertThat(report.figures())
                .isEqualTo(Map.of(
                        "groups", 12L,
                        "groups-total", 15L,
                        "failed-groups", 0L,
                        "snapshots", 1L,
                        "transferred-bytes", 57L << 28,
                        "transferred-chunks", 9120L,
                        "vanished-snapshots", 2L,
                        "vanished-groups", 1L,
                        "vanished-namespaces", 0L));
        assertThat(report.summary())
                .isEqualTo(
                        "found 12 of 15 groups, transferred 14.3 GiB," + " removed vanished: 2 snapshots and 1 group");
        assertThat(report.idle()).isNull();
    }

    @Test
    void addsUpTheGroupsOfAllNamespaces() {
        DatastoreReport report = sync(
                "found 0 groups to sync (out of 0 total)", "found 3 groups to sync", "[vm/1]: 2026-08-20: start sync");

        assertThat(report.figures())
                .containsEntry("groups", 3L)
                .containsEntry("groups-total", 3L)
                .containsEntry("snapshots", 1L);
        assertThat(report.idle()).isNull();
    }

    @Test
    void takesASyncOfNoGroupsForNothing() {
        assertThat(sync("Found 0 groups to sync (out of 0 total)", "Summary: sync job found no new data to pull")
                        .idle())
                .isEqualTo("found 0 groups to sync (out of 0)");
    }

    @Test
    void takesASyncThatTellsOfNoGroupsForNothing() {
        assertThat(sync("Found some", "Finally", "foul", "found 3 apples", "[no end")
                        .idle())
                .isEqualTo("the log tells of no groups to sync");
    }

    @Test
    void doubtsASyncThatFoundNothingAndRemovedWhatWasThere() {
        DatastoreReport report = sync(
                "Found 0 groups to sync (out of 0 total)",
                "Summary: removed vanished: snapshots: 0, groups: 2, namespaces: 0");

        assertThat(report.doubts())
                .containsExactly("the source shows no group, and 2 groups of earlier syncs removed as vanished");
        assertThat(report.summary()).contains("removed vanished: 0 snapshots and 2 groups");
    }

    @Test
    void toleratesASummaryThatIsCut() {
        DatastoreReport report = sync(
                "Found 1 groups to sync (out of 1 total)",
                "Summary: sync job pushed 1 MiB",
                "Summary: sync job pu",
                "Summary: removed vanished: snapshots: 1",
                "Summary: other",
                "Surprise");

        assertThat(report.figures())
                .containsEntry("transferred-bytes", 1L << 20)
                .containsEntry("vanished-snapshots", 1L)
                .doesNotContainKeys("transferred-chunks", "vanished-groups", "vanished-namespaces");
    }

    @Test
    void namesEverythingThatASyncCouldNotDo() {
        DatastoreReport report = sync(
                "Found 2 groups to sync (out of 2 total)",
                "sync group vm/105 failed - owner check failed (root@pam != sync@pbs)",
                "WARN: [vm/106]: sync group vm/106 failed - group lock failed: x",
                "sync group vm/107 started",
                "skipped",
                "Encountered errors while syncing namespace a - b",
                "Cannot sync a into b - c",
                "Failed to remove namespace a: b",
                "Every",
                "Can");

        assertThat(report.figures()).containsEntry("failed-groups", 2L);
        assertThat(report.doubts())
                .containsExactly(
                        "sync group vm/105 failed - owner check failed (root@pam != sync@pbs)",
                        "sync group vm/106 failed - group lock failed: x",
                        "Encountered errors while syncing namespace a - b",
                        "Cannot sync a into b - c",
                        "Failed to remove namespace a: b");
    }

    @Test
    void readsAVerification() {
        DatastoreReport report = verify(
                "Starting datastore verify job 'store1:v-8c3f2a10-91de'",
                "verify datastore store1",
                "found 2 groups",
                "verify group store1:vm/100 (2 snapshots)",
                "verify store1:vm/100/2026-08-20T23:00:03Z",
                "  check qemu-server.conf.blob",
                "  verified 3211.50/8192.00 MiB in 44.01 seconds, speed 72.97/186.14 MiB/s (1 errors)",
                "  verified 1.00/x",
                "  verified x/1.00 MiB in ",
                "chunk 0a1b... was marked as corrupt",
                "verify store1:vm/100/2026-08-20T23:00:03Z/drive-scsi0.img.fidx failed: chunks could not be verified",
                "SKIPPED: verify store1:vm/100/2026-08-19T23:00:02Z (recently verified)",
                "SKIPPED: verify store1:vm/100/2026-08-18T23:00:02Z - could not acquire snapshot lock: x",
                "Failed to verify the following snapshots/groups:",
                "\tvm/100/2026-08-20T23:00:03Z",
                "\tns/prod/vm/100/2026-08-20T23:00:03Z",
                "queued notification (id=1)",
                "\tnot in the list");

        assertThat(report.figures())
                .isEqualTo(Map.of(
                        "groups", 2L,
                        "verified", 1L,
                        "failed", 2L,
                        "skipped", 1L,
                        "not-verified", 1L,
                        "verified-bytes", 6423L << 19));
        assertThat(report.doubts())
                .containsExactly(
                        "damaged: vm/100/2026-08-20T23:00:03Z", "damaged: ns/prod/vm/100/2026-08-20T23:00:03Z");
        assertThat(report.summary())
                .isEqualTo("verified 1 snapshot, 2 failed, 1 skipped as verified recently,"
                        + " 1 not verified as locked or gone");
        assertThat(report.idle()).isNull();
    }

    @Test
    void namesTheBrokenFilesOfAVerificationThatWasStopped() {
        DatastoreReport report = verify(
                "found 1 groups",
                "verify store1:vm/100/a/drive.fidx failed: chunks could not be verified",
                "verify store1:vm/100/b - manifest load error: x");

        assertThat(report.doubts())
                .containsExactly(
                        "damaged: verify store1:vm/100/a/drive.fidx failed: chunks could not be verified",
                        "damaged: verify store1:vm/100/b - manifest load error: x");
    }

    @Test
    void doubtsAVerificationThatCouldNotListTheBackups() {
        DatastoreReport report = verify("verify datastore store1", "unable to list backups: EIO", "unable");

        assertThat(report.doubts()).containsExactly("backups were not verified: unable to list backups: EIO");
        assertThat(report.idle()).isEqualTo("verified no snapshot");
    }

    @Test
    void doubtsAVerificationThatCouldNotListAGroup() {
        assertThat(verify("verify group store1:vm/100 - unable to list snapshots: EIO")
                        .doubts())
                .containsExactly(
                        "backups were not verified: verify group store1:vm/100 - unable to list snapshots: EIO");
    }

    @Test
    void takesAVerificationOfNothingForNothing() {
        assertThat(verify("found 0 groups", "found no groups", "found 5", "very", "SKIPPED", "five")
                        .idle())
                .isEqualTo("found 0 groups to verify");
    }

    @Test
    void readsATapeBackup() {
        DatastoreReport report = tape(
                "waiting for drive lock...",
                "Starting tape backup job 'store1:daily:lto0:t-1'",
                "task triggered by schedule 'sat 20:00'",
                "Please insert media 'VT0002L8' into drive 'lto0'",
                "Progress",
                "found media label VT0002L8 (d76f6e45-9141-4022-9218-9fe461213fdb)",
                "found 3 groups (out of 4 total)",
                "backup snapshot \"vm/100/2026-11-19T08:12:50Z\"",
                "wrote 7 chunks (21.75 MB at 204.53 MB/s)",
                "wrote nothing",
                "end backup store1:\"vm/100/2026-11-19T08:12:50Z\"",
                "skip snapshot \"vm/101/2026-11-19T08:12:50Z\"",
                "append media catalog");

        assertThat(report.figures())
                .isEqualTo(Map.of(
                        "groups", 3L,
                        "groups-total", 4L,
                        "snapshots", 1L,
                        "skipped", 1L,
                        "written-chunks", 7L,
                        "written-bytes", 21_750_000L));
        assertThat(report.summary()).isEqualTo("wrote 1 snapshot, 1 already on tape");
        assertThat(report.idle()).isNull();
        assertThat(report.scheduled()).isTrue();
    }

    @Test
    void takesATapeBackupOfNothingForNothing() {
        assertThat(tape("found 0 groups (out of 0 total)").idle()).isEqualTo("found 0 groups to write (out of 0)");
        assertThat(tape("found 2 groups (out of 2 total)").idle()).isEqualTo("wrote no snapshot");
    }

    @Test
    void doubtsABackupThatHadErrorsButFinished() {
        DatastoreReport report = PbsLogs.report(
                "backup",
                "store1:vm/100",
                "backup had errors but finished: x",
                "backup finished, but starting the requested verify task failed: y",
                "backup finished successfully",
                "successfully finished backup");

        assertThat(report.doubts())
                .containsExactly(
                        "backup had errors but finished: x",
                        "backup finished, but starting the requested verify task failed: y");
    }

    @Test
    void tellsNothingOfOtherTasks() {
        assertThat(PbsLogs.report("logrotate", "", "found 0 groups")).isEqualTo(DatastoreReport.NOTHING);
    }

    @Test
    void isNotIdleUnlessItEndedWell() {
        Upid upid = PbsLogs.upid("syncjob", "pbs2:offsite:store1::s-1");
        TaskState failed = new TaskState.Failed("error trying to connect");

        assertThat(PbsLogs.read(upid, new byte[0])
                        .outcome(upid, failed, Instant.EPOCH)
                        .datastore()
                        .idle())
                .isNull();
        assertThat(PbsLogs.read(upid, new byte[0])
                        .outcome(upid, new TaskState.Warnings(1), Instant.EPOCH)
                        .datastore()
                        .idle())
                .isNotNull();
    }

    @Test
    void writesSizesForPeople() {
        assertThat(PbsFindings.size(1023)).isEqualTo("1023 B");
        assertThat(PbsFindings.size(1024)).isEqualTo("1.0 KiB");
        assertThat(PbsFindings.size(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
