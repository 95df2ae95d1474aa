package dev.allclear.watch;

import dev.allclear.event.Event;
import dev.allclear.event.FencingEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What high availability thinks of the nodes: {@code ha/manager_status} of the cluster file system, and
 * {@code nodes/NODE/lrm_status} for the last sign of a node ({@code PVE/HA/NodeStatus.pm}, {@code PVE/HA/Env/PVE2.pm}).
 * Hands over that a node is fenced and was fenced. Where the file is missing or cannot be read there is nothing to tell, as
 * without high availability. Single-threaded.
 */
final class FencingFiles implements HostFiles {
    private static final String FENCE = "fence";

    private final Eyes eyes;
    private final Path cluster;

    /** What is being fenced, with its last sign. */
    private final Map<String, @Nullable Instant> fenced = new HashMap<>();

    FencingFiles(Eyes eyes) {
        this.eyes = eyes;
        this.cluster =
                Objects.requireNonNull(eyes.host().jobsCfg().toAbsolutePath().getParent());
    }

    @Override
    public void look() throws InterruptedException {
        Map<String, Object> nodes = read(cluster.resolve("ha/manager_status"), "node_status");
        for (String node : nodes.keySet()) {
            String state = Objects.requireNonNullElse(SmallFile.text(nodes, node), "");
            Instant now = eyes.clock().instant();
            if (state.equals(FENCE) && !fenced.containsKey(node)) {
                Instant sign = lastSign(node);
                fenced.put(node, sign);
                tell(FencingEvents.trying(eyes.source(), node, sign, now));
            } else if (!state.equals(FENCE) && fenced.containsKey(node)) {
                Instant sign = fenced.remove(node);
                if (!state.equals("gone")) {
                    tell(FencingEvents.succeeded(eyes.source(), node, sign, now));
                }
            }
        }
    }

    private void tell(Event event) throws InterruptedException {
        eyes.sink().see(new Sighting.Told(event));
    }

    private @Nullable Instant lastSign(String node) {
        if (!node.matches("[A-Za-z0-9][A-Za-z0-9-]*")) {
            return null;
        }
        String time = SmallFile.text(read(cluster.resolve("nodes/" + node + "/lrm_status"), ""), "timestamp");
        return time != null && time.matches("[1-9][0-9]{0,10}") ? Instant.ofEpochSecond(Long.parseLong(time)) : null;
    }

    /** An object inside a file, or with an empty name the file itself; empty if it cannot be read. */
    private static Map<String, Object> read(Path file, String name) {
        try {
            Map<String, Object> all = SmallFile.object(SmallFile.read(file));
            return name.isEmpty() ? all : SmallFile.object(all, name);
        } catch (IOException | JacksonException e) {
            return Map.of();
        }
    }
}
