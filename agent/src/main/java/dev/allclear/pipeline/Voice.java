package dev.allclear.pipeline;

import dev.allclear.ledger.Grouping;
import dev.allclear.route.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * To whom what is told. Immutable and thread-safe.
 *
 * @param routing which targets an event reaches
 * @param targets those that are sent to, by name
 * @param sources what is known of the sources beside their tasks, by name
 * @param host the name of this host
 */
public record Voice(Routing routing, Map<String, Target> targets, Map<String, Source> sources, String host) {
    /** Nobody is told of anything; events are written down all the same. */
    public static final Voice SILENT = new Voice(Routing.of(List.of(), Map.of()), Map.of(), Map.of(), "");

    public Voice {
        targets = new TreeMap<>(targets);
        sources = Map.copyOf(sources);
    }

    /**
     * A target.
     *
     * @param grouping how it wants several events together
     * @param remind how often it is told again of a heartbeat that stays red; null for never
     */
    public record Target(Grouping grouping, @Nullable Duration remind) {}

    /**
     * A source.
     *
     * @param host the full name of its host; empty for that of its nodes
     * @param web where its web interface is; null if unknown
     * @param legacy who is mailed past the matchers
     */
    public record Source(String host, @Nullable String web, LegacyMail legacy) {
        /** Nothing is known of it. */
        static final Source UNKNOWN = new Source("", null, LegacyMail.NONE);
    }
}
