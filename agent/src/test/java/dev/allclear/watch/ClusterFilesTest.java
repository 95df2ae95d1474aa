package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.verdict.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cluster file system tells of nodes and guests, and the scheduler of jobs that it could not start. */
class ClusterFilesTest {
    private static final String TWO_NODES = """
            {"nodename":"pve1","version":4,
             "cluster":{"name":"lab","version":2,"nodes":2,"quorate":1},
             "nodelist":{"pve1":{"id":1,"online":1,"ip":"192.0.2.2"},"pve2":{"id":2,"online":0}}}
            """;

    private PveHost host;
    private JobFiles files;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        files = new JobFiles(host.eyes(System::nanoTime));
    }

    private Path file(String name) {
        return host.jobsCfg.resolveSibling(name);
    }

    private void cluster(String members) throws IOException {
        Files.writeString(file(".members"), members);
        Files.writeString(file(".vmlist"), recorded("vmlist.json"));
        Files.writeString(file("user.cfg"), recorded("user.cfg"));
    }

    private static String recorded(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ClusterFilesTest.class.getResourceAsStream("/pve-cluster/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Cluster> clusters() {
        List<Cluster> found = new ArrayList<>();
        for (Sighting sighting : host.seen) {
            if (sighting instanceof Sighting.Nodes nodes) {
                found.add(nodes.cluster());
            }
        }
        return found;
    }

    private Cluster.Resident guest(int sighting, int vmid) {
        return Objects.requireNonNull(clusters().get(sighting).guests().get(vmid));
    }

    private List<Sighting> refusals() {
        return host.seen.stream()
                .filter(Sighting.JobNotStarted.class::isInstance)
                .toList();
    }

    private void state(String json) throws IOException {
        Path state = host.jobStates.resolve("vzdump-nightly.json");
        Files.deleteIfExists(state);
        Files.writeString(state, json);
    }

    @Test
    void tellsWhichNodesThereAreAndWhichAreOnline() throws Exception {
        cluster(TWO_NODES);
        files.look();

        Cluster cluster = clusters().get(0);
        assertThat(cluster.nodes()).isEqualTo(Map.of("pve1", true, "pve2", false));
        assertThat(cluster.quorate()).isTrue();
        assertThat(cluster.watched()).containsExactly("pve1");
    }

    @Test
    void tellsWhereEachGuestLivesAndItsPools() throws Exception {
        cluster(TWO_NODES);
        files.look();

        Cluster cluster = clusters().get(0);
        assertThat(cluster.guestsKnown()).isTrue();
        assertThat(cluster.guests()).containsOnlyKeys(101, 102, 103, 201, 202, 301, 302);
        assertThat(cluster.guests())
                .containsEntry(101, new Cluster.Resident(101, "lxc", "pve1", null, Set.of("gold")))
                .containsEntry(302, new Cluster.Resident(302, "qemu", "pve2", null, Set.of()));
    }

    @Test
    void tellsThatTheQuorumIsLost() throws Exception {
        cluster(TWO_NODES.replace("\"quorate\":1", "\"quorate\":0"));
        files.look();

        assertThat(clusters().get(0).quorate()).isFalse();
    }

    @Test
    void takesAHostWithoutAClusterForItsOnlyNode() throws Exception {
        cluster("{\"nodename\":\"pve1\",\"version\":0}");
        files.look();

        assertThat(clusters().get(0).nodes()).isEqualTo(Map.of("pve1", true));
        assertThat(clusters().get(0).quorate()).isTrue();
    }

    @Test
    void handsItOverAgainOnlyWhenItChanges() throws Exception {
        cluster(TWO_NODES);
        files.look();
        files.look();
        Files.writeString(file(".vmlist"), recorded("vmlist.json").replace("\"version\": 19", "\"version\": 20"));
        files.look();
        Files.writeString(file(".vmlist"), recorded("vmlist.json").replace("pve2", "pve1"));
        files.look();

        assertThat(clusters()).hasSize(2);
        assertThat(guest(1, 301).node()).isEqualTo("pve1");
    }

    @Test
    void seesAChangeThatLeavesSizeAndTimeAsTheyWere() throws Exception {
        cluster(TWO_NODES);
        files.look();
        var before = Files.getLastModifiedTime(file(".members"));
        Files.writeString(file(".members"), TWO_NODES.replace("\"online\":0", "\"online\":1"));
        Files.setLastModifiedTime(file(".members"), before);
        files.look();

        assertThat(clusters().get(1).nodes()).containsEntry("pve2", true);
    }

    @Test
    void knowsNoPoolsWithoutUsers() throws Exception {
        cluster(TWO_NODES);
        Files.delete(file("user.cfg"));
        files.look();

        assertThat(guest(0, 101).pools()).isEmpty();
    }

    @Test
    void readsPoolsInsidePools() throws Exception {
        cluster(TWO_NODES);
        Files.writeString(file("user.cfg"), "pool:a:x%3ay:101:store:\npool:a/b::101,301:store:\npool:empty::::\n");
        files.look();

        assertThat(guest(0, 101).pools()).containsExactlyInAnyOrder("a", "a/b");
        assertThat(guest(0, 301).pools()).containsExactly("a/b");
    }

    @Test
    void saysNothingWhilePoolsCannotBeRead() throws Exception {
        cluster(TWO_NODES);
        Files.delete(file("user.cfg"));
        Files.createDirectory(file("user.cfg"));
        files.look();

        assertThat(clusters()).isEmpty();
    }

    @Test
    void saysOnceThatTheGuestsCannotBeRead() throws Exception {
        cluster(TWO_NODES);
        Files.delete(file(".vmlist"));
        files.look();
        files.look();
        Files.writeString(file(".vmlist"), recorded("vmlist.json"));
        files.look();

        assertThat(host.problems(file(".vmlist"))).hasSize(2).endsWith("");
        assertThat(host.problems(file(".vmlist")).get(0)).contains("cannot read", "it does not exist", "guests");
        assertThat(clusters()).hasSize(1);
    }

    @Test
    void isSilentWhereThereIsOnlyACopyOfTheJobs() throws Exception {
        files.look();

        assertThat(host.seen).containsExactly(new Sighting.Jobs(List.of()));
    }

    @Test
    void saysThatTheGuestsAreGarbage() throws Exception {
        cluster(TWO_NODES);
        Files.writeString(file(".vmlist"), "{\"ids\":");
        files.look();

        assertThat(host.problems(file(".vmlist"))).singleElement().asString().contains("not what pmxcfs writes");
        assertThat(clusters()).isEmpty();
    }

    @Test
    void tellsOnceThatAJobCouldNotBeStarted() throws Exception {
        cluster(TWO_NODES);
        state("{\"msg\":\"storage 'x' does not exist\\n\",\"state\":\"stopped\",\"time\":1787266803}");
        files.look();
        state("{\"state\":\"stopped\",\"time\":\"1787266803\",\"msg\":\"storage 'x' does not exist\\n\"}");
        files.look();

        assertThat(refusals())
                .containsExactly(new Sighting.JobNotStarted(
                        "nightly", "pve1", Instant.ofEpochSecond(1_787_266_803), "storage 'x' does not exist"));
    }

    @Test
    void tellsTheNextFailureToStartToo() throws Exception {
        state("{\"msg\":\"no\",\"state\":\"stopped\",\"time\":1787266803}");
        files.look();
        state("{\"msg\":\"no\",\"state\":\"stopped\",\"time\":1787353203}");
        files.look();

        assertThat(refusals()).hasSize(2);
    }

    @Test
    void saysNothingOfAJobThatRanOrHadNothingToDo() throws Exception {
        state("{\"msg\":\"OK\",\"state\":\"stopped\",\"time\":1787266803}");
        files.look();
        state("{\"msg\":\"job errors\",\"state\":\"stopped\",\"upid\":\"" + host.newTask() + "\"}");
        files.look();

        assertThat(refusals()).isEmpty();
    }

    @Test
    void namesTheNodeAfterTheHostWithoutACluster() throws Exception {
        Files.createDirectories(host.proc.resolve("sys/kernel"));
        Files.writeString(host.proc.resolve("sys/kernel/hostname"), "alone.example.com\n");
        state("{\"msg\":\"no\",\"state\":\"stopped\",\"time\":1787266803}");
        files.look();

        assertThat(refusals()).singleElement().extracting("node").isEqualTo("alone");
    }
}
