package dev.allclear.verdict;

import dev.allclear.task.BackupOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a vzdump run is asked to do, in a form that can be compared: vzdump prints its options in random order, the
 * scheduler adds {@code --quiet}, the API adds {@code --node}, and "Run now" spells out {@code --all 0}.
 *
 * <p>Source: {@code PVE/VZDump.pm} (command line), {@code PVE/API2/VZDump.pm}.
 *
 * @param options each option with its values as a set
 */
record Selection(Map<String, Set<String>> options) {

    /** Keys of a job that never reach the command, and options that say how a run was started and not what it does. */
    private static final Set<String> NOT_COMPARED = Set.of(
            "id",
            "job-id",
            "type",
            "schedule",
            "comment",
            "enabled",
            "repeat-missed",
            "starttime",
            "dow",
            "stdout",
            "quiet",
            "node");

    /** Options whose value is a list in which order means nothing. */
    private static final Set<String> LISTS =
            Set.of("vmid", "exclude", "prune-backups", "fleecing", "performance", "mailto");

    static Selection ofCommand(String command) {
        BackupOptions parsed = BackupOptions.parse(command);
        Map<String, List<String>> all = new TreeMap<>(parsed.options());
        if (!parsed.vmids().isEmpty()) {
            all.put("vmid", List.of(parsed.vmids().stream().map(String::valueOf).collect(Collectors.joining(","))));
        }
        return of(all);
    }

    static Selection ofJob(Job job) {
        return of(job.options());
    }

    private static Selection of(Map<String, List<String>> given) {
        Map<String, Set<String>> kept = new TreeMap<>();
        given.forEach((name, values) -> {
            if (!NOT_COMPARED.contains(name) && !(name.equals("all") && values.equals(List.of("0")))) {
                kept.put(name, valuesOf(name, values));
            }
        });
        return new Selection(kept);
    }

    /** {@code fleecing} may leave out the name of its first value, as in {@code fleecing 1,storage=local}. */
    private static Set<String> valuesOf(String name, List<String> values) {
        return values.stream()
                .flatMap(value ->
                        LISTS.contains(name) ? Arrays.stream(value.split("[,; ]+", -1)) : List.of(value).stream())
                .filter(value -> !value.isEmpty())
                .map(value -> name.equals("fleecing") && !value.contains("=") ? "enabled=" + value : value)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
