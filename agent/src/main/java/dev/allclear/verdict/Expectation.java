package dev.allclear.verdict;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must happen in one run of a job, frozen when the run is due or first seen: later edits of the job, and guests that
 * come, go or move, do not change it. Immutable and thread-safe.
 *
 * @param due when the schedule wanted it; null for a run outside the schedule, or when no schedule is known
 * @param frozenAt when this was written down
 * @param guests every guest that must get a backup, with the node where it lived
 * @param guestsKnown whether {@code guests} is the whole list; otherwise the run's own logs must tell
 * @param unknown guests that the job names and that did not exist
 * @param nodes the nodes that have to run a task
 * @param everyNode whether a node without guests runs a task too, as with {@code all}
 * @param pinned the only node that the job runs on; null when it runs on all
 */
public record Expectation(
        @Nullable Instant due,
        Instant frozenAt,
        SortedMap<Integer, Included> guests,
        boolean guestsKnown,
        SortedSet<Integer> unknown,
        SortedSet<String> nodes,
        boolean everyNode,
        @Nullable String pinned) {

    /** Nothing is expected but what the run's own log asks for. */
    public static final Expectation NOTHING = new Expectation(
            null,
            Instant.EPOCH,
            Collections.emptySortedMap(),
            false,
            Collections.emptySortedSet(),
            Collections.emptySortedSet(),
            false,
            null);

    /**
     * A guest that must get a backup.
     *
     * @param node where it lived
     * @param excludedDisks how many of its disks the configuration leaves out
     */
    public record Included(String node, int excludedDisks) {}

    public Expectation {
        guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
        unknown = Collections.unmodifiableSortedSet(new TreeSet<>(unknown));
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    /**
     * Writes down what a run must do.
     *
     * @param job the job as it is now; null when it is not known
     * @param cluster the cluster as it is now
     * @param content what PVE itself says the job includes; null when it was not asked
     * @param due when the schedule wants the run; null for one outside the schedule
     */
    public static Expectation freeze(
            @Nullable Job job, Cluster cluster, @Nullable JobContent content, @Nullable Instant due, Instant now) {
        if (job == null || !cluster.guestsKnown()) {
            return new Expectation(
                    due,
                    now,
                    Collections.emptySortedMap(),
                    false,
                    Collections.emptySortedSet(),
                    Collections.emptySortedSet(),
                    false,
                    job == null ? null : job.pinnedNode());
        }
        Inclusion inclusion = Inclusion.of(job, cluster, content);
        SortedSet<String> nodes = new TreeSet<>();
        cluster.nodes().forEach((node, online) -> {
            boolean holdsGuest = inclusion.guests().values().stream()
                    .anyMatch(guest -> guest.node().equals(node));
            // A guest that no longer exists makes every node start a task, and fail.
            boolean starts = job.everyGuest() || !inclusion.unknown().isEmpty();
            if (job.runsOn(node) && (holdsGuest || (starts && online))) {
                nodes.add(node);
            }
        });
        return new Expectation(
                due, now, inclusion.guests(), true, inclusion.unknown(), nodes, job.everyGuest(), job.pinnedNode());
    }
}
