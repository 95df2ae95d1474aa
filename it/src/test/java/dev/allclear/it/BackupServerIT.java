package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.fleet.FakePbs;
import dev.allclear.it.fleet.PbsJob;
import dev.allclear.it.fleet.PbsTask;
import dev.allclear.it.kuma.Beat;
import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent watches a backup server through its API. */
class BackupServerIT {
    private final FakeKuma kuma = FakeKuma.v2();
    private final String token = kuma.addMonitor();
    private final FakePbs pbs = FakePbs.host("pbs1", "store1");
    private final PbsJob sync = PbsJob.sync("s-offsite", "pbs2", "store1");
    private final PbsJob verify = PbsJob.verify("v-1", "store1");
    private Host host;
    private Agent agent;

    @BeforeEach
    void server(@TempDir Path root) {
        pbs.job(sync).job(verify);
        host = Host.in(root);
    }

    private void start(String heartbeat) throws Exception {
        host.config("pbs: vault\n\turl " + pbs.url() + "\n\ttoken-id " + FakePbs.TOKEN_ID + "\n\ttoken " + pbs.token()
                + "\n\tfingerprint " + pbs.fingerprint() + "\n\tpoll 5s\n\tlocal no\n\nheartbeat: offsite\n\t"
                + heartbeat + "\n\turl " + kuma.pushUrl(token) + "\n\npage: off\n\tdisable yes\n\nledger: main\n\tpath "
                + host.ledger() + "\n");
        agent = Agent.start(host, Map.of()).awaitReady();
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.close();
        }
        pbs.close();
        kuma.close();
    }

    private List<Beat> beats() {
        return kuma.beats(token);
    }

    private void awaitBeats(int number) {
        await().atMost(Duration.ofSeconds(40)).until(() -> beats().size() >= number);
    }

    private PbsTask synced(String groups) {
        return pbs.startJob(sync, true)
                .line("sync datastore 'store1' from 'pbs2/offsite'")
                .line("Found " + groups + " groups to sync (out of " + groups + " total)")
                .line("Summary: sync job pulled 14.223 GiB in 9120 chunks (average rate: 26.433 MiB/s)")
                .endWith("TASK OK");
    }

    @Test
    void aSyncThatSucceededIsPushedWithWhatItDid() throws Exception {
        start("task sync:s-offsite");
        synced("12");
        awaitBeats(1);
        assertThat(beats().get(0).msg()).startsWith("sync:s-offsite: ").contains("12 groups");
    }

    @Test
    void aSyncOfNothingIsNotPushed() throws Exception {
        start("task sync:s-offsite");
        pbs.startJob(sync, true)
                .line("Found 0 groups to sync (out of 0 total)")
                .line("Summary: sync job found no new data to pull")
                .endWith("TASK OK");
        agent.awaitLine("offsite: empty", Duration.ofSeconds(40));
        assertThat(beats()).isEmpty();
    }

    @Test
    void aSyncThatDidNotBeginIsMissed() throws Exception {
        // The jobs are read at the start, and then every few minutes only.
        Instant due = Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
        pbs.job(sync.scheduled(Scheduler.daily(due), due));
        start("task sync:s-offsite\n\tgrace 2s");
        String line = agent.awaitLine("offsite: missed, so no push", Duration.ofSeconds(60));
        assertThat(line).contains("sync:s-offsite was due at " + due);
        assertThat(beats()).isEmpty();
    }

    @Test
    void aFailureIsPushedAsDownWhereThatIsAskedFor() throws Exception {
        start("task sync:s-offsite\n\ton-failure down");
        pbs.startJob(sync, true).endWith("TASK ERROR: sync failed with some errors.");
        awaitBeats(1);
        assertThat(beats().get(0).up()).isFalse();
        assertThat(beats().get(0).msg()).contains("sync failed with some errors.");
        synced("3");
        awaitBeats(2);
        assertThat(beats().get(1).up()).isTrue();
    }

    @Test
    void aChainIsPushedAfterItsLastStepAlone() throws Exception {
        start("require vault/sync:s-offsite\n\trequire vault/verify:v-1");
        synced("3");
        await().atMost(Duration.ofSeconds(40)).until(() -> host.status().tasks() == 1);
        assertThat(beats()).isEmpty();
        pbs.startJob(verify, true)
                .line("found 3 groups")
                .line("verify group store1:vm/100 (2 snapshots)")
                .line("verify store1:vm/100/2026-08-20T23:00:03Z")
                .endWith("TASK OK");
        awaitBeats(1);
        assertThat(host.command("explain", "offsite", "--config", host.config().toString())
                        .out())
                .contains("sync:s-offsite")
                .contains("verify:v-1");
    }

    @Test
    void theAgentsOwnHeartbeatBeatsWhileItSees() throws Exception {
        start("self yes\n\tinterval 20s");
        awaitBeats(1);
        assertThat(beats().get(0).msg()).contains("targets answer");
    }
}
