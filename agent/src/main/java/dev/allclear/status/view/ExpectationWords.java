package dev.allclear.status.view;

import dev.allclear.verdict.Expectation;
import dev.allclear.verdict.Expectation.Included;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a run must do, for people: a line for each node, and one for what is special. */
public final class ExpectationWords {
    private ExpectationWords() {}

    /** One line each. */
    public static List<String> of(Expectation expected) {
        List<String> lines = new ArrayList<>();
        if (!expected.guestsKnown()) {
            lines.add("guests: as the run's log says"
                    + (expected.pinned() == null ? "" : "; the job runs on " + expected.pinned() + " only"));
            return lines;
        }
        SortedMap<String, SortedSet<Integer>> byNode = new TreeMap<>();
        expected.nodes().forEach(node -> byNode.put(node, new TreeSet<>()));
        expected.guests()
                .forEach((vmid, guest) -> byNode.computeIfAbsent(guest.node(), node -> new TreeSet<>())
                        .add(vmid));
        byNode.forEach((node, guests) -> lines.add("node " + node + ": "
                + (guests.isEmpty() ? "a task, and no guest" : guests(guests))
                + (expected.nodes().contains(node) ? "" : ", and the job runs no task there")));
        if (byNode.isEmpty()) {
            lines.add("no guest: the job includes none");
        }
        if (!expected.unknown().isEmpty()) {
            lines.add(guests(expected.unknown()) + (expected.unknown().size() == 1 ? " is" : " are")
                    + " on the job's list and did not exist");
        }
        int disks = expected.guests().values().stream()
                .mapToInt(Included::excludedDisks)
                .sum();
        if (disks > 0) {
            lines.add(disks + (disks == 1 ? " disk" : " disks") + " excluded by configuration: "
                    + expected.guests().entrySet().stream()
                            .filter(guest -> guest.getValue().excludedDisks() > 0)
                            .map(guest -> guest.getValue().excludedDisks() + " of " + guest.getKey())
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private static String guests(Collection<Integer> vmids) {
        return (vmids.size() == 1 ? "guest " : "guests ")
                + vmids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
