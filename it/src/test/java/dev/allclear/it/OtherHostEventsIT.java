package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.Hook.Told;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.PbsNight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no verdict depends on, told by the packaged agent that sees a host by its own files alone. */
final class OtherHostEventsIT {
    private final long sync = Instant.now().getEpochSecond() - 7200;
    private final Hook hook = new Hook();
    private Path root;
    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        root = scratch;
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
        hook.close();
    }

    /** In one step, as pmxcfs and Proxmox's own tools do it. */
    private void put(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Path fresh = Files.writeString(root.resolve("fresh.tmp"), text);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A node of a cluster, looked at each second. */
    private Agent startNode() throws Exception {
        put(".members", """
                {
                "nodename": "pve1",
                "version": 5,
                "cluster": { "name": "lab", "version": 2, "nodes": 2, "quorate": 1 },
                "nodelist": {
                  "pve1": { "id": 1, "online": 1, "ip": "192.0.2.11"},
                  "pve2": { "id": 2, "online": 1, "ip": "192.0.2.12"}
                  }
                }
                """);
        put(".vmlist", """
                {
                "version": 7,
                "ids": {
                "100": { "node": "pve1", "type": "qemu", "version": 3 },
                "101": { "node": "pve1", "type": "lxc", "version": 5 }}

                }
                """);
        world.host.fullLook("1s").stanzas(hook.stanzas());
        return world.start().awaitReady();
    }

    private void replicationJobs() throws IOException {
        put("replication.cfg", """
                local: 100-0
                \ttarget pve2
                \tcomment every quarter of an hour
                \tschedule */15
                \tsource pve1

                local: 101-0
                \tdisable 0
                \ttarget pve2
                \tsource pve1

                """);
    }

    /** The state of the jobs of guests 100 and 101. */
    private void replicated(String first, String second) throws IOException {
        put(
                "pve-replication-state.json",
                "{\"100\":{\"local/pve2\":" + first + "},\"101\":{\"local/pve2\":" + second + "}}");
    }

    private static String state(long since, int failures, String error) {
        return "{\"duration\":4.812,\"fail_count\":" + failures + ",\"last_iteration\":" + (since + 900)
                + ",\"last_node\":\"pve1\",\"last_sync\":" + since + ",\"last_try\":" + (since + 900L * failures)
                + ",\"storeid_list\":[\"local-zfs\"]"
                + (error.isEmpty() ? "" : ",\"error\":\"" + error + "\\n\"") + "}";
    }

    @Test
    void aReplicationThatFailedIsToldOnceAlsoAfterARestartAndALaterOneAgain() throws Exception {
        replicationJobs();
        replicated(state(sync, 1, "no route to host"), state(sync, 0, ""));
        Agent agent = startNode();
        Told told = hook.await("pve1", "Replication Job: '100-0' failed", 1, Agent.PATIENCE);
        told.is("error", "type=replication", "hostname=pve1", "job-id=100-0", "source=local");
        assertThat(told.text())
                .contains("no route to host", Instant.ofEpochSecond(sync).toString());
        agent.terminate();
        world.start().awaitReady();
        replicated(state(sync, 1, "no route to host"), state(sync, 1, "out of space"));
        hook.await("pve1", "Replication Job: '101-0' failed", 1, Agent.PATIENCE);
        // The file has both of them, this one first.
        assertThat(hook.told("pve1", "Replication Job: '100-0' failed")).hasSize(1);

        replicated(state(sync + 1800, 0, ""), state(sync, 1, "out of space"));
        replicated(state(sync + 1800, 1, "zfs error: cannot receive"), state(sync, 1, "out of space"));
        Told later = hook.await("pve1", "Replication Job: '100-0' failed", 2, Agent.PATIENCE);
        assertThat(later.text()).contains("cannot receive");
        assertThat(Notified.events(world, "replication")).hasSize(3);
    }

    private void nodes(String other) throws IOException {
        put(
                "ha/manager_status",
                "{\"master_node\":\"pve1\",\"node_status\":{\"pve1\":\"online\",\"pve2\":\"" + other
                        + "\"},\"service_status\":{\"vm:100\":{\"node\":\"pve2\",\"state\":\"started\",\"uid\":\"Xy1\"}},"
                        + "\"timestamp\":" + Instant.now().getEpochSecond() + "}");
    }

    @Test
    void aNodeThatIsFencedIsToldWhileItLastsAndWhenItIsOver() throws Exception {
        put(
                "nodes/pve2/lrm_status",
                "{\"mode\":\"active\",\"results\":{},\"state\":\"active\",\"timestamp\":" + sync + "}");
        nodes("online");
        startNode();
        nodes("fence");
        hook.await("pve2", "Trying to fence node 'pve2'", 1, Agent.PATIENCE)
                .is("error", "type=fencing", "hostname=pve2", "source=local");
        nodes("unknown");
        hook.await("pve2", "Successfully fenced node 'pve2'", 1, Agent.PATIENCE)
                .is("error", "type=fencing", "hostname=pve2", "source=local");
        assertThat(Notified.events(world, "fencing")).hasSize(2);
    }

    @Test
    void aCertificateThatWasNotRenewedIsTold() throws Exception {
        startNode();
        world.night()
                .whole(
                        "acmerenew",
                        "Loading ACME account details",
                        "Placing ACME order",
                        "TASK ERROR: validating challenge 'https://acme.example/1' failed - status: invalid");
        Told told = hook.await("pve1", "Could not renew certificate", 1, Agent.PATIENCE);
        told.is("error", "type=acme", "hostname=pve1", "source=local");
        assertThat(told.text()).contains("Proxmox VE", "failed - status: invalid");
    }

    @Test
    void aBackupServerTellsOfItsTapesAndItsCertificate() throws Exception {
        Path tasks = Files.createDirectories(root.resolve("pbs"));
        world.host.config("pbs: vault\n\ttasks " + tasks + "\n\tconfig-dir "
                + Files.createDirectories(root.resolve("etc")) + "\n\tjob-state "
                + Files.createDirectories(root.resolve("states")) + "\n\tfull-look 1s\n\tgrace 1s\n\n"
                + hook.stanzas() + "page: off\n\tdisable yes\n\nledger: main\n\tpath " + world.host.ledger() + "\n");
        try (PbsNight night = new PbsNight(tasks, "pbs1")) {
            world.start(Map.of()).awaitReady();
            night.run(
                    "tape-backup-job",
                    "store1:offline:lto0:t-lto-0001",
                    "Starting tape backup job 'store1:offline:lto0:t-lto-0001'",
                    "allocated new writable media 'VT0002L8'",
                    "Checking for media 'VT0002L8' in drive 'lto0'",
                    "tape open failed - open drive 'lto0' (/dev/tape/by-id/scsi-10WT065325-nst) failed",
                    "Please insert media 'VT0002L8' into drive 'lto0'");
            night.fail(
                    "tape-backup",
                    "store1:daily:vdrive0",
                    "handler failed: store 'store1', unable to load chunk '0f0a' - No such file or directory",
                    "found 3 groups (out of 3 total)");
            night.fail("acme-renew-cert", "", "client error (Connect)", "Placing ACME order");

            Told load = hook.await("pbs1", "Load Media 'VT0002L8' request for drive 'lto0'", 1, Agent.PATIENCE);
            load.is("notice", "type=tape-load", "hostname=pbs1");
            assertThat(load.text()).contains("tape open failed");
            Told tape = hook.await("pbs1", "Tape Backup datastore 'store1' failed", 1, Agent.PATIENCE);
            tape.is(
                    "error",
                    "type=tape-backup",
                    "hostname=pbs1",
                    "datastore=store1",
                    "media-pool=daily",
                    "source=vault");
            assertThat(tape.text()).contains("unable to load chunk");
            hook.await("pbs1", "Could not renew certificate", 1, Agent.PATIENCE)
                    .is("error", "type=acme", "hostname=pbs1", "source=vault");
        }
    }
}
