package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.Hook.Told;
import dev.allclear.it.fleet.FakePbs;
import dev.allclear.it.fleet.FakePve;
import dev.allclear.it.fleet.FakePve.Rights;
import dev.allclear.it.fleet.PackageUpdate;
import dev.allclear.it.fleet.PbsJob;
import dev.allclear.it.fleet.PveReplication;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no verdict depends on, told by the packaged agent that sees a cluster and a backup server through their APIs. One
 * agent for all tests, since each of them mostly waits until it asks.
 */
@TestMethodOrder(OrderAnnotation.class)
final class OtherEventsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String NO_ROUTE = "command '/usr/bin/ssh -e none -o 'BatchMode=yes' root@192.0.2.12 -- pvesr"
            + " prepare-local-job 100-0 local-zfs:vm-100-disk-0' failed: exit code 255\n";
    private static final String TAPE_ERROR = "handler failed: store 'store1', unable to load chunk"
            + " '0f0acebaa674c6c18fbffec7fead214d514abe974caf9bd91f6d30ead08a1765' - No such file or directory (os error 2)";

    private static final FakePve PVE = FakePve.cluster("lab", "pve1", "pve2", "pve3");
    private static final FakePbs PBS = FakePbs.host("pbs1", "store1");
    private static final Hook HOOK = new Hook();
    private static Instant sync;
    private static Host host;
    private static Agent agent;

    @BeforeAll
    static void start(@TempDir Path root) throws Exception {
        sync = Instant.now().minusSeconds(7200).truncatedTo(ChronoUnit.SECONDS);
        PVE.rights(Rights.MODIFIER);
        PVE.node("pve1")
                .replicate(PveReplication.failing("100-0", "pve2", sync, 1, NO_ROUTE))
                .replicate(PveReplication.good("101-0", "pve2", sync))
                .update(new PackageUpdate("pve-manager", "9.2.11", "9.2.12"))
                .update(new PackageUpdate("proxmox-kernel-7.0.2-1-pve", null, "7.0.2-1"));
        PVE.node("pve2").replicate(PveReplication.failing("200-0", "pve1", sync, 2, "no such zfs pool\n"));
        PVE.nodes().forEach(node -> PVE.highAvailability(node.name(), "online", Instant.now()));
        // What it is called is told by its tasks alone.
        PBS.start("logrotate", "access-log_and_task-archive", "root@pam").endWith("TASK OK");
        PBS.update(new PackageUpdate("proxmox-backup-server", "4.2.3-1", "4.2.4-1"));
        host = Host.in(root);
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

                pbs: vault
                \turl %s
                \ttoken-id %s
                \ttoken %s
                \tfingerprint %s
                \tpoll 5s
                \tlocal no

                %s
                page: off
                \tdisable yes

                ledger: main
                \tpath %s
                """.formatted(
                        PVE.node("pve1").url(),
                        PVE.node("pve2").url(),
                        FakePve.TOKEN_ID,
                        PVE.token(),
                        PVE.node("pve1").fingerprint(),
                        PVE.node("pve2").fingerprint(),
                        PBS.url(),
                        FakePbs.TOKEN_ID,
                        PBS.token(),
                        PBS.fingerprint(),
                        HOOK.stanzas(),
                        host.ledger()));
        run();
    }

    private static void run() throws Exception {
        agent = Agent.start(host, Map.of()).awaitReady();
    }

    @AfterAll
    static void end() {
        if (agent != null) {
            agent.close();
        }
        HOOK.close();
        PBS.close();
        PVE.close();
    }

    @Test
    void aReplicationThatFailedIsToldAndListed() throws Exception {
        Told told = HOOK.await("pve1", "Replication Job: '100-0' failed", 1, SOON);

        told.is("error", "type=replication", "hostname=pve1", "job-id=100-0", "source=lab");
        assertThat(told.text()).contains("Target node", "pve2", sync.toString(), "pvesr prepare-local-job 100-0");
        HOOK.await("pve2", "Replication Job: '200-0' failed", 1, SOON)
                .is("error", "type=replication", "hostname=pve2", "job-id=200-0", "source=lab");
        assertThat(Notified.events(host, "replication"))
                .filteredOn(event -> "Replication Job: '100-0' failed".equals(event.get("title")))
                .singleElement()
                .satisfies(event -> assertThat(event).containsEntry("severity", "error"))
                .extracting("fields")
                .isEqualTo(told.fields());
    }

    @Test
    void packagesThatCanBeUpdatedAreTold() {
        Told pve = HOOK.await("pve1", "New software packages available (pve1)", 1, SOON);
        pve.is("info", "type=package-updates", "hostname=pve1", "source=lab");
        assertThat(pve.text()).contains("pve-manager", "9.2.11", "9.2.12", "proxmox-kernel-7.0.2-1-pve", "NEW");
        assertThat(HOOK.told("pve2", "New software packages available (pve2)")).isEmpty();
    }

    /** At first, as the first look at the fencings comes soon after a start. */
    @Test
    @Order(1)
    void aNodeThatIsFencedIsToldWhileItLastsAndWhenItIsOver() {
        Instant sign = Instant.now().minusSeconds(60);
        PVE.node("pve3").offline();
        PVE.highAvailability("pve3", "fence", sign);
        HOOK.await("pve3", "Trying to fence node 'pve3'", 1, SOON)
                .is("error", "type=fencing", "hostname=pve3", "source=lab");
        assertThat(HOOK.told("pve3", "Successfully fenced node 'pve3'")).isEmpty();

        PVE.highAvailability("pve3", "unknown", sign);
        HOOK.await("pve3", "Successfully fenced node 'pve3'", 1, SOON)
                .is("error", "type=fencing", "hostname=pve3", "source=lab");
        assertThat(HOOK.told("pve3", "Trying to fence node 'pve3'")).hasSize(1);
    }

    @Test
    void afterARestartOnlyWhatIsNewIsToldAndWhatATokenMayNoLongerAsk() throws Exception {
        HOOK.await("pve1", "Replication Job: '100-0' failed", 1, SOON);
        HOOK.await("pve2", "Replication Job: '200-0' failed", 1, SOON);
        HOOK.await("pve1", "New software packages available (pve1)", 1, SOON);
        HOOK.await("pbs1", "New software packages available (pbs1)", 1, SOON);
        agent.terminate();
        PVE.rights(Rights.AUDITOR);
        PVE.node("pve1")
                .replicate(PveReplication.failing("101-0", "pve2", sync, 1, "out of space\n"))
                .start("acmerenew", "", "root@pam")
                .lines("Loading ACME account details", "Placing ACME order")
                .endWith("TASK ERROR: validating challenge 'https://acme.example/1' failed - status: invalid");
        PVE.node("pve2")
                .replicate(PveReplication.failing("200-0", "pve1", sync.plusSeconds(3600), 1, "no such zfs pool\n"));
        run();

        HOOK.await("pve1", "Replication Job: '101-0' failed", 1, SOON);
        HOOK.await("pve2", "Replication Job: '200-0' failed", 2, SOON);
        Told renewal = HOOK.await("pve1", "Could not renew certificate", 1, SOON);
        renewal.is("error", "type=acme", "hostname=pve1", "source=lab");
        assertThat(renewal.text()).contains("Proxmox VE", "failed - status: invalid");
        // It was in the same answer as the one of 101-0.
        assertThat(HOOK.told("pve1", "Replication Job: '100-0' failed")).hasSize(1);
        agent.awaitLine("package updates of node pve1 of source lab are not watched", SOON);
        await().atMost(SOON).until(() -> PBS.traffic().requests("/apt/update") >= 2);
        assertThat(Notified.events(host, "replication")).hasSize(4);
        assertThat(Notified.events(host, "package-updates")).hasSize(2);
    }

    @Test
    void aTapeBackupThatFailedIsTold() {
        PbsJob daily = PbsJob.tape("t-virt-0001", "store1", "daily", "vdrive0");
        PBS.startJob(daily, true).lines("found 3 groups (out of 3 total)").endWith("TASK ERROR: " + TAPE_ERROR);

        Told told = HOOK.await("pbs1", "Tape Backup 't-virt-0001' datastore 'store1' failed", 1, SOON);
        told.is(
                "error",
                "type=tape-backup",
                "hostname=pbs1",
                "datastore=store1",
                "media-pool=daily",
                "job-id=t-virt-0001",
                "source=vault");
        assertThat(told.text()).contains("unable to load chunk");
    }

    @Test
    void aTapeIsAskedForWhileTheTaskWaitsForIt() {
        PBS.startJob(PbsJob.tape("t-lto-0001", "store1", "offline", "lto0"), true)
                .lines(
                        "allocated new writable media 'VT0002L8'",
                        "Checking for media 'VT0002L8' in drive 'lto0'",
                        "tape open failed - open drive 'lto0' (/dev/tape/by-id/scsi-10WT065325-nst) failed",
                        "Please insert media 'VT0002L8' into drive 'lto0'",
                        "queued notification (id=486cd683-d78c-49e0-83e4-2c99b7285a70)");

        Told told = HOOK.await("pbs1", "Load Media 'VT0002L8' request for drive 'lto0'", 1, SOON);
        told.is("notice", "type=tape-load", "hostname=pbs1");
        assertThat(told.text()).contains("tape open failed");
    }

    @Test
    void aCertificateOfABackupServerThatWasNotRenewedIsTold() {
        PBS.start("acme-renew-cert", "", "root@pam")
                .lines("Placing ACME order", "notified via target `cap`")
                .endWith("TASK ERROR: client error (Connect)");

        Told told = HOOK.await("pbs1", "Could not renew certificate", 1, SOON);
        told.is("error", "type=acme", "hostname=pbs1", "source=vault");
        assertThat(told.text()).contains("Proxmox Backup Server", "client error (Connect)");
    }

    @Test
    void packagesOfABackupServerThatCanBeUpdatedAreTold() {
        Told told = HOOK.await("pbs1", "New software packages available (pbs1)", 1, SOON);
        told.is("info", "type=package-updates", "hostname=pbs1", "source=vault");
        assertThat(told.text()).contains("proxmox-backup-server", "4.2.3-1", "4.2.4-1");
    }
}
