package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.watch.Sighting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How well each source sees, since when and why, kept in the ledger for {@code status}. */
public final class SourceHealth {
    private static final String PREFIX = "health ";

    private SourceHealth() {}

    /** In words, by the source's name: {@code seeing 3/3 nodes since 2026-11-21T02:00:00Z}. */
    public static Map<String, String> of(Entries entries) {
        Map<String, String> health = new TreeMap<>();
        entries.notes(PREFIX).forEach((name, words) -> health.put(name.substring(PREFIX.length()), words));
        return health;
    }

    static void note(String source, Sighting.Health health, Entries entries, Instant now) {
        entries.note(PREFIX + source, words(health) + ", since " + now.truncatedTo(ChronoUnit.SECONDS));
    }

    static String words(Sighting.Health health) {
        return health.sight().name().toLowerCase(Locale.ROOT) + " " + health.seen() + "/" + health.nodes() + " nodes"
                + (health.why().isEmpty() ? "" : ": " + health.why());
    }

    /** A source that is not configured any more is not spoken of; the others say how they see at every start. */
    static void forget(Entries entries) {
        entries.notes(PREFIX).keySet().forEach(name -> entries.note(name, ""));
    }
}
