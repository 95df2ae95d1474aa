package dev.allclear.status.view;

import dev.allclear.ledger.Entries;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.verdict.Heartbeat;
import java.util.Collection;
import java.util.List;

/**
 * The newest runs of a heartbeat. Immutable and thread-safe.
 *
 * @param heartbeat its name
 * @param watches what it watches, in words
 * @param open those without a verdict, newest first
 * @param judged the others, newest first
 */
public record Runs(String heartbeat, String watches, List<KnownRun> open, List<RunView> judged) {
    public Runs {
        open = List.copyOf(open);
        judged = List.copyOf(judged);
    }

    /**
     * Reads them.
     *
     * @param sources the names of the sources
     * @param limit how many judged ones at most
     */
    public static Runs of(Heartbeat heartbeat, Collection<String> sources, Entries entries, int limit) {
        return new Runs(
                heartbeat.name(),
                WatchWords.of(heartbeat.watch()),
                KnownRun.open(heartbeat, sources, entries),
                entries.runs().newest(heartbeat.name(), limit).stream()
                        .map(row -> RunView.of(heartbeat, row, sources, entries))
                        .toList());
    }
}
