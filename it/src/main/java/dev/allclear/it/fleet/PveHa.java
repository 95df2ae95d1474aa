package dev.allclear.it.fleet;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the high availability manager of a cluster thinks of its nodes. The cluster's lock guards it. */
final class PveHa {
    /** @param sign when the node's own resource manager last said that it lives */
    private record Node(String state, Instant sign) {}

    private final SortedMap<String, Node> nodes = new TreeMap<>();

    void node(String name, String state, Instant sign) {
        nodes.put(name, new Node(state, sign));
    }

    /** The answer of a node; where nothing is under high availability there is no status, and of no node one. */
    Fields status(PveNode asked) {
        Fields data = new Fields()
                .with("manager_status", nodes.isEmpty() ? new Fields() : manager(asked.now()))
                .with("quorum", new Fields().with("node", asked.name()).with("quorate", "1"));
        if (!nodes.isEmpty()) {
            Fields managers = new Fields();
            nodes.forEach((name, node) -> managers.with(
                    name,
                    new Fields()
                            .with("mode", "active")
                            .with("results", new Fields())
                            .with("state", "active")
                            .with("timestamp", node.sign().getEpochSecond())));
            data.with("lrm_status", managers);
        }
        return data;
    }

    private Fields manager(Instant now) {
        Fields states = new Fields();
        nodes.forEach((name, node) -> states.with(name, node.state()));
        return new Fields()
                .with("master_node", nodes.firstKey())
                .with("node_status", states)
                .with("service_status", new Fields())
                .with("timestamp", now.getEpochSecond());
    }
}
