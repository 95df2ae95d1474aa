package dev.allclear.cli;

import static dev.allclear.cli.JobLedger.DUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.verdict.Heartbeat.JobWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code explain} of a job that runs on several nodes. */
class JobRunExplainedTest {
    private static final String RUN = "due 2026-11-21T01:00:00Z";

    @TempDir
    private Path directory;

    private String conf = "";

    @BeforeEach
    void writeConf() throws IOException {
        conf = Terminal.conf(
                directory, "heartbeat: nightly\n\tjob backup-1\n\turl http://kuma.test/api/push/SeCrEt123");
    }

    private JobLedger ledger() {
        return new JobLedger(directory, null, new JobWatch("backup-1"));
    }

    private String explain(String... more) {
        String[] args = new String[4 + more.length];
        System.arraycopy(new String[] {"explain", "nightly", "-c", conf}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        Terminal.Result result = Terminal.run(args);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    private String status(String... json) {
        return Terminal.run(
                        json.length == 0
                                ? new String[] {"status", "-c", conf}
                                : new String[] {"status", "-c", conf, json[0]})
                .out();
    }

    private void oneNodeStillRuns() {
        try (JobLedger ledger = ledger()) {
            ledger.tick(DUE.plusSeconds(1));
            ledger.starts("pve2");
            ledger.ends("pve1", 101);
            ledger.ends("pve3");
        }
    }

    private void allWell() {
        try (JobLedger ledger = ledger()) {
            ledger.tick(DUE.plusSeconds(1));
            ledger.ends("pve1", 101);
            ledger.ends("pve2", 102, 103);
            ledger.ends("pve3");
        }
    }

    private void missed(@Nullable Duration remind) {
        try (JobLedger ledger = new JobLedger(directory, remind, new JobWatch("backup-1"))) {
            ledger.tick(DUE.plusSeconds(1));
            ledger.tick(DUE.plusSeconds(3600));
            for (int hour = 2; hour < 10; hour++) {
                ledger.tick(DUE.plus(Duration.ofHours(hour)));
            }
        }
    }

    @Test
    void explainNamesWhatWasExpectedOfEachNode() {
        allWell();
        assertThat(explain())
                .contains("nightly: ALL-CLEAR")
                .contains("  run       " + RUN + "\n")
                .contains("  due       " + Words.time(DUE) + "\n")
                .contains("  job       backup-1 on local\n")
                .contains("  expected  node pve1: guest 101\n")
                .contains("  expected  node pve2: guests 102, 103\n")
                .contains("  expected  node pve3: a task, and no guest\n");
    }

    @Test
    void explainNamesTheDisksThatTheConfigurationLeavesOut() {
        allWell();
        assertThat(explain()).contains("  expected  2 disks excluded by configuration: 2 of 102\n");
    }

    @Test
    void explainShowsTheTaskOfEveryNodeWithItsGuests() {
        allWell();
        assertThat(explain())
                .contains("  task      pve1: ok: OK\n  upid      " + JobLedger.upid("pve1")
                        + "\n  command   vzdump --all 1")
                .contains("  task      pve2: ok: OK\n  upid      " + JobLedger.upid("pve2"))
                .contains("  guest     103    qemu vm103            ok\n");
    }

    @Test
    void explainSaysWhatAnOpenRunWaitsFor() {
        oneNodeStillRuns();
        assertThat(explain())
                .contains("nightly: OPEN\n  run       " + RUN + "\n")
                .contains("  task      pve2: running since " + Words.time(DUE.plusSeconds(2)) + "\n")
                .contains("  waits for the task on pve2, running since 2026-11-21T01:00:02Z\n")
                .contains("  push      none yet\n");
    }

    @Test
    void whatARunWaitedForIsForgottenWithItsVerdict() {
        oneNodeStillRuns();
        try (JobLedger ledger = ledger()) {
            ledger.ends("pve2", 102, 103);
        }
        assertThat(explain()).contains("nightly: ALL-CLEAR").doesNotContain("waits for");
        assertThat(status()).doesNotContain("open run");
    }

    @Test
    void explainFindsAnOpenRunByTheBeginningOfItsName() {
        oneNodeStillRuns();
        assertThat(explain("--run", "due 2026-11-21")).contains("nightly: OPEN");
    }

    @Test
    void explainOfARunThatNeverBeganHasNoTask() {
        missed(null);
        assertThat(explain())
                .contains("nightly: MISSED")
                .contains("  expected  node pve1: guest 101\n  expected")
                .contains("  task      none has been seen\n")
                .contains("  because   nothing was started by 2026-11-21T01:15:00Z")
                .contains("  push      none, because the run is no all-clear\n");
    }

    @Test
    void explainTellsTheDownsOfARunAndNotAllReminders() {
        missed(Duration.ofHours(1));
        assertThat(explain())
                .contains("  push      down, pending: \"backup-1 missed: nothing was started by")
                .contains("  push      down, superseded: \"backup-1 missed")
                .contains("            and 4 earlier ones\n");
    }

    @Test
    void explainAsJsonHasTheExpectationAndEveryTask() {
        allWell();
        assertThat(explain("--json"))
                .contains("\"open\":false")
                .contains(
                        "\"due\":\"2026-11-21T01:00:00Z\",\"expected\":{\"guests_known\":true,\"guests\":{\"101\":{\"node\""
                                + ":\"pve1\",\"excluded_disks\":0},\"102\":{\"node\":\"pve2\",\"excluded_disks\":2}")
                .contains("\"nodes\":[\"pve1\",\"pve2\",\"pve3\"]")
                .contains("\"tasks\":[{\"upid\":\"" + JobLedger.upid("pve1") + "\"")
                .contains("{\"upid\":\"" + JobLedger.upid("pve2") + "\"")
                .contains("\"pushes\":[{\"run\":\"" + RUN + "\",\"state\":\"pending\",\"up\":true");
    }

    @Test
    void explainAsJsonSaysWhatAnOpenRunWaitsFor() {
        oneNodeStillRuns();
        assertThat(explain("--json"))
                .contains("\"open\":true,\"waits_for\":\"the task on pve2, running since 2026-11-21T01:00:02Z\"")
                .doesNotContain("\"verdict\"");
    }

    @Test
    void statusSaysWhatAnOpenRunWaitsFor() {
        oneNodeStillRuns();
        assertThat(status())
                .contains("  open run   " + RUN + "\n  waits for  the task on pve2, running since 2026-11-21T01");
    }

    @Test
    void statusAsJsonHasTheOpenRun() {
        oneNodeStillRuns();
        assertThat(status("--json"))
                .contains("\"open_runs\":[{\"run\":\"" + RUN
                        + "\",\"started\":\"2026-11-21T01:00:00Z\",\"waits_for\":\"the");
    }

    @Test
    void statusTellsADownFromAnUp() {
        missed(Duration.ofHours(1));
        assertThat(status()).contains("  waiting    down \"backup-1 missed: nothing was started by");
    }
}
