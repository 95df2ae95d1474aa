package dev.allclear.config;

import dev.allclear.task.Upid;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a product that is installed on this host keeps what the agent reads. Immutable and thread-safe.
 *
 * @param product whose files these are
 * @param tasks the task directory
 * @param jobsCfg on PVE the cluster's backup jobs, beside which lie {@code .vmlist}, {@code .members} and
 *     {@code user.cfg}; on PBS the directory of its configuration, which holds one file per kind of job
 * @param jobStates the scheduler's state files, {@code vzdump-ID.json} or {@code WORKERTYPE-ID.json}
 * @param proc the process file system, to see whether a worker lives
 * @param fullLook how often the whole directory is looked at, since events can be lost
 * @param grace how long after its worker's end a task may still write its final line
 */
public record LocalHost(
        Upid.Product product, Path tasks, Path jobsCfg, Path jobStates, Path proc, Duration fullLook, Duration grace) {

    /** The paths of PVE 7 to 9. */
    public static final LocalHost DEFAULT = new LocalHost(
            Path.of("/var/log/pve/tasks"),
            Path.of("/etc/pve/jobs.cfg"),
            Path.of("/var/lib/pve-manager/jobs"),
            Path.of("/proc"),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    /** The paths of PBS 2 to 4. */
    public static final LocalHost PBS_DEFAULT = new LocalHost(
            Upid.Product.PBS,
            Path.of("/var/log/proxmox-backup/tasks"),
            Path.of("/etc/proxmox-backup"),
            Path.of("/var/lib/proxmox-backup/jobstates"),
            Path.of("/proc"),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    /** Of PVE. */
    public LocalHost(Path tasks, Path jobsCfg, Path jobStates, Path proc, Duration fullLook, Duration grace) {
        this(Upid.Product.PVE, tasks, jobsCfg, jobStates, proc, fullLook, grace);
    }

    /** The same host with another task directory. */
    public LocalHost withTasks(Path directory) {
        return new LocalHost(product, directory, jobsCfg, jobStates, proc, fullLook, grace);
    }

    /** The same host with all its files below a directory, as in an image or a copy. */
    public LocalHost below(Path root) {
        return new LocalHost(
                product,
                below(root, tasks),
                below(root, jobsCfg),
                below(root, jobStates),
                below(root, proc),
                fullLook,
                grace);
    }

    private static Path below(Path root, Path file) {
        return root.resolve(Path.of("/").relativize(file.toAbsolutePath()));
    }

    /** The same host, whose tasks get so long to write their final line. */
    public LocalHost withGrace(Duration time) {
        return new LocalHost(product, tasks, jobsCfg, jobStates, proc, fullLook, time);
    }
}
