package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.fleet.FakePve;
import dev.allclear.it.fleet.PveGuest;
import dev.allclear.it.fleet.PveJob;
import dev.allclear.it.fleet.PveTask;
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

/** The packaged agent, on a machine that is no Proxmox host, watches a cluster of three nodes through its API. */
class ClusterIT {
    private static final String JOB = "nightly-all";

    private final FakeKuma kuma = FakeKuma.v2();
    private final String token = kuma.addMonitor();
    private final FakePve pve = FakePve.cluster("lab", "pve1", "pve2", "pve3");
    private Host host;
    private Agent agent;

    @BeforeEach
    void cluster(@TempDir Path root) throws Exception {
        pve.guest(PveGuest.machine(101, "db01", "pve1"))
                .guest(PveGuest.container(201, "web01", "pve2"))
                .guest(PveGuest.machine(301, "mail", "pve3"))
                .job(PveJob.overAllBut(JOB, 999).with("storage", "local"));
        host = Host.in(root);
        configure("");
    }

    private void configure(String more) {
        host.config("""
                pve: lab
                \turl %s
                \turl %s
                \ttoken-id %s
                \ttoken %s
                \tfingerprint %s
                \tfingerprint %s
                \tpoll 5s
                \tlocal no

                heartbeat: nightly
                \tsource lab
                \tjob %s
                \turl %s
                \tgrace 2s
                %s
                page: off
                \tdisable yes

                ledger: main
                \tpath %s
                """.formatted(
                        pve.node("pve1").url(),
                        pve.node("pve2").url(),
                        FakePve.TOKEN_ID,
                        pve.token(),
                        pve.node("pve1").fingerprint(),
                        pve.node("pve2").fingerprint(),
                        JOB,
                        kuma.pushUrl(token),
                        more,
                        host.ledger()));
    }

    private void start() throws Exception {
        agent = Agent.start(host, Map.of()).awaitReady();
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.close();
        }
        pve.close();
        kuma.close();
    }

    private List<Beat> beats() {
        return kuma.beats(token);
    }

    private void awaitBeats(int number) {
        await().atMost(Duration.ofSeconds(40)).until(() -> beats().size() == number);
    }

    @Test
    void oneBeatWhenEveryNodeHasEndedAndNoneBefore() throws Exception {
        start();
        List<PveTask> tasks = pve.startJob(JOB);
        pve.finish(JOB, tasks.get(0));
        pve.finish(JOB, tasks.get(1));
        await().atMost(Duration.ofSeconds(30)).until(() -> host.status().tasks() == 3);
        assertThat(beats()).isEmpty();
        pve.finish(JOB, tasks.get(2));
        awaitBeats(1);
        assertThat(beats().get(0).msg()).startsWith(JOB + ": 3/3 guests");
    }

    @Test
    void aFailureOnOneNodeIsToldWithItsNodeAndNothingIsPushed() throws Exception {
        start();
        List<PveTask> tasks = pve.startJob(JOB);
        tasks.get(1).failGuest(201, "no space left on device").end();
        agent.awaitLine("nightly: failed", Duration.ofSeconds(45));
        pve.finish(JOB, tasks.get(0));
        pve.finish(JOB, tasks.get(2));
        agent.awaitLine("pve2: guest 201 failed: no space left on device");
        assertThat(beats()).isEmpty();
    }

    @Test
    void anOfflineNodeLeavesTheRunIncompleteByName() throws Exception {
        start();
        pve.node("pve3").offline();
        agent.awaitLine("node pve3", Duration.ofSeconds(30));
        pve.runJob(JOB);
        agent.awaitLine("nightly: incomplete", Duration.ofSeconds(40));
        assertThat(String.join("\n", agent.lines())).contains("301");
        assertThat(beats()).isEmpty();
    }

    @Test
    void aRunThatNoNodeStartedIsMissed() throws Exception {
        // The jobs are read at the start, and then every few minutes only.
        Instant due = Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
        pve.job(PveJob.overAllBut(JOB, 999).with("schedule", Scheduler.daily(due)));
        start();
        String line = agent.awaitLine("nightly: missed, so no push", Duration.ofSeconds(60));
        assertThat(line).contains("due " + due);
        assertThat(beats()).isEmpty();
    }

    @Test
    void aRunThatEndedWhileTheAgentWasAwayIsPushedWhenItIsBack() throws Exception {
        start();
        agent.terminate();
        pve.runJob(JOB);
        start();
        awaitBeats(1);
    }

    @Test
    void anAgentThatIsKilledAndStartedAgainPushesOnce() throws Exception {
        start();
        pve.runJob(JOB);
        awaitBeats(1);
        // Killed before it has written down the answer it would push again, and say so.
        agent.awaitLine("nightly: pushed");
        agent.kill9();
        start();
        await().pollDelay(Duration.ofSeconds(7)).until(() -> true);
        assertThat(beats()).hasSize(1);
    }

    @Test
    void theOtherUrlTakesOverWhenTheFirstIsGone() throws Exception {
        start();
        pve.node("pve1").dead(true);
        agent.awaitLine(pve.node("pve2").url(), Duration.ofSeconds(90));
    }

    @Test
    void aChangedCertificateIsALoudErrorWithBothFingerprints() throws Exception {
        start();
        String before = pve.node("pve1").fingerprint();
        pve.node("pve1").changeCertificate();
        pve.node("pve2").changeCertificate();
        String line = agent.awaitLine(pve.node("pve1").fingerprint().substring(0, 20), Duration.ofSeconds(60));
        assertThat(line).contains(before.substring(0, 20));
    }

    @Test
    void aTokenThatMayNotLookIsNotTakenForAQuietNight() throws Exception {
        pve.rights(FakePve.Rights.NONE);
        start();
        agent.awaitLine("pveum acl modify", Duration.ofSeconds(30));
        assertThat(String.join("\n", agent.lines())).doesNotContain(pve.token());
    }
}
