package dev.allclear.verdict;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What Proxmox VE itself says that a job includes ({@code /cluster/backup/ID/included_volumes}). Immutable and
 * thread-safe.
 *
 * @param excludedDisks each included guest that exists, with the number of its disks that the configuration leaves out
 * @param unknown guests that the job names and that do not exist
 */
public record JobContent(SortedMap<Integer, Integer> excludedDisks, SortedSet<Integer> unknown) {
    public JobContent {
        excludedDisks = Collections.unmodifiableSortedMap(new TreeMap<>(excludedDisks));
        unknown = Collections.unmodifiableSortedSet(new TreeSet<>(unknown));
    }
}
