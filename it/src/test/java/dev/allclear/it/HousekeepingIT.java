package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.fleet.FakePve;
import dev.allclear.it.fleet.PveGuest;
import dev.allclear.it.fleet.PveJob;
import dev.allclear.it.fleet.PveNode;
import dev.allclear.it.fleet.PveTask;
import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent says what it saw in the night, and what it could not see while it was away. */
final class HousekeepingIT {
    private static final String JOB = "nightly-all";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The agent looks once a minute. */
    private static final Duration MINUTES = Duration.ofSeconds(100);

    private final FakeKuma kuma = FakeKuma.v2();
    private final String token = kuma.addMonitor();
    private final FakePve pve = FakePve.cluster("lab", "pve1", "pve2", "pve3");
    private Host host;
    private Agent agent;

    @BeforeEach
    void cluster(@TempDir Path root) {
        pve.guest(PveGuest.machine(101, "db01", "pve1"))
                .guest(PveGuest.container(201, "web01", "pve2"))
                .guest(PveGuest.machine(301, "mail", "pve3"))
                .job(PveJob.overAllBut(JOB, 999).with("storage", "local"));
        host = Host.in(root);
        host.config("pve: lab\n\turl " + pve.node("pve1").url() + "\n\ttoken-id " + FakePve.TOKEN_ID + "\n\ttoken "
                + pve.token() + "\n\tfingerprint " + pve.node("pve1").fingerprint()
                + "\n\tpoll 5s\n\tlocal no\n\nheartbeat: nightly\n\tsource lab\n\tjob " + JOB + "\n\turl "
                + kuma.pushUrl(token) + "\n\npage: off\n\tdisable yes\n\nledger: main\n\tpath " + host.ledger() + "\n");
    }

    private void start(Map<String, String> environment) throws Exception {
        agent = Agent.start(host, environment).awaitReady();
    }

    @AfterEach
    void end() {
        if (agent != null) {
            agent.close();
        }
        pve.close();
        kuma.close();
    }

    private void awaitBeats(int number) {
        await().atMost(PATIENCE).until(() -> kuma.beats(token).size() == number);
    }

    /** A zone in which it is the last minute before six. */
    private static String almostSix() {
        ZonedDateTime now = Instant.now().atZone(ZoneOffset.UTC);
        int ahead = Math.floorMod(5 * 60 + 59 - now.getHour() * 60 - now.getMinute(), 24 * 60);
        return String.format(Locale.ROOT, "GMT+%02d:%02d", ahead / 60, ahead % 60);
    }

    @Test
    void theNightIsSummedUpAtSixByTheHostsClock() throws Exception {
        // Time enough for the agent to start before six.
        await().atMost(PATIENCE)
                .until(() -> Instant.now().atZone(ZoneOffset.UTC).getSecond() < 35);
        start(Map.of("ALLCLEAR_JAVA_OPTS", "-Duser.timezone=" + almostSix()));
        pve.runJob(JOB);
        awaitBeats(1);

        // Kuma, and root's address, which is told of warnings and errors without any matcher.
        agent.awaitLine("saw 3/3 nodes, 3 tasks, 0 gaps, 2/2 targets answered", MINUTES);
    }

    @Test
    void aRunInATimeThatTheListNoLongerShowsIsNoAllClear() throws Exception {
        start(Map.of());
        pve.runJob(JOB);
        awaitBeats(1);
        assertThat(agent.terminate().exit()).isZero();
        PveNode node = pve.node("pve1");
        List<PveTask> tasks = pve.startJob(JOB);
        // The list tells seconds only.
        Instant away = Instant.now().plusSeconds(2);
        await().until(() -> Instant.now().isAfter(away));
        for (int i = 0; i < 200; i++) {
            node.start("qmstart", "101", "root@pam").endWith("TASK OK");
        }
        node.rotateIndex(150);
        tasks.forEach(task -> pve.finish(JOB, task));
        start(Map.of());

        String gap = agent.awaitLine("its list no longer reaches back so far", PATIENCE);
        assertThat(gap).contains("on node pve1 from").contains("runs in that time are no all-clear");
        String line = agent.awaitLine("nightly: incomplete, so no push", PATIENCE);
        assertThat(line).contains("node pve1 was not seen from");
        assertThat(kuma.beats(token)).hasSize(1);
    }
}
