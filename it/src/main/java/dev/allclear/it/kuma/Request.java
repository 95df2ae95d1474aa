package dev.allclear.it.kuma;

import java.util.Map;

/**
 * An HTTP request as received. Immutable.
 *
 * @param path as on the wire, not decoded
 * @param query as on the wire; empty when there is none
 * @param headers by lower-case name
 */
public record Request(String method, String path, String query, Map<String, String> headers) {
    boolean wantsUpgrade() {
        return headers.containsKey("upgrade")
                && headers.getOrDefault("connection", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .contains("upgrade");
    }

    boolean keepsAlive() {
        return !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    }
}
