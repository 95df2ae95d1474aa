package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.fleet.FakePbs;
import dev.allclear.it.fleet.FakePve;
import dev.allclear.it.fleet.PbsJob;
import dev.allclear.it.fleet.PveGuest;
import dev.allclear.it.fleet.PveJob;
import dev.allclear.it.fleet.PveTask;
import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.Night;
import dev.allclear.it.world.Scheduler;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that a person started, for two heartbeats of the same job: one counts them, the other waits for the schedule. The
 * push of the first shows that the run was seen; then a run of the schedule shows that the other one is not deaf.
 */
final class ManualRunIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final FakeKuma kuma = FakeKuma.v2();
    private final String counts = kuma.addMonitor();
    private final String ignores = kuma.addMonitor();
    private Host host;
    private Agent agent;

    @BeforeEach
    void build(@TempDir Path scratch) {
        host = Host.in(scratch);
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.close();
        }
        kuma.close();
    }

    /** Two heartbeats of this job over this source. */
    private void start(String source, String what) throws Exception {
        host.config(source + heartbeat("counts", what, counts, "count") + heartbeat("ignores", what, ignores, "ignore")
                + "page: off\n\tdisable yes\n\nledger: main\n\tpath " + host.ledger() + "\n");
        agent = Agent.start(host, Map.of()).awaitReady();
    }

    private String heartbeat(String name, String what, String token, String manual) {
        return "heartbeat: " + name + "\n\t" + what + "\n\tmanual " + manual + "\n\turl " + kuma.pushUrl(token)
                + "\n\n";
    }

    private void awaitBeats(int counting, int ignoring) {
        await().atMost(PATIENCE)
                .until(() -> kuma.beats(counts).size() == counting
                        && kuma.beats(ignores).size() >= ignoring);
        assertThat(kuma.beats(ignores)).hasSize(ignoring);
    }

    @Test
    void aBackupThatWasStartedInTheGuiCountsOnlyWhereItIsAskedFor() throws Exception {
        try (FakePve pve = FakePve.standAlone("pve1")) {
            pve.guest(PveGuest.container(101, "web01", "pve1")).job(PveJob.over("nightly", 101));
            start(
                    "pve: lab\n\turl " + pve.node("pve1").url() + "\n\ttoken-id " + FakePve.TOKEN_ID + "\n\ttoken "
                            + pve.token() + "\n\tfingerprint "
                            + pve.node("pve1").fingerprint() + "\n\tpoll 5s\n\tlocal no\n\n",
                    "job nightly");
            PveTask now = pve.node("pve1").start("vzdump", "101", "admin@pve");
            now.line("INFO: starting new backup job: vzdump 101 --all 0 --mode snapshot --storage local --compress zstd"
                            + " --node pve1")
                    .backUp(101, "web01")
                    .end();

            awaitBeats(1, 0);
            assertThat(says()).contains("by hand");
            pve.runJob("nightly");
            awaitBeats(2, 1);
        }
    }

    @Test
    void aBackupOnTheHostThatNoStateFileNamesCountsOnlyWhereItIsAskedFor() throws Exception {
        Scheduler scheduler =
                Scheduler.on(host, "nightly", Scheduler.daily(Instant.now().minusSeconds(7200)));
        try (Night night = new Night(host.tasks())) {
            start(
                    "pve: local\n\ttasks " + host.tasks() + "\n\tjobs-cfg " + host.jobsCfg() + "\n\tjob-state "
                            + host.jobStates() + "\n\tgrace 1s\n\n",
                    "job nightly");
            night.quickTask(101).backUp(101, "web01").end();

            awaitBeats(1, 0);
            VzdumpTask scheduled = night.quickTask(101);
            scheduler.started(scheduled);
            scheduled.backUp(101, "web01").end();
            awaitBeats(2, 1);
        }
    }

    @Test
    void aJobOfABackupServerThatAPersonStartedCountsOnlyWhereItIsAskedFor() throws Exception {
        PbsJob sync = PbsJob.sync("s-offsite", "pbs2", "store1")
                .scheduled("02:00", Instant.now().plusSeconds(3600));
        try (FakePbs pbs = FakePbs.host("pbs1", "store1")) {
            pbs.job(sync);
            start(
                    "pbs: vault\n\turl " + pbs.url() + "\n\ttoken-id " + FakePbs.TOKEN_ID + "\n\ttoken " + pbs.token()
                            + "\n\tfingerprint " + pbs.fingerprint() + "\n\tpoll 5s\n\tlocal no\n\n",
                    "task sync:s-offsite");
            sync(pbs, sync, false);
            awaitBeats(1, 0);
            sync(pbs, sync, true);
            awaitBeats(2, 1);
        }
    }

    private static void sync(FakePbs pbs, PbsJob job, boolean bySchedule) {
        pbs.startJob(job, bySchedule)
                .line("Found 3 groups to sync (out of 3 total)")
                .line("Summary: sync job pulled 14.223 GiB in 9120 chunks (average rate: 26.433 MiB/s)")
                .endWith("TASK OK");
    }

    private String says() throws InterruptedException {
        return host.command("explain", "counts", "--config", host.config().toString())
                .out();
    }
}
