package dev.allclear.it.fleet;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters behind a path. */
final class Parameters {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    Parameters(String query) {
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                String[] pair = part.split("=", 2);
                values.computeIfAbsent(decode(pair[0]), any -> new ArrayList<>())
                        .add(pair.length > 1 ? decode(pair[1]) : "");
            }
        }
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The last value; empty when there is none. */
    String text(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** @throws NumberFormatException when it is no integer */
    long number(String name, long otherwise) {
        return has(name) ? Long.parseLong(text(name)) : otherwise;
    }

    /** Proxmox's booleans. */
    boolean flag(String name) {
        return Set.of("1", "true", "yes", "on").contains(text(name));
    }
}
