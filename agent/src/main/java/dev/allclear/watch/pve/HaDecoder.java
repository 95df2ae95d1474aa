package dev.allclear.watch.pve;

import dev.allclear.watch.http.JsonBody;
import dev.allclear.watch.http.UnreadableException;
import dev.allclear.watch.pve.PveCalls.HaNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code manager_status} of the high availability manager ({@code PVE/API2/HA/Status.pm}): {@code node_status} inside
 * {@code manager_status}, and the {@code timestamp} of each node in {@code lrm_status}. Without high availability both are
 * empty or not there.
 */
final class HaDecoder {
    private static final Set<String> LRM = Set.of("timestamp");

    private HaDecoder() {}

    static SortedMap<String, HaNode> nodes(JsonBody body) throws UnreadableException {
        Map<String, String> states = new TreeMap<>();
        Map<String, Long> signs = new TreeMap<>();
        body.object();
        while (body.field()) {
            if (body.name().equals("manager_status") && body.isObject()) {
                states(body, states);
            } else if (body.name().equals("lrm_status") && body.isObject()) {
                signs(body, signs);
            } else {
                body.skip();
            }
        }
        SortedMap<String, HaNode> nodes = new TreeMap<>();
        states.forEach((node, state) -> nodes.put(node, new HaNode(state, time(signs.get(node)))));
        return nodes;
    }

    private static void states(JsonBody body, Map<String, String> states) throws UnreadableException {
        while (body.field()) {
            if (!body.name().equals("node_status") || !body.isObject()) {
                body.skip();
                continue;
            }
            while (body.field()) {
                String node = body.name();
                String state = body.scalar();
                if (state != null) {
                    states.put(node, state);
                }
            }
        }
    }

    private static void signs(JsonBody body, Map<String, Long> signs) throws UnreadableException {
        while (body.field()) {
            String node = body.name();
            if (body.isObject()) {
                signs.put(node, body.row("the state of a node", LRM).number("timestamp", 0));
            } else {
                body.skip();
            }
        }
    }

    private static @Nullable Instant time(@Nullable Long seconds) {
        return seconds == null || seconds <= 0 || seconds > PveApi.LATEST ? null : Instant.ofEpochSecond(seconds);
    }
}
