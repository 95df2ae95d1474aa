package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Event;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host without an API tells by its own files. */
class HostEventsTest {
    private PveHost host;
    private Path etc;
    private HostFiles replication;
    private HostFiles fencing;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        etc = Objects.requireNonNull(host.jobsCfg.getParent());
        Eyes eyes = host.eyes(System::nanoTime).named("here");
        replication = new ReplicationFiles(eyes, () -> "pve1");
        fencing = new FencingFiles(eyes);
        Files.writeString(
                etc.resolve("replication.cfg"), "local: 100-0\n\ttarget pve2\n\nlocal: 101-0\n\ttarget pve2\n");
    }

    private void state(String json) throws IOException {
        Files.writeString(host.jobStates.resolveSibling("pve-replication-state.json"), json);
    }

    private void nodes(String json) throws IOException {
        Files.createDirectories(etc.resolve("ha"));
        Files.writeString(etc.resolve("ha/manager_status"), "{\"node_status\":" + json + ",\"timestamp\":1}");
    }

    private List<Event> told() {
        return host.seen.stream()
                .filter(Sighting.Told.class::isInstance)
                .map(one -> ((Sighting.Told) one).event())
                .toList();
    }

    private static String failing(int times) {
        return "{\"100\":{\"local/pve2\":{\"last_sync\":1787266800,\"last_try\":1787267700,\"fail_count\":" + times
                + ",\"error\":\"no route\\n\",\"storeid_list\":[\"zfs\"],\"last_node\":\"pve1\"}},"
                + "\"101\":{\"local/pve2\":{\"fail_count\":0,\"last_sync\":1787266800}},"
                + "\"102\":{\"local/pve2\":{\"fail_count\":9}}}";
    }

    @Test
    void tellsOfAReplicationThatFails() throws Exception {
        state(failing(1));
        replication.look();
        replication.look();
        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.fields()).containsEntry("job-id", "100-0").containsEntry("hostname", "pve1");
            assertThat(event.fields()).containsEntry("source", "here");
        });
    }

    @Test
    void tellsOfTheNextStepOnly() throws Exception {
        for (int failures = 1; failures < 50; failures++) {
            state(failing(failures));
            replication.look();
        }
        assertThat(told()).hasSize(4);
    }

    @Test
    void aReplicationThatWasSwitchedOffDoesNotFail() throws Exception {
        Files.writeString(etc.resolve("replication.cfg"), "local: 100-0\n\tdisable 1\n\ttarget pve2\n");
        state(failing(1));
        replication.look();
        assertThat(told()).isEmpty();
    }

    @Test
    void garbageTellsNothingAndIsReadAgain() throws Exception {
        state("{\"100\":{\"local/pve2\":{\"fail");
        replication.look();
        assertThat(host.seen).isEmpty();
        state(failing(1));
        replication.look();
        assertThat(told()).hasSize(1);
    }

    @Test
    void tellsOfAFencingAndOfItsEnd() throws Exception {
        Files.createDirectories(etc.resolve("nodes/pve2"));
        Files.writeString(etc.resolve("nodes/pve2/lrm_status"), "{\"state\":\"active\",\"timestamp\":1787266800}");
        nodes("{\"pve1\":\"online\",\"pve2\":\"fence\"}");
        fencing.look();
        fencing.look();
        nodes("{\"pve1\":\"online\",\"pve2\":\"unknown\"}");
        fencing.look();
        fencing.look();
        assertThat(told().stream().map(Event::title))
                .containsExactly("Trying to fence node 'pve2'", "Successfully fenced node 'pve2'");
        assertThat(told().get(0).identity()).contains("1787266800");
    }

    @Test
    void garbageIsNoEndOfAFencing() throws Exception {
        nodes("{\"pve2\":\"fence\"}");
        fencing.look();
        Files.writeString(etc.resolve("ha/manager_status"), "{\"node_st");
        fencing.look();
        assertThat(told()).hasSize(1);
    }

    @Test
    void withoutHighAvailabilityNothingIsTold() throws Exception {
        fencing.look();
        assertThat(host.seen).isEmpty();
    }

    @Test
    void besideAnApiTheApiTellsOfThem() throws Exception {
        state(failing(1));
        Eyes eyes = host.eyes(System::nanoTime);
        Eyes beside = new Eyes(host.local(), new BesideApi(eyes.sink()), eyes.opener(), eyes.clock(), eyes.nanos());
        new ReplicationFiles(beside, () -> "pve1").look();
        assertThat(host.seen).isEmpty();
    }

    @Test
    void aRenewalOfACertificateIsWatched() throws Exception {
        Upid upid = Upid.parse("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:acmerenew::root@pam:")
                .orElseThrow();
        host.write(upid, "Loading ACME account details\nTASK ERROR: order failed\n");
        host.lookOnce();
        assertThat(host.outcomes())
                .singleElement()
                .matches(outcome -> outcome.upid().equals(upid));
    }
}
