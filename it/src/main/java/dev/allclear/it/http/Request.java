package dev.allclear.it.http;

import java.util.Locale;
import java.util.Map;

/**
 * An HTTP request as received. Immutable.
 *
 * @param path as on the wire, not decoded
 * @param query as on the wire; empty when there is none
 * @param headers by lower-case name
 * @param size bytes of its head and body
 * @param body read as UTF-8; empty when there is none
 */
public record Request(String method, String path, String query, Map<String, String> headers, int size, String body) {
    public Request {
        headers = Map.copyOf(headers);
    }

    /** A header, or the empty string. */
    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /** Whether the client offers another protocol. */
    public boolean wantsUpgrade() {
        return headers.containsKey("upgrade")
                && header("connection").toLowerCase(Locale.ROOT).contains("upgrade");
    }

    /** Whether the client wants to use the connection again. */
    public boolean keepsAlive() {
        return !header("connection").equalsIgnoreCase("close");
    }
}
