package dev.allclear.verdict;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a source knows of a PVE cluster at one moment: its nodes and which guest lives where. Immutable and thread-safe.
 *
 * @param nodes every node of the cluster by name, and whether it was online
 * @param quorate whether the cluster had quorum; without it the scheduler starts nothing
 * @param watched the nodes whose tasks the source sees
 * @param guests every guest by vmid, templates included; empty and {@code guestsKnown} false when nobody told
 * @param guestsKnown whether {@code guests} is the whole list
 */
public record Cluster(
        SortedMap<String, Boolean> nodes,
        boolean quorate,
        SortedSet<String> watched,
        SortedMap<Integer, Resident> guests,
        boolean guestsKnown) {

    /** Nothing is known of the cluster. */
    public static final Cluster UNKNOWN = new Cluster(
            Collections.emptySortedMap(), true, Collections.emptySortedSet(), Collections.emptySortedMap(), false);

    /**
     * A guest and where it lives.
     *
     * @param vmid its number
     * @param kind {@code qemu} or {@code lxc}
     * @param node the node that holds its configuration
     * @param name its name; null when not told
     * @param pools the resource pools that it belongs to
     */
    public record Resident(
            int vmid, String kind, String node, @Nullable String name, Set<String> pools) {
        public Resident {
            pools = Set.copyOf(pools);
        }
    }

    public Cluster {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        watched = Collections.unmodifiableSortedSet(new TreeSet<>(watched));
        guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
    }
}
