package dev.allclear.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final int MANY = 1000;

    private static Asked ask(Fleet fleet, int host, String target) throws IOException {
        return Asked.get(
                fleet.node(host).url(),
                "/api2/json/nodes/" + Fleet.name(host) + target,
                "Authorization: PVEAPIToken=" + FakePve.TOKEN_ID + "="
                        + fleet.host(host).token());
    }

    @Test
    void aThousandHostsAnswerOneAfterTheOther() throws Exception {
        try (Fleet fleet = Fleet.start(MANY)) {
            ExecutorService clients = Executors.newFixedThreadPool(4);
            List<Future<Asked>> answers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                int host = i;
                answers.add(clients.submit(() -> ask(fleet, host, "/tasks?limit=1")));
            }
            for (int i = 0; i < MANY; i++) {
                assertThat(answers.get(i).get(60, TimeUnit.SECONDS).column("node"))
                        .containsExactly(Fleet.name(i));
                assertThat(answers.get(i).get().fingerprint())
                        .isEqualTo(fleet.node(i).fingerprint());
            }
            clients.shutdown();
            assertThat(fleet.traffic().requests()).isEqualTo(MANY);
            assertThat(fleet.connections()).isEqualTo(MANY);
            assertThat(fleet.bytes()).isGreaterThan(MANY * 1000L);
        }
    }

    @Test
    void eachHostHasWeeksOfTasksOfManyTypes() throws Exception {
        try (Fleet fleet = Fleet.start(1)) {
            Asked tasks = ask(fleet, 0, "/tasks?limit=1000");
            List<String> types = tasks.column("type");

            assertThat(types).hasSize(600).contains("vzdump");
            assertThat(Set.copyOf(types)).hasSizeGreaterThan(10);
            String backup = tasks.column("upid").get(types.indexOf("vzdump"));
            List<String> log =
                    ask(fleet, 0, "/tasks/" + backup + "/log?limit=0").column("t");
            assertThat(log.get(0)).startsWith("INFO: starting new backup job: vzdump 100 101 102 103 104 ");
            assertThat(log.get(log.size() - 1)).startsWith("TASK ");
        }
    }

    @Test
    void writesAStanzaForEachHostAndItsTokenIntoTheOtherFile() {
        try (Fleet fleet = Fleet.start(2)) {
            String conf = fleet.agentConf(Duration.ofSeconds(30), 1, host -> "http://kuma/" + host);

            assertThat(conf)
                    .contains(
                            "pve: node0002\n\turl " + fleet.node(1).url()
                                    + "\n\ttoken-id allclear@pve!agent\n\tfingerprint "
                                    + fleet.node(1).fingerprint() + "\n\tpoll 30s\n",
                            "heartbeat: beat-node0001\n\tsource node0001\n\tjob nightly\n\turl http://kuma/0\n")
                    .doesNotContain("beat-node0002", fleet.host(0).token());
            assertThat(fleet.agentPrivConf())
                    .contains("pve: node0002\n\ttoken " + fleet.host(1).token() + "\n");
        }
    }
}
