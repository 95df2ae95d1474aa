package dev.allclear.verdict;

import java.util.List;
import java.util.Map;

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
        List<String> pinned = options.getOrDefault("node", List.of());
        return pinned.isEmpty() || pinned.contains(node);
    }
}
