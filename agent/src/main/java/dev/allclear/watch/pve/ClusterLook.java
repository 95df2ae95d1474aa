package dev.allclear.watch.pve;

import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Cluster.Resident;
import dev.allclear.verdict.Job;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SourceHealth;
import dev.allclear.watch.pve.PveCalls.ClusterStatus;
import dev.allclear.watch.pve.PveCalls.GuestRow;
import dev.allclear.watch.pve.PveCalls.IncludedVolumes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Hands over the nodes, guests and jobs of a cluster when they have changed. Not thread-safe. */
final class ClusterLook {
    private final PveCalls calls;
    private final SightingSink sink;
    private final SourceHealth health;
    private final Map<String, Sighting.Included> included = new HashMap<>();
    private @Nullable Cluster cluster;
    private @Nullable List<Job> jobs;

    ClusterLook(PveCalls calls, SightingSink sink, SourceHealth health) {
        this.calls = calls;
        this.sink = sink;
        this.health = health;
    }

    /**
     * @param watched the nodes whose tasks are seen
     * @param wholeLists whether the token sees every guest
     */
    void look(ClusterStatus status, SortedSet<String> watched, boolean wholeLists) throws InterruptedException {
        Reply<List<GuestRow>> guests = calls.guests();
        boolean known = guests instanceof Reply.Got && wholeLists;
        health.problem(
                "guests",
                guests instanceof Reply.Got
                        ? ""
                        : "the guests of the cluster are not known: " + guests.why()
                                + ". Until they are, no run is known to have covered them all.");
        Cluster now = new Cluster(
                status.nodes(),
                status.quorate(),
                watched,
                guests instanceof Reply.Got<List<GuestRow>> got && known ? residents(got.value()) : new TreeMap<>(),
                known);
        if (!now.equals(cluster)) {
            cluster = now;
            sink.see(new Sighting.Nodes(now));
        }
        lookAtJobs(wholeLists);
    }

    private static SortedMap<Integer, Resident> residents(List<GuestRow> rows) {
        SortedMap<Integer, Resident> residents = new TreeMap<>();
        for (GuestRow row : rows) {
            String pool = row.pool();
            residents.put(
                    row.vmid(),
                    new Resident(
                            row.vmid(), row.kind(), row.node(), row.name(), pool == null ? Set.of() : Set.of(pool)));
        }
        return residents;
    }

    private void lookAtJobs(boolean wholeLists) throws InterruptedException {
        Reply<List<Job>> reply = calls.jobs();
        if (!(reply instanceof Reply.Got<List<Job>> got)) {
            health.problem(
                    "jobs",
                    "the backup jobs are not known: " + reply.why()
                            + ". What was known of them before still counts; they are asked for again.");
            return;
        }
        List<Job> now = List.copyOf(got.value());
        if (!now.equals(jobs)) {
            jobs = now;
            sink.see(new Sighting.Jobs(now));
        }
        String problem = "";
        Set<String> enabled = new HashSet<>();
        for (Job job : now) {
            // A list that leaves out guests silently is worse than none.
            if (job.enabled() && wholeLists) {
                enabled.add(job.id());
                String trouble = lookAtGuests(job.id());
                problem = problem.isEmpty() ? trouble : problem;
            }
        }
        included.keySet().retainAll(enabled);
        health.problem("jobs", problem);
    }

    private String lookAtGuests(String jobId) throws InterruptedException {
        Reply<IncludedVolumes> reply = calls.included(jobId);
        if (reply instanceof Reply.Got<IncludedVolumes> got) {
            Sighting.Included now = new Sighting.Included(
                    jobId,
                    new TreeMap<>(got.value().excludedDisks()),
                    new TreeSet<>(got.value().unknown()));
            if (!now.equals(included.put(jobId, now))) {
                sink.see(now);
            }
            return "";
        }
        // A job may be deleted between the two questions.
        return reply instanceof Reply.Missing
                ? ""
                : "the guests that job " + jobId + " includes are not known: " + reply.why()
                        + ". What was known of them before still counts; they are asked for again.";
    }
}
