package dev.allclear.verdict;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known around a run at the moment of judging. Immutable and thread-safe.
 *
 * @param now the moment
 * @param cluster the nodes and guests now
 * @param unseen nodes that cannot be seen now, and why
 * @param notStarted nodes whose scheduler could not start the job, and what it says
 * @param busy nodes on which a backup runs that may be of this run, or after which this run starts
 * @param gaps stretches of the run in which a node was not seen, in words
 */
public record Scene(
        Instant now,
        Cluster cluster,
        Map<String, String> unseen,
        Map<String, String> notStarted,
        List<String> busy,
        List<String> gaps) {

    /** Nothing is known but the time. */
    public static Scene bare(Instant now) {
        return new Scene(now, Cluster.UNKNOWN, Map.of(), Map.of(), List.of(), List.of());
    }

    public Scene {
        unseen = Collections.unmodifiableMap(new TreeMap<>(unseen));
        notStarted = Collections.unmodifiableMap(new TreeMap<>(notStarted));
        busy = List.copyOf(busy);
        gaps = List.copyOf(gaps);
    }
}
