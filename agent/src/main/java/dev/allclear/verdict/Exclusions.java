package dev.allclear.verdict;

import dev.allclear.task.TaskOutcome;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Disks that the configuration leaves out: the guest has a finished backup, and not of these. */
public final class Exclusions {
    private Exclusions() {}

    /** Each guest with a finished backup that lacks disks, and how many, by what Proxmox told before and by the logs. */
    public static SortedMap<Integer, Integer> of(Expectation expected, Collection<TaskOutcome> tasks) {
        SortedMap<Integer, Integer> disks = new TreeMap<>();
        tasks.forEach(task -> task.report().guests().stream()
                .filter(guest -> guest.finished())
                .forEach(guest -> {
                    Expectation.Included told = expected.guests().get(guest.vmid());
                    int excluded = Math.max(guest.excludedDisks(), told == null ? 0 : told.excludedDisks());
                    if (excluded > 0) {
                        disks.merge(guest.vmid(), excluded, Math::max);
                    }
                }));
        return disks;
    }

    /** For the text of a push: {@code , without 2 disks of 101 (excluded by configuration)}; empty when nothing lacks. */
    public static String words(SortedMap<Integer, Integer> disks) {
        return disks.isEmpty()
                ? ""
                : disks.entrySet().stream()
                        .map(guest -> Words.counted(guest.getValue(), "disk") + " of " + guest.getKey())
                        .collect(Collectors.joining(", ", ", without ", " (excluded by configuration)"));
    }
}
