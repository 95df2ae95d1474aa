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

    static void note(String source, Sighting.Blind blind, Entries entries, Instant now) {
        String since = now.truncatedTo(ChronoUnit.SECONDS) + " ";
        entries.note(PREFIX + subject(source, blind), blind.problem().isEmpty() ? "" : since + blind.problem());
    }

    /** What it is about; a path is of this host, anything else of a source. */
    static String subject(String source, Sighting.Blind blind) {
        return blind.subject().startsWith("/") ? blind.subject() : source + ": " + blind.subject();
    }

    /** What could not be seen in an earlier life may be visible now; if not, it is said again. */
    static void forget(Entries entries) {
        entries.notes(PREFIX).keySet().forEach(name -> entries.note(name, ""));
    }
}
