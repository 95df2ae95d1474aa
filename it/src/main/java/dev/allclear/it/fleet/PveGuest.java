package dev.allclear.it.fleet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest of a simulated cluster. Immutable.
 *
 * @param kind {@code lxc} or {@code qemu}
 * @param node where it is now
 * @param pool null when it is in none
 * @param disks names of its disks that a backup includes, for example {@code scsi0}
 * @param excluded names of its disks that its configuration keeps out of backups
 */
public record PveGuest(
        int vmid,
        String kind,
        String name,
        String node,
        @Nullable String pool,
        List<String> disks,
        List<String> excluded) {
    public PveGuest {
        disks = List.copyOf(disks);
        excluded = List.copyOf(excluded);
    }

    /** A container with its root file system. */
    public static PveGuest container(int vmid, String name, String node) {
        return new PveGuest(vmid, "lxc", name, node, null, List.of("rootfs"), List.of());
    }

    /** A virtual machine with one disk. */
    public static PveGuest machine(int vmid, String name, String node) {
        return new PveGuest(vmid, "qemu", name, node, null, List.of("scsi0"), List.of());
    }

    /** The same in a pool. */
    public PveGuest in(String itsPool) {
        return new PveGuest(vmid, kind, name, node, itsPool, disks, excluded);
    }

    /** The same on another node. */
    public PveGuest on(String other) {
        return new PveGuest(vmid, kind, name, other, pool, disks, excluded);
    }

    /** The same with one more disk, which backups leave out. */
    public PveGuest excluding(String disk) {
        List<String> more = new ArrayList<>(excluded);
        more.add(disk);
        return new PveGuest(vmid, kind, name, node, pool, disks, more);
    }

    /** As {@code /cluster/resources} shows it; of a guest on a node that is silent little is known. */
    Fields resource(boolean nodeOnline) {
        Fields row = new Fields()
                .with("id", kind + "/" + vmid)
                .with("type", kind)
                .with("vmid", vmid)
                .with("node", node)
                .with("status", nodeOnline ? "running" : "unknown");
        if (!nodeOnline) {
            return row;
        }
        return row.with("name", name)
                .withIf(pool != null, "pool", pool)
                .with("template", 0)
                .with("uptime", 5288)
                .with("cpu", 0)
                .with("maxcpu", 2)
                .with("mem", 0)
                .with("memhost", 0)
                .with("maxmem", 2_147_483_648L)
                .with("disk", 0)
                .with("maxdisk", 34_359_738_368L)
                .with("diskread", 0)
                .with("diskwrite", 0)
                .with("netin", 0)
                .with("netout", 0);
    }

    /** As {@code included_volumes} shows it. */
    Fields included() {
        List<Fields> volumes = new ArrayList<>();
        disks.forEach(disk -> volumes.add(volume(disk, 1, kind.equals("lxc") ? "rootfs" : "backup=yes")));
        excluded.forEach(disk -> volumes.add(volume(disk, 0, kind.equals("lxc") ? "disabled" : "backup=no")));
        return new Fields()
                .with("id", vmid)
                .with("type", kind)
                .with("name", name)
                .with("leaf", volumes.isEmpty() ? 1 : 0)
                .with("children", volumes);
    }

    private Fields volume(String disk, int included, String reason) {
        return new Fields()
                .with("id", vmid + ":" + disk)
                .with("name", "local:" + vmid + "/disk-" + disk)
                .with("included", included)
                .with("reason", reason)
                .with("leaf", 1);
    }
}
