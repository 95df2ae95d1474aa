package dev.allclear.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where this PVE host keeps what the agent reads. Immutable and thread-safe.
 *
 * @param tasks the task directory
 * @param jobsCfg the cluster's backup jobs
 * @param jobStates the scheduler's state files, {@code vzdump-ID.json}
 * @param proc the process file system, to see whether a worker lives
 * @param fullLook how often the whole directory is looked at, since events can be lost
 * @param grace how long after its worker's end a task may still write its final line
 */
public record LocalHost(Path tasks, Path jobsCfg, Path jobStates, Path proc, Duration fullLook, Duration grace) {

    /** The paths of PVE 7 to 9. */
    public static final LocalHost DEFAULT = new LocalHost(
            Path.of("/var/log/pve/tasks"),
            Path.of("/etc/pve/jobs.cfg"),
            Path.of("/var/lib/pve-manager/jobs"),
            Path.of("/proc"),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    /** The same host with another task directory. */
    public LocalHost withTasks(Path directory) {
        return new LocalHost(directory, jobsCfg, jobStates, proc, fullLook, grace);
    }
}
