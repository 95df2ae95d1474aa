package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of vzdump log tells. */
final class VzdumpExamplesTest {

    private static VzdumpReport report(String example) throws IOException {
        return Logs.read(Logs.example(example)).report();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            e01-two-guests-on-nfs     | OK                                            | {100=ok, 101=ok}
            e02-all-guests-to-pbs     | OK                                            | {100=ok, 201=external, 202=external}
            e03-one-guest-locked      | job errors                                    | {100=ok, 102=failed}
            e04-warnings-after-finish | WARNINGS: 2                                   | {100=warning}
            e06a-waited-for-lock      | OK                                            | {105=aborted}
            e06b-lock-timeout         | unexpected status                             | {}
            e07-stopped-by-user       | interrupted by signal                         | {100=failed, 101=missing}
            e08-killed                | unexpected status                             | {100=aborted, 101=missing}
            e09-node-without-guests   | OK                                            | {100=external, 101=external, 102=external}
            e10-deleted-guest         | job errors                                    | {100=external, 999=failed}
            e12-foreground            | job errors                                    | {102=failed}
            e13-no-permission         | 403 Permission check failed (/vms/105, VM.Backup) | {100=missing, 105=missing}
            e14-freeze-error          | OK                                            | {}
            """)
    void tellsTheStatusAndTheGuests(String example, String status, String guests) throws IOException {
        VzdumpLogReader reader = Logs.read(Logs.example(example));

        assertThat(reader.finalState().status()).isEqualTo(status);
        assertThat(Logs.states(reader.report())).hasToString(guests);
    }

    @Test
    void describesGuestsOnAFileStorage() throws IOException {
        assertThat(report("e01-two-guests-on-nfs").guests())
                .containsExactly(
                        new Guest(
                                100,
                                Guest.State.OK,
                                "qemu",
                                "db01",
                                LocalDateTime.of(2026, 8, 21, 1, 0, 3),
                                LocalDateTime.of(2026, 8, 21, 1, 1, 39),
                                Duration.ofSeconds(96),
                                "snapshot",
                                "/mnt/pve/backup-nfs/dump/vzdump-qemu-100-2026_08_21-01_00_03.vma.zst",
                                Math.round(5.61 * (1 << 30)),
                                0,
                                null),
                        new Guest(
                                101,
                                Guest.State.OK,
                                "lxc",
                                "web01",
                                LocalDateTime.of(2026, 8, 21, 1, 1, 39),
                                LocalDateTime.of(2026, 8, 21, 1, 2, 25),
                                Duration.ofSeconds(46),
                                "snapshot",
                                "/mnt/pve/backup-nfs/dump/vzdump-lxc-101-2026_08_21-01_01_39.tar.zst",
                                456L << 20,
                                0,
                                null,
                                1));
    }

    @Test
    void describesAGuestOnABackupServer() throws IOException {
        Guest guest = report("e02-all-guests-to-pbs").guests().get(0);

        assertThat(guest.archive()).isEqualTo("vm/100/2026-08-21T00:00:02Z");
        assertThat(guest.sizeBytes()).isEqualTo(Math.round(1.21 * (1 << 30)));
    }

    @Test
    void describesAFailedGuest() throws IOException {
        Guest guest = report("e03-one-guest-locked").guests().get(1);

        assertThat(guest.error()).isEqualTo("VM is locked (backup)");
        assertThat(guest.ended()).isEqualTo("2026-08-21T01:01:29");
        assertThat(guest.duration()).isNull();
    }

    @Test
    void describesAGuestThatFailedBeforeItsTurn() throws IOException {
        Guest guest = report("e10-deleted-guest").guests().get(1);

        assertThat(guest.error()).isEqualTo("unable to find VM '999'");
        assertThat(guest.kind()).isNull();
        assertThat(guest.started()).isNull();
        assertThat(guest.ended()).isEqualTo("2026-08-21T01:00:04");
    }

    @Test
    void countsWarningsAfterTheGuestFinished() throws IOException {
        assertThat(report("e04-warnings-after-finish").guests().get(0).warnings())
                .isEqualTo(2);
    }

    @Test
    void tellsWhatTheTaskWasAskedFor() throws IOException {
        assertThat(report("e13-no-permission").command())
                .isEqualTo("vzdump 100 105 --storage backup-nfs --node pve1 --mode snapshot");
        assertThat(report("e05-storage-not-available").command()).isNull();
    }

    @Test
    void tellsWhichGuestsBelongToOtherNodes() throws IOException {
        assertThat(report("e02-all-guests-to-pbs").skipped()).containsExactly(201, 202);
    }

    @Test
    void tellsWhetherAllGuestsHadTheirTurn() throws IOException {
        assertThat(report("e03-one-guest-locked").loopEnded()).isTrue();
        assertThat(report("e09-node-without-guests").loopEnded()).isTrue();
        assertThat(report("e07-stopped-by-user").loopEnded()).isFalse();
        assertThat(report("e13-no-permission").loopEnded()).isFalse();
    }

    @Test
    void tellsWhyTheJobFailed() throws IOException {
        assertThat(report("e11-job-start-hook-fails").jobError())
                .isEqualTo("command '/usr/local/bin/hook.sh job-start' failed: exit code 1");
        assertThat(report("e03-one-guest-locked").jobError()).isNull();
    }

    @Test
    void tellsAboutTheLock() throws IOException {
        assertThat(report("e06a-waited-for-lock").waitedForLock()).isTrue();
        assertThat(report("e06a-waited-for-lock").lockTimeout()).isFalse();
        assertThat(report("e06b-lock-timeout").waitedForLock()).isFalse();
        assertThat(report("e06b-lock-timeout").lockTimeout()).isTrue();
        assertThat(report("e01-two-guests-on-nfs").lockTimeout()).isFalse();
    }

    @Test
    void countsPrunedBackups() throws IOException {
        assertThat(report("e01-two-guests-on-nfs").pruned()).isEqualTo(1);
    }

    @Test
    void takesAnErrorThatPveSurvivedForNoFailure() throws IOException {
        assertThat(Logs.read(Logs.example("e14-freeze-error")).finalState()).isEqualTo(new TaskState.Ok());
    }

    @Test
    void tellsNothingOfOtherTasks() {
        assertThat(Logs.read("starting apt-get update\nHit:1 http://example.org\nTASK OK\n")
                        .report())
                .isEqualTo(VzdumpReport.NOTHING);
    }
}
