package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worker id tells datastore, namespace and job. */
final class PbsWorkTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "garbage_collection, store1, store1, '', store1",
                "prunejob, store1, store1, '', -",
                "prunejob, store1\\x3aprod-db, store1, prod/db, -",
                "prune, store1\\x3a, store1, '', -",
                "prune, store1\\x3a\\x3avm-100, store1, '', -",
                "prune, store1\\x3aa-b\\x3avm-100, store1, a/b, -",
                "syncjob, pbs2\\x3aoffsite\\x3astore1\\x3a\\x3as\\x2d1a2b3c4d\\x2d5e6f, store1, '', s-1a2b3c4d-5e6f",
                "syncjob, \\x2d\\x3astore1\\x3astore2\\x3aprod-db\\x3as\\x2d77aa11bb\\x2d02, store2, prod/db, s-77aa11bb-02",
                "syncjob, pbs2\\x3aoffsite\\x3astore1\\x3as\\x2dold, store1, '', s-old",
                "syncjob, pbs2\\x3aoffsite\\x3astore1, store1, '', -",
                "syncjob, pbs2, -, '', -",
                "syncjob, pbs2\\x3aoffsite\\x3astore1\\x3a\\x3a, store1, '', -",
                "verificationjob, store1\\x3av\\x2d8c3f2a10\\x2d91de, store1, '', v-8c3f2a10-91de",
                "verificationjob, store1, store1, '', -",
                "tape-backup-job, store1\\x3adaily\\x3avdrive0\\x3at\\x2dvirt\\x2d0001, store1, '', t-virt-0001",
                "tape-backup-job, store1\\x3adaily\\x3avdrive0, store1, '', -",
                "verify, store1, store1, '', -",
                "verify, store1\\x3ans-prod-ns-db, store1, prod/db, -",
                "verify_group, store1\\x3a-vm-100, store1, '', -",
                "verify_snapshot, store1\\x3ans-prod-vm-100-6A8786F5, store1, prod, -",
                "sync, store1, store1, '', -",
                "backup, store1\\x3avm-100, store1, '', -",
                "load-media, vdrive0\\x3aVT0002L8, -, '', -",
                "aptupdate, '', -, '', -",
                "garbage_collection, '', -, '', -",
            })
    void readsTheWorkerId(
            String type, String escaped, @Nullable String datastore, String namespace, @Nullable String jobId) {
        Upid upid = Upid.parse("UPID:pbs1:000002CA:00000520:0000001A:6A87A310:" + type + ":" + escaped + ":root@pam:")
                .orElseThrow();

        assertThat(PbsWork.of(upid)).isEqualTo(new PbsWork(datastore, namespace, jobId));
    }

    @Test
    void takesThePruneJobFromTheLog() {
        DatastoreReport report = PbsLogs.report(
                "prunejob",
                "store1:prod",
                "prune job 's-0f3c22aa-1b2c'",
                "Pruning group prod:\"vm/100\"",
                "prune job 'x'");

        assertThat(report.jobId()).isEqualTo("s-0f3c22aa-1b2c");
        assertThat(report.namespace()).isEqualTo("prod");
    }

    @Test
    void knowsNoJobOfAPruneJobWhoseLogIsDamaged() {
        assertThat(PbsLogs.report("prunejob", "store1", "prune job '").jobId()).isNull();
    }
}
