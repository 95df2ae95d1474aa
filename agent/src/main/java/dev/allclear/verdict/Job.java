package dev.allclear.verdict;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A backup job of {@code /etc/pve/jobs.cfg}. Immutable and thread-safe.
 *
 * @param id the job's id, for example {@code backup-3f1c0b6e-4c8d}
 * @param enabled whether the scheduler starts it; a missing key means yes
 * @param options every key but {@code enabled}, in file order; repeated keys keep all their values
 */
public record Job(String id, boolean enabled, Map<String, List<String>> options) {

    /** Whether the scheduler of this node runs the job: it is pinned to the node, or to none. */
    boolean runsOn(String node) {
        return pinnedNode() == null || node.equals(pinnedNode());
    }

    /** The only node that runs the job; null when all do. */
    public @Nullable String pinnedNode() {
        return first("node");
    }

    /** The calendar event by which it is started; null when it has none. */
    public @Nullable String schedule() {
        return first("schedule");
    }

    /** Whether a run that was missed while the node was down is made up for. */
    public boolean repeatsMissed() {
        return "1".equals(first("repeat-missed"));
    }

    /** The pool whose guests it backs up; null when it names none. */
    @Nullable
    String pool() {
        return first("pool");
    }

    /** Whether it backs up every guest that is not excluded; {@code exclude} alone implies it. */
    boolean everyGuest() {
        return "1".equals(first("all")) || (options.containsKey("exclude") && pool() == null && vmids().isEmpty());
    }

    /** The guests that it names. */
    SortedSet<Integer> vmids() {
        return numbers("vmid");
    }

    /** The guests that it leaves out. */
    SortedSet<Integer> excluded() {
        return numbers("exclude");
    }

    private @Nullable String first(String key) {
        List<String> values = options.getOrDefault(key, List.of());
        return values.isEmpty() ? null : values.get(0);
    }

    private SortedSet<Integer> numbers(String key) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String value : options.getOrDefault(key, List.of())) {
            for (String word : value.split("[,; ]+", -1)) {
                if (word.matches("[1-9][0-9]{2,8}")) {
                    numbers.add(Integer.valueOf(word));
                }
            }
        }
        return numbers;
    }
}
