package dev.allclear.status.view;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.Secret;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.pipeline.HeartbeatRule;
import dev.allclear.pipeline.Pipeline;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Cluster.Resident;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Job;
import dev.allclear.watch.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A ledger as a daemon leaves it in {@code state} that watches, from 2024-11-02 on, a job at 01:00 UTC on the node pve1 with
 * the guests 101 and 102.
 */
public final class Nights implements AutoCloseable {
    public static final String JOB = "backup-1";
    private static final Instant BEGAN = Instant.parse("2024-11-01T12:00:00Z");

    private final Ledger ledger;
    private final Pipeline pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);
    private String name = "db01";

    public Nights(Path directory) {
        ledger = Ledger.open(directory.resolve("state"));
        pipeline.use(List.of(HeartbeatRule.of(rule(), null, null)));
        ledger.write(entries -> pipeline.learn(entries, BEGAN));
        TreeMap<Integer, Resident> guests = new TreeMap<>();
        List.of(101, 102).forEach(vmid -> guests.put(vmid, new Resident(vmid, "qemu", "pve1", null, Set.of())));
        see(
                BEGAN,
                new Sighting.Jobs(List.of(new Job(
                        JOB,
                        true,
                        Map.of("schedule", List.of("01:00"), "all", List.of("1"), "storage", List.of("x"))))));
        see(
                BEGAN,
                new Sighting.Nodes(new Cluster(
                        new TreeMap<>(Map.of("pve1", true)), true, new TreeSet<>(Set.of("pve1")), guests, true)));
        see(BEGAN, new Sighting.Included(JOB, new TreeMap<>(Map.of(101, 0, 102, 0)), new TreeSet<>()));
    }

    private static Heartbeat rule() {
        return new Heartbeat("nightly", new JobWatch(JOB), new TreeSet<>(), true, false, null);
    }

    /** The configuration of this ledger. */
    static AgentConf conf(Path directory) {
        HeartbeatConf heartbeat = new HeartbeatConf(
                rule(),
                Secret.NONE,
                HeartbeatConf.Method.GET,
                null,
                Duration.ofSeconds(10),
                false,
                false,
                HeartbeatConf.DEFAULT_REMIND);
        SourceConf source = new SourceConf(
                "local",
                Upid.Product.PVE,
                List.of(),
                null,
                Secret.NONE,
                List.of(),
                null,
                new TreeSet<>(),
                SourceConf.DEFAULT_POLL,
                null,
                false);
        return new AgentConf(List.of(heartbeat), List.of(source), directory.resolve("state"));
    }

    /** What the guest 101 calls itself from now on. */
    public Nights called(String hostname) {
        name = hostname;
        return this;
    }

    /** Both guests get a backup; that of 101 takes so long, and twice as many MiB. */
    public Nights good(String day, int seconds) {
        return ended(day, new TaskState.Ok(), guest(101, seconds), guest(102, 10));
    }

    /** The guest 102 fails. */
    public Nights bad(String day) {
        Guest failed = new Guest(
                102, Guest.State.FAILED, "lxc", "web01", null, null, null, "snapshot", null, -1, 0, "CT is locked");
        return ended(day, new TaskState.Failed("job errors"), guest(101, 60), failed);
    }

    /** Nothing happens, for a whole day. */
    public Nights missed(String day) {
        tick(due(day).plusSeconds(1));
        tick(due(day).plus(Duration.ofHours(23)));
        return this;
    }

    /** The task has begun and not ended. */
    public Nights running(String day) {
        tick(due(day).plusSeconds(1));
        see(due(day).plusSeconds(2), new Sighting.JobTask(JOB, upid(day)));
        see(due(day).plusSeconds(2), new Sighting.Running(upid(day)));
        return this;
    }

    private Nights ended(String day, TaskState state, Guest... guests) {
        Instant end = due(day).plusSeconds(600);
        VzdumpReport report =
                new VzdumpReport("vzdump --all 1 --storage x", List.of(guests), List.of(), true, null, false, false, 0);
        running(day);
        see(end, new Sighting.Ended(new TaskOutcome(upid(day), state, end, report)));
        return this;
    }

    private Guest guest(int vmid, int seconds) {
        return new Guest(
                vmid,
                Guest.State.OK,
                vmid == 101 ? "qemu" : "lxc",
                vmid == 101 ? name : "web01",
                null,
                null,
                Duration.ofSeconds(seconds),
                "snapshot",
                "/mnt/x/dump/" + vmid,
                (2L * seconds) << 20,
                0,
                null);
    }

    private static Instant due(String day) {
        return LocalDate.parse(day).atTime(LocalTime.of(1, 0)).toInstant(ZoneOffset.UTC);
    }

    private static Upid upid(String day) {
        return new Upid(
                Upid.Product.PVE, "pve1", 1, 1, 0, due(day).plusSeconds(2).getEpochSecond(), "vzdump", "", "root@pam");
    }

    public Nights see(Instant now, Sighting sighting) {
        ledger.write(entries -> pipeline.take("local", sighting, entries, now));
        return this;
    }

    private void tick(Instant now) {
        ledger.write(entries -> pipeline.tick(entries, now));
    }

    /** What somebody reads in it. */
    public <T> T read(Function<Entries, T> reader) {
        return ledger.read(reader);
    }

    /** Something is written into it by hand. */
    public void write(Function<Entries, Object> writer) {
        ledger.write(writer);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
