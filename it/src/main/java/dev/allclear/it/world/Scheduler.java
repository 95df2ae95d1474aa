package dev.allclear.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * What the scheduler of the host {@code pve1} works by and writes: one job over guest 101 in {@code jobs.cfg} with the lists
 * of the cluster file system beside it, and the job's state file ({@code PVE/Jobs.pm}). Its options are those of the tasks of
 * {@link Night}. Not thread-safe.
 */
public final class Scheduler {
    private final Host host;
    private final String job;

    private Scheduler(Host host, String job) {
        this.host = host;
        this.job = job;
    }

    /** A host with this job, which is due at this calendar event. */
    public static Scheduler on(Host host, String job, String schedule) {
        Scheduler scheduler = new Scheduler(host, job);
        write(host.root().resolve(".members"), "{\"nodename\":\"pve1\",\"version\":1}\n");
        write(
                host.root().resolve(".vmlist"),
                "{\"version\":1,\"ids\":{\"101\":{\"node\":\"pve1\",\"type\":\"lxc\",\"version\":1}}}\n");
        write(
                host.jobsCfg(),
                "vzdump: " + job + "\n\tschedule " + schedule
                        + "\n\tenabled 1\n\tvmid 101\n\tmode stop\n\tstorage local\n\tcompress zstd\n");
        return scheduler;
    }

    /** The calendar event that is due at this moment each day, to the second. */
    public static String daily(Instant at) {
        ZonedDateTime local = at.atZone(ZoneId.systemDefault());
        return String.format(Locale.ROOT, "%02d:%02d:%02d", local.getHour(), local.getMinute(), local.getSecond());
    }

    /** The calendar event that is due in each hour at the minutes of both moments and the second of the later one. */
    public static String hourly(Instant earlier, Instant later) {
        ZonedDateTime one = earlier.atZone(ZoneId.systemDefault());
        ZonedDateTime other = later.atZone(ZoneId.systemDefault());
        return String.format(Locale.ROOT, "*:%02d,%02d:%02d", one.getMinute(), other.getMinute(), other.getSecond());
    }

    /** It started this task. */
    public void started(VzdumpTask task) {
        state("\"state\":\"started\",\"upid\":\"" + task.upid() + "\"");
    }

    /** It could not start a task now. */
    public void couldNotStart(String reason) {
        state("\"state\":\"stopped\",\"msg\":\"" + reason + "\",\"time\":"
                + Instant.now().getEpochSecond());
    }

    private void state(String fields) {
        write(
                host.jobStates().resolve("vzdump-" + job + ".json"),
                "{\"config\":{\"enabled\":1,\"schedule\":\"01:00\"}," + fields + "}");
    }

    /** As Proxmox does: under another name first. */
    private static void write(Path file, String text) {
        try {
            Path written = file.resolveSibling(
                    file.getFileName() + ".tmp." + ProcessHandle.current().pid());
            Files.writeString(written, text, StandardCharsets.UTF_8);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
