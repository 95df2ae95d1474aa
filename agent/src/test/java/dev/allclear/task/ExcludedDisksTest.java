package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The log says which disks are not in a backup. */
final class ExcludedDisksTest {

    private static final String VM = "INFO: Starting Backup of VM 100 (qemu)\n";
    private static final String DISK = "INFO: exclude disk 'scsi1' 'local-lvm:vm-100-disk-1' (backup=no)\n";
    private static final String CT = "INFO: Starting Backup of VM 101 (lxc)\n";
    private static final String BIND =
            "INFO: excluding bind mount point mp0 ('/srv/data') from backup (not a volume)\n";

    private static int excluded(String log) {
        return Logs.read(log).report().guests().get(0).excludedDisks();
    }

    @Test
    void countsTheDisksOfAMachine() {
        assertThat(excluded(VM + DISK + DISK.replace("scsi1", "scsi2"))).isEqualTo(2);
    }

    @Test
    void countsTheMountPointsOfAContainer() {
        String volume = "INFO: excluding volume mount point mp1 ('/cache') from backup (disabled)\n";
        String device = "INFO: excluding device mount point mp2 ('/dev1') from backup (not a volume)\n";

        assertThat(excluded(CT + BIND + volume + device)).isEqualTo(3);
    }

    @Test
    void countsNothingThatIsIncludedOrNoDisk() {
        assertThat(excluded(VM
                        + "INFO: include disk 'scsi0' 'local-lvm:vm-100-disk-0' 32G\n"
                        + "INFO: including mount point rootfs ('/') in backup\n"
                        + "INFO: excluding nothing\n"
                        + "INFO: mode of no concern\n"))
                .isZero();
    }

    @Test
    void countsThemOnceWhenTheModeDoesNotSuit() {
        String failure = "INFO: mode failure - some volumes do not support snapshots\n";

        assertThat(excluded(CT + BIND + failure + "INFO: trying 'suspend' mode instead\n" + BIND))
                .isEqualTo(1);
    }

    @Test
    void countsThemForTheGuestWhoseTurnItIs() {
        String log = DISK + VM + "INFO: Finished Backup of VM 100 (00:00:01)\n" + DISK + CT + BIND;

        assertThat(Logs.read(log).report().guests())
                .extracting(Guest::excludedDisks)
                .containsExactly(0, 1);
    }
}
