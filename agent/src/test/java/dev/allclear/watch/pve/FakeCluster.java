package dev.allclear.watch.pve;

import dev.allclear.event.ReplicationEvents;
import dev.allclear.event.UpdateEvents;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Job;
import dev.allclear.watch.http.FakeTasks;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.TaskPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cluster as its API shows it to one token. */
final class FakeCluster implements PveCalls {
    final List<Duration> rests = new ArrayList<>();

    final Map<String, FakeTasks> nodes = new HashMap<>();
    final SortedMap<String, Boolean> online = new TreeMap<>();
    final List<GuestRow> guests = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final Map<String, IncludedVolumes> included = new HashMap<>();
    final SortedMap<String, Set<String>> permissions = new TreeMap<>();
    final List<ReplicationEvents.Job> replication = new ArrayList<>();
    final List<UpdateEvents.Update> updates = new ArrayList<>();
    final SortedMap<String, HaNode> ha = new TreeMap<>();
    final List<String> asked = new ArrayList<>();

    /** What was asked at a low pace. */
    final List<String> slowly = new ArrayList<>();

    /** What every question at a low pace is answered with; null for real answers. */
    @Nullable
    Reply<Object> brokenSlow;

    /** Nodes whose tasks the token may not see, although /access/permissions does not tell. */
    final Set<String> forbidden = new HashSet<>();

    /** What every question about the cluster is answered with; null for real answers. */
    @Nullable
    Reply<Object> broken;

    @Nullable
    Reply<Object> brokenPermissions;

    boolean quorate = true;

    FakeCluster(String... names) {
        for (String name : names) {
            nodes.put(name, FakeTasks.pve(name));
            online.put(name, true);
        }
        permissions.put("/", Set.of("Sys.Audit", "VM.Audit"));
    }

    FakeTasks node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    @Override
    public void rest(Duration pause) {
        rests.add(pause);
    }

    @Override
    public Reply<TaskPage> tasks(String node, @Nullable String typefilter, int start, int limit) {
        asked.add("tasks " + node);
        return node(node)
                .page(
                        typefilter == null ? "all" : "tasks",
                        row -> !forbidden.contains(node)
                                && (typefilter == null || row.upid().type().equals(typefilter)),
                        start,
                        limit);
    }

    @Override
    public Reply<LogPage> log(Upid upid, int first, int limit) {
        return forbidden.contains(upid.node())
                ? new Reply.Denied<>(403, "Permission check failed")
                : node(upid.node()).log(upid, first, limit);
    }

    @Override
    public Reply<Boolean> running(Upid upid) {
        return node(upid.node()).running(upid);
    }

    private <T> Reply<T> answer(String question, T value) {
        asked.add(question);
        return broken != null ? broken.recast() : new Reply.Got<>(value);
    }

    @Override
    public Reply<ClusterStatus> clusterStatus() {
        return answer("status", new ClusterStatus(new TreeMap<>(online), "pve1", quorate));
    }

    @Override
    public Reply<List<GuestRow>> guests() {
        return answer("guests", List.copyOf(guests));
    }

    @Override
    public Reply<List<Job>> jobs() {
        return answer("jobs", List.copyOf(jobs));
    }

    @Override
    public Reply<IncludedVolumes> included(String jobId) {
        return answer(
                "included " + jobId, included.getOrDefault(jobId, new IncludedVolumes(Map.of(), new TreeSet<>())));
    }

    @Override
    public Reply<List<ReplicationEvents.Job>> replication(String node) {
        return slow("replication " + node, List.copyOf(replication));
    }

    @Override
    public Reply<List<UpdateEvents.Update>> updates(String node) {
        return slow("updates " + node, List.copyOf(updates));
    }

    @Override
    public Reply<SortedMap<String, HaNode>> haNodes() {
        return slow("ha", new TreeMap<>(ha));
    }

    private <T> Reply<T> slow(String question, T value) {
        slowly.add(question);
        return brokenSlow != null ? brokenSlow.recast() : new Reply.Got<>(value);
    }

    @Override
    public Reply<SortedMap<String, Set<String>>> permissions() {
        return brokenPermissions != null
                ? brokenPermissions.recast()
                : answer("permissions", new TreeMap<>(permissions));
    }
}
