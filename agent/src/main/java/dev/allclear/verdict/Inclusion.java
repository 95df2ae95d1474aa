package dev.allclear.verdict;

import dev.allclear.verdict.Cluster.Resident;
import dev.allclear.verdict.Expectation.Included;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which guests a job includes: by list, by pool, or all but the excluded ones. Source: Proxmox VE administration guide,
 * "Backup Jobs"; {@code PVE/VZDump.pm}.
 *
 * @param guests those that exist
 * @param unknown those that are named and do not exist
 */
record Inclusion(SortedMap<Integer, Included> guests, SortedSet<Integer> unknown) {

    static Inclusion of(Job job, Cluster cluster, @Nullable JobContent content) {
        SortedMap<Integer, Included> guests = new TreeMap<>();
        SortedSet<Integer> unknown = new TreeSet<>();
        SortedSet<Integer> named = job.vmids();
        String pinned = job.pinnedNode();
        for (Resident guest : cluster.guests().values()) {
            boolean asked;
            if (!named.isEmpty()) {
                asked = named.contains(guest.vmid());
            } else if (job.pool() != null) {
                // Pools can be nested, and then PVE knows better than its configuration file shows.
                asked = content == null
                        ? guest.pools().contains(job.pool())
                        : content.excludedDisks().containsKey(guest.vmid());
            } else {
                // With `all`, a job that is pinned to a node means the guests there.
                asked = job.everyGuest() && (pinned == null || pinned.equals(guest.node()));
            }
            if (asked && !job.excluded().contains(guest.vmid())) {
                int excludedDisks =
                        content == null ? 0 : content.excludedDisks().getOrDefault(guest.vmid(), 0);
                guests.put(guest.vmid(), new Included(guest.node(), excludedDisks));
            }
        }
        for (int vmid : named) {
            if (!cluster.guests().containsKey(vmid) && !job.excluded().contains(vmid)) {
                unknown.add(vmid);
            }
        }
        return new Inclusion(guests, unknown);
    }
}
