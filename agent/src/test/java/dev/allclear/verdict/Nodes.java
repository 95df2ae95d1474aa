package dev.allclear.verdict;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Cluster.Resident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cluster, its jobs and the tasks of one night for tests, in few words. */
final class Nodes {
    static final Instant DUE = Instant.parse("2026-11-21T01:00:00Z");

    private final SortedMap<String, Boolean> nodes = new TreeMap<>();
    private final SortedSet<String> watched = new TreeSet<>();
    private final SortedMap<Integer, Resident> guests = new TreeMap<>();
    private boolean quorate = true;

    static Nodes of(String... names) {
        Nodes cluster = new Nodes();
        for (String name : names) {
            cluster.nodes.put(name, true);
            cluster.watched.add(name);
        }
        return cluster;
    }

    Nodes guest(int vmid, String node, String... pools) {
        guests.put(vmid, new Resident(vmid, "qemu", node, null, Set.of(pools)));
        return this;
    }

    Nodes without(int vmid) {
        guests.remove(vmid);
        return this;
    }

    Nodes offline(String node) {
        nodes.put(node, false);
        return this;
    }

    Nodes unwatched(String node) {
        watched.remove(node);
        return this;
    }

    Nodes noQuorum() {
        quorate = false;
        return this;
    }

    Cluster cluster() {
        return new Cluster(nodes, quorate, watched, guests, true);
    }

    static Job all(String... excluded) {
        return excluded.length == 0
                ? job("all", "1")
                : new Job("nightly", true, Map.of("all", List.of("1"), "exclude", List.of(excluded)));
    }

    static Job job(String key, String value) {
        return new Job("nightly", true, Map.of(key, List.of(value)));
    }

    static Job pinned(String node, String key, String value) {
        return new Job("nightly", true, Map.of("node", List.of(node), key, List.of(value)));
    }

    static Upid upid(String node, Instant started) {
        return new Upid(Upid.Product.PVE, node, 1, 2, 0, started.getEpochSecond(), "vzdump", "", "root@pam");
    }

    /** A task that ended well with these guests. */
    static TaskOutcome good(String node, Integer... vmids) {
        return task(node, DUE.plusSeconds(10), new TaskState.Ok(), Guest.State.OK, vmids);
    }

    static TaskOutcome failing(String node, Integer... vmids) {
        return task(node, DUE.plusSeconds(10), new TaskState.Failed("job errors"), Guest.State.FAILED, vmids);
    }

    static TaskOutcome running(String node) {
        return new TaskOutcome(
                upid(node, DUE.plusSeconds(10)), new TaskState.Running(), DUE.plusSeconds(20), VzdumpReport.NOTHING);
    }

    static TaskOutcome task(String node, Instant started, TaskState state, Guest.State guestState, Integer... vmids) {
        List<Guest> guests = new ArrayList<>();
        for (int vmid : vmids) {
            String error = guestState == Guest.State.FAILED ? "VM is locked" : null;
            guests.add(new Guest(vmid, guestState, "qemu", null, null, null, null, null, null, -1, 0, error));
        }
        return new TaskOutcome(
                upid(node, started),
                state,
                started.plusSeconds(600),
                new VzdumpReport("vzdump --all 1 --quiet 1", guests, List.of(), true, null, false, false, 0));
    }
}
