package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.fleet.FakePve;
import dev.allclear.it.fleet.PveGuest;
import dev.allclear.it.fleet.PveJob;
import dev.allclear.it.fleet.PveTask;
import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent on a node of a cluster: its own task directory and the API at once, as one source. */
class LocalAndApiIT {
    private final FakeKuma kuma = FakeKuma.v2();
    private final String token = kuma.addMonitor();
    private final FakePve pve = FakePve.cluster("lab", "pve1", "pve2");
    private Host host;
    private Agent agent;

    @BeforeEach
    void node(@TempDir Path root) throws Exception {
        pve.guest(PveGuest.machine(101, "db01", "pve1"))
                .guest(PveGuest.machine(201, "web01", "pve2"))
                .job(PveJob.overAllBut("nightly", 999).with("storage", "local"));
        host = Host.in(root);
        host.config("pve: lab\n\turl " + pve.node("pve1").url() + "\n\ttoken-id " + FakePve.TOKEN_ID + "\n\ttoken "
                + pve.token() + "\n\tfingerprint " + pve.node("pve1").fingerprint()
                + "\n\tpoll 5s\n\tlocal yes\n\ttasks "
                + host.tasks() + "\n\tjobs-cfg " + host.jobsCfg() + "\n\tjob-state " + host.jobStates()
                + "\n\tproc " + Files.createDirectories(root.resolve("no-proc"))
                + "\n\tgrace 0s\n\nheartbeat: nightly\n\tsource lab\n\tjob nightly\n\turl " + kuma.pushUrl(token)
                + "\n\npage: off\n\tdisable yes\n\nledger: main\n\tpath " + host.ledger() + "\n");
        agent = Agent.start(host, Map.of()).awaitReady();
    }

    @AfterEach
    void end() {
        agent.close();
        pve.close();
        kuma.close();
    }

    /** What the node itself has of a task's log. */
    private void local(PveTask task, String log) throws Exception {
        String start = task.upid().split(":", -1)[4];
        Path directory = Files.createDirectories(host.tasks().resolve(start.substring(start.length() - 1)));
        Files.writeString(directory.resolve(task.upid()), log);
    }

    @Test
    void bothSeeTheSameTaskAndItIsPushedOnce() throws Exception {
        for (PveTask task : pve.runJob("nightly")) {
            if (task.node().name().equals("pve1")) {
                local(task, String.join("\n", task.log()) + "\n");
            }
        }
        await().atMost(Duration.ofSeconds(40)).until(() -> kuma.beats(token).size() == 1);
        await().pollDelay(Duration.ofSeconds(7)).until(() -> true);
        assertThat(kuma.beats(token)).hasSize(1);
        assertThat(host.status().tasks()).isEqualTo(2);
    }

    @Test
    void aLogThatProvesNothingHereIsReadThroughTheApi() throws Exception {
        List<PveTask> tasks = pve.runJob("nightly");
        local(tasks.get(0), "INFO: starting new backup job: vzdump --all 1 --quiet 1\n");
        await().atMost(Duration.ofSeconds(40)).until(() -> kuma.beats(token).size() == 1);
        assertThat(String.join("\n", agent.lines())).doesNotContain("failed").doesNotContain("incomplete");
    }
}
