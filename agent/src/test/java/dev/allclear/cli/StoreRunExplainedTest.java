package dev.allclear.cli;

import static dev.allclear.cli.JobLedger.DUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.Ledger;
import dev.allclear.task.DatastoreReport;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code explain} of jobs of a backup server, of chains with them, and of the agent's own heartbeat. */
class StoreRunExplainedTest {
    private static final StoreWatch SYNC = new StoreWatch(null, StoreJob.Kind.SYNC, "s-offsite");
    private static final ChainWatch CHAIN = new ChainWatch(
            List.of(new JobWatch("local", "backup-1"), new StoreWatch("local", StoreJob.Kind.SYNC, "s-offsite")));

    @TempDir
    private Path directory;

    private static Upid sync(long secondsAfterDue) {
        long start = DUE.plusSeconds(secondsAfterDue).getEpochSecond();
        return new Upid(
                Upid.Product.PBS, "pbs", 7, 7, 1, start, "syncjob", "remote:store:store1::s-offsite", "root@pam");
    }

    private static DatastoreReport report() {
        return new DatastoreReport(
                "store1",
                "prod/db",
                "s-offsite",
                true,
                null,
                "synced 3 groups",
                List.of(),
                new TreeMap<>(Map.of("groups", 3L, "transferred-bytes", 1024L)));
    }

    private String store(String watched) throws IOException {
        String conf =
                Terminal.conf(directory, "heartbeat: nightly\n\t" + watched + "\n\turl http://kuma.test/api/push/abc");
        return Terminal.withStore(conf);
    }

    private void synced() {
        try (JobLedger ledger = new JobLedger(directory, null, SYNC)) {
            ledger.ends(sync(60), report());
        }
    }

    @Test
    void explainPrintsWhatATaskOfABackupServerDid() throws IOException {
        String conf = store("task sync:s-offsite");
        synced();
        assertThat(Terminal.run("explain", "nightly", "-c", conf).out())
                .contains("nightly: ALL-CLEAR")
                .contains("  datastore store1\n  namespace prod/db\n  job       s-offsite, by its schedule\n")
                .contains("  summary   synced 3 groups\n  figures   groups 3, transferred-bytes 1024\n");
    }

    @Test
    void explainPrintsTheDoubtsOfATaskThatSaysOk() throws IOException {
        String conf = store("task gc:store1");
        Upid gc = new Upid(
                Upid.Product.PBS, "pbs", 7, 7, 1, DUE.getEpochSecond(), "garbage_collection", "store1", "root@pam");
        try (JobLedger ledger = new JobLedger(directory, null, new StoreWatch(null, StoreJob.Kind.GC, "store1"))) {
            ledger.ends(
                    gc,
                    new DatastoreReport(
                            "store1", "", "store1", true, null, "", List.of("1 chunk is missing"), new TreeMap<>()));
        }
        assertThat(Terminal.run("explain", "nightly", "-c", conf).out())
                .contains("nightly: FAILED")
                .contains("  doubt     1 chunk is missing\n");
    }

    @Test
    void explainAsJsonHasTheFiguresOfABackupServer() throws IOException {
        String conf = store("task sync:s-offsite");
        synced();
        assertThat(Terminal.run("explain", "nightly", "-c", conf, "--json").out())
                .contains("\"store\":{\"datastore\":\"store1\",\"namespace\":\"prod/db\",\"job\":\"s-offsite\"")
                .contains("\"figures\":{\"groups\":3,\"transferred-bytes\":1024}");
    }

    @Test
    void aTaskOfABackupServerThatRunsIsAnOpenRun() throws IOException {
        String conf = store("task sync:s-offsite");
        synced();
        try (JobLedger ledger = new JobLedger(directory, null, SYNC)) {
            ledger.see(DUE.plusSeconds(3600), new Sighting.Running(sync(3600)));
        }
        assertThat(Terminal.run("explain", "nightly", "-c", conf).out())
                .contains("nightly: OPEN")
                .contains("  waits for the task on pbs, running since 2026-11-21T02:00:00Z\n");
    }

    private String chain() throws IOException {
        return store("require local/backup-1\n\trequire vault/sync:s-offsite");
    }

