package dev.allclear.watch.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@code /access/permissions} tells of the rights of a token. Both products list the usual paths and those that an
 * ACL names, with the rights in effect there, and leave out paths without any right. So the nearest listed path decides.
 * Immutable and thread-safe.
 */
public record EffectiveRights(Map<String, Set<String>> paths) {
    public EffectiveRights {
        // A role on / gives every path the same set, which a fleet of a thousand hosts would keep some 8,000 times.
        Map<Set<String>, Set<String>> known = new HashMap<>();
        Map<String, Set<String>> shared = new HashMap<>();
        paths.forEach(
                (path, privileges) -> shared.put(path, known.computeIfAbsent(Set.copyOf(privileges), same -> same)));
        paths = Map.copyOf(shared);
    }

    /** Whether the token has this privilege at this path, as far as the list tells. */
    public boolean has(String path, String privilege) {
        String at = path;
        while (!paths.containsKey(at) && at.length() > 1) {
            at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
        }
        return paths.getOrDefault(at, Set.of()).contains(privilege);
    }
}
