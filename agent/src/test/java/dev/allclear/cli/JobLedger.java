package dev.allclear.cli;

import dev.allclear.ledger.Ledger;
import dev.allclear.pipeline.HeartbeatRule;
import dev.allclear.pipeline.Pipeline;
import dev.allclear.task.DatastoreReport;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Cluster.Resident;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Job;
import dev.allclear.watch.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as a daemon leaves it that watches a job at 01:00 over two nodes: guest 101 lives on pve1, 102 and 103 on pve2,
 * and pve3 has none.
 */
final class JobLedger implements AutoCloseable {
    static final Instant DUE = Instant.parse("2026-11-21T01:00:00Z");
    static final String JOB = "backup-1";
    private static final String SOURCE = "local";

    private final Ledger ledger;
    private final Pipeline pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);

    /** @param remind how often a failure is pushed; null for never */
    JobLedger(Path directory, @Nullable Duration remind, Heartbeat.Watch watch) {
        ledger = Ledger.open(directory.resolve("state"));
        Heartbeat rule = new Heartbeat("nightly", watch, new TreeSet<>(), true, false, null);
        pipeline.use(List.of(HeartbeatRule.of(rule, null, remind)));
        ledger.write(entries -> pipeline.learn(entries, DUE.minusSeconds(3600)));
        see(DUE.minusSeconds(3600), new Sighting.Jobs(List.of(job())), new Sighting.Nodes(cluster()));
        see(
                DUE.minusSeconds(3600),
                new Sighting.Included(JOB, new TreeMap<>(Map.of(101, 0, 102, 2, 103, 0)), new TreeSet<>()));
    }

    private static Job job() {
        return new Job(
                JOB, true, Map.of("schedule", List.of("01:00"), "all", List.of("1"), "storage", List.of("local")));
    }

    private static Cluster cluster() {
        TreeMap<Integer, Resident> guests = new TreeMap<>();
        Map.of(101, "pve1", 102, "pve2", 103, "pve2")
                .forEach((vmid, node) -> guests.put(vmid, new Resident(vmid, "qemu", node, null, Set.of())));
        return new Cluster(
                new TreeMap<>(Map.of("pve1", true, "pve2", true, "pve3", true)),
                true,
                new TreeSet<>(Set.of("pve1", "pve2", "pve3")),
                guests,
                true);
    }

    void see(Instant now, Sighting... sightings) {
        for (Sighting sighting : sightings) {
            ledger.write(entries -> pipeline.take(SOURCE, sighting, entries, now));
        }
    }

    void tick(Instant now) {
        ledger.write(entries -> pipeline.tick(entries, now));
    }

    static Upid upid(String node) {
        return new Upid(Upid.Product.PVE, node, 1, 1, 0, DUE.plusSeconds(2).getEpochSecond(), "vzdump", "", "root@pam");
    }

    /** The task of the job on a node starts. */
    void starts(String node) {
        see(DUE.plusSeconds(5), new Sighting.JobTask(JOB, upid(node)), new Sighting.Running(upid(node)));
    }

    /** The task of the job on a node ends well. */
    void ends(String node, Integer... vmids) {
        ends(node, new TaskState.Ok(), Guest.State.OK, vmids);
    }

    void fails(String node, Integer... vmids) {
        ends(node, new TaskState.Failed("job errors"), Guest.State.FAILED, vmids);
    }

    private void ends(String node, TaskState state, Guest.State how, Integer... vmids) {
        List<Guest> guests = new ArrayList<>();
        Arrays.stream(vmids)
                .forEach(vmid -> guests.add(
                        new Guest(vmid, how, "qemu", "vm" + vmid, null, null, null, "snapshot", null, -1, 0, null)));
        VzdumpReport report = new VzdumpReport(
                "vzdump --all 1 --quiet 1 --storage local", guests, List.of(), true, null, false, false, 0);
        Instant ended = DUE.plusSeconds(600);
        see(
                ended,
                new Sighting.JobTask(JOB, upid(node)),
                new Sighting.Ended(new TaskOutcome(upid(node), state, ended, report)));
    }

    /** A task of a backup server ends. */
    void ends(Upid upid, DatastoreReport report) {
        Instant ended = upid.started().plusSeconds(600);
        see(ended, new Sighting.Ended(new TaskOutcome(upid, new TaskState.Ok(), ended, report)));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
