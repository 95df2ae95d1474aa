package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.watch.Sighting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** What the watchers cannot see now, kept in the ledger for {@code status}. */
public final class BlindSpots {
    private static final String PREFIX = "blind ";

    private BlindSpots() {}

    /** Every problem by its subject. */
    public static Map<String, String> of(Entries entries) {
        Map<String, String> problems = new TreeMap<>();
        entries.notes(PREFIX).forEach((name, problem) -> problems.put(name.substring(PREFIX.length()), problem));
        return problems;
    }

    static void note(Sighting.Blind blind, Entries entries, Instant now) {
        String since = now.truncatedTo(ChronoUnit.SECONDS) + " ";
        entries.note(PREFIX + blind.subject(), blind.problem().isEmpty() ? "" : since + blind.problem());
    }

    /** What could not be seen in an earlier life may be visible now; if not, it is said again. */
    static void forget(Entries entries) {
        entries.notes(PREFIX).keySet().forEach(name -> entries.note(name, ""));
    }
}