    @Test
    void explainShowsEachStepOfAChainAndWhatItWaitsFor() throws IOException {
        String conf = chain();
        try (JobLedger ledger = new JobLedger(directory, null, CHAIN)) {
            ledger.tick(DUE.plusSeconds(1));
            ledger.ends("pve1", 101);
            ledger.ends("pve2", 102, 103);
            ledger.ends("pve3");
        }
        assertThat(Terminal.run("explain", "nightly", "-c", conf).out())
                .contains("nightly: OPEN\n  step 1    job backup-1 on local: ALL-CLEAR, ended ")
                .contains("  step 2    task sync:s-offsite on vault: no run seen yet\n")
                .contains("  chain     waits for a success of sync:s-offsite\n");
    }

    @Test
    void explainSaysWhyAStepOfAChainDidNotSucceed() throws IOException {
        String conf = chain();
        try (JobLedger ledger = new JobLedger(directory, null, CHAIN)) {
            ledger.tick(DUE.plusSeconds(1));
            ledger.ends("pve1", 101);
            ledger.fails("pve2", 102, 103);
            ledger.ends("pve3");
        }
        assertThat(Terminal.run("explain", "nightly", "-c", conf).out())
                .contains("nightly: FAILED")
                .contains("  step 1    job backup-1 on local: FAILED, ended ")
                .contains("            because pve2: guest 102 failed");
    }

    @Test
    void explainOfACompleteChainNamesItsRuns() throws IOException {
        String conf = chain();
        chainCompletes();
        assertThat(Terminal.run("explain", "nightly", "-c", conf).out())
                .contains("nightly: ALL-CLEAR")
                .contains("  step 2    task sync:s-offsite on vault: ALL-CLEAR, ended ")
                .contains("  because   succeeded, ended 2026-11-21T01:10:00Z: due 2026-11-21T01:00:00Z\n")
                .contains("  push      pending: \"");
    }

    private void chainCompletes() {
        try (JobLedger ledger = new JobLedger(directory, null, CHAIN)) {
            ledger.tick(DUE.plusSeconds(1));
            ledger.ends("pve1", 101);
            ledger.ends("pve2", 102, 103);
            ledger.ends("pve3");
            ledger.ends(sync(3600), report());
        }
    }

    @Test
    void statusShowsTheProgressOfAChainInOneLine() throws IOException {
        String conf = chain();
        try (JobLedger ledger = new JobLedger(directory, null, CHAIN)) {
            ledger.tick(DUE.plusSeconds(1));
            ledger.ends("pve1", 101);
            ledger.ends("pve2", 102, 103);
            ledger.ends("pve3");
        }
        assertThat(Terminal.run("status", "-c", conf).out())
                .contains("  chain      backup-1 all-clear " + Words.time(DUE.plusSeconds(600))
                        + ", then sync:s-offsite no run yet; waits for a success of sync:s-offsite\n");
    }

    @Test
    void statusAsJsonHasTheStepsOfAChain() throws IOException {
        String conf = chain();
        chainCompletes();
        assertThat(Terminal.run("status", "-c", conf, "--json").out())
                .contains("\"steps\":[{\"watch\":\"job backup-1 on local\",\"newest\":{\"heartbeat\":\"nightly 1\"")
                .contains("\"waits_for\":\"waits for a success of sync:s-offsite\"");
    }

    @Test
    void explainOfTheAgentsOwnHeartbeatSaysThatItHasNoRuns() throws IOException {
        String conf = store("self yes");
        Terminal.Result result = Terminal.run("explain", "nightly", "-c", conf);
        assertThat(result.err()).contains("`nightly` is the agent's own heartbeat, which has no runs");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void statusOfTheAgentsOwnHeartbeatSaysWhenItIsPushed() throws IOException {
        String conf = store("self yes");
        synced();
        assertThat(Terminal.run("status", "-c", conf).out())
                .contains("nightly  (the agent itself)\n  pushed every 1 min while every source sees");
    }

    @Test
    void statusSaysHowWellEachSourceSees() throws IOException {
        String conf = store("task sync:s-offsite");
        try (Ledger ledger = Ledger.open(directory.resolve("state"))) {
            ledger.write(entries -> {
                entries.note("health vault", "degraded 0/1 nodes: no route to host, since 2026-11-21T01:00:00Z");
                return "";
            });
        }
        assertThat(Terminal.run("status", "-c", conf).out())
                .contains("source vault: degraded 0/1 nodes: no route to host, since 2026-11-21 01:00:00\n");
        assertThat(Terminal.run("status", "-c", conf, "--json").out())
                .contains("\"state\":\"degraded\",\"words\":\"degraded 0/1 nodes: no route to host");
    }
}
