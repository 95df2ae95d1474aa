package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.watch.Sighting;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How well each source sees, since when and why, kept in the ledger for {@code status}. */
public final class SourceHealth {
    private static final String PREFIX = "health ";
    private static final String SINCE = ", since ";

    private SourceHealth() {}

    /** In words, by the source's name: {@code seeing 3/3 nodes since 2026-11-21T02:00:00Z}. */
    public static Map<String, String> of(Entries entries) {
        Map<String, String> health = new TreeMap<>();
        entries.notes(PREFIX).forEach((name, words) -> health.put(name.substring(PREFIX.length()), words));
        return health;
    }

    /**
     * How well a source sees.
     *
     * @param sight {@code seeing}, {@code degraded} or {@code blind}
     * @param words the same with the nodes and why, without the time
     * @param since since when; null when that is not known
     */
    public record Sight(
            String sight, String words, @Nullable Instant since) {
        static Sight of(String note) {
            String sight = note.indexOf(' ') < 0 ? note : note.substring(0, note.indexOf(' '));
            int comma = note.lastIndexOf(SINCE);
            try {
                return new Sight(
                        sight, note.substring(0, comma), Instant.parse(note.substring(comma + SINCE.length())));
            } catch (DateTimeParseException | IndexOutOfBoundsException e) {
                return new Sight(sight, note, null);
            }
        }

        /** Whether it sees everything. */
        public boolean seeing() {
            return sight.equals("seeing");
        }
    }

    /** The same, taken apart. */
    public static Map<String, Sight> sights(Entries entries) {
        Map<String, Sight> sights = new TreeMap<>();
        of(entries).forEach((source, words) -> sights.put(source, Sight.of(words)));
        return sights;
    }

    static void note(String source, Sighting.Health health, Entries entries, Instant now) {
        entries.note(PREFIX + source, words(health) + SINCE + now.truncatedTo(ChronoUnit.SECONDS));
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
