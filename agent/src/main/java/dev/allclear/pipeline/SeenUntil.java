package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.watch.Sighting;
import java.time.Instant;
import java.util.Optional;

/** Up to when the tasks of each node have been seen without a gap, kept in the ledger for the next life. */
public final class SeenUntil {
    private SeenUntil() {}

    /** Up to when the tasks of a node have been seen; empty when they never were. */
    public static Optional<Instant> of(Entries entries, String source, String node) {
        return entries.note(name(source, node)).map(Instant::parse);
    }

    static void note(String source, Sighting.SeenUntil seen, Entries entries) {
        entries.note(name(source, seen.node()), seen.until().toString());
    }

    private static String name(String source, String node) {
        return "seen " + source + " " + node;
    }
}
