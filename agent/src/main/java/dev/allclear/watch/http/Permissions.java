package dev.allclear.watch.http;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code /access/permissions}, which both products answer alike. */
public final class Permissions {
    private Permissions() {}

    /**
     * Reads {@code data}: per path the privileges. The value behind a privilege says only whether it goes on to the paths
     * below, which are listed themselves.
     */
    public static SortedMap<String, Set<String>> read(JsonBody body) throws UnreadableException {
        SortedMap<String, Set<String>> paths = new TreeMap<>();
        body.object();
        while (body.field()) {
            Set<String> privileges = paths.computeIfAbsent(body.name(), path -> new TreeSet<>());
            body.object();
            while (body.field()) {
                privileges.add(body.name());
                body.skip();
            }
        }
        return paths;
    }
}
