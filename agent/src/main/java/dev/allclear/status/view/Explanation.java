package dev.allclear.status.view;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.Chains;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that the ledger knows of one run of a heartbeat.
 *
 * @param heartbeat the heartbeat's name
 * @param judged the verdict; null while there is none
 * @param run its expectation and tasks; null for a chain, whose steps have them
 * @param pushes what was pushed or is to be pushed of it, newest first
 * @param steps of a chain, in order; else empty
 * @param waitsFor what the run, or the chain, waits for; empty when for nothing
 */
public record Explanation(
        String heartbeat,
        @Nullable RunRow judged,
        @Nullable KnownRun run,
        List<DeliveryRow> pushes,
        List<ChainStep> steps,
        String waitsFor) {

    /** With hourly reminders these are three weeks. */
    private static final int PUSHES = 500;

    public Explanation {
        pushes = List.copyOf(pushes);
        steps = List.copyOf(steps);
    }

    /**
     * Explains the newest run, or the one whose name, or the name of a task of which, begins so.
     *
     * @param named the beginning of the name; null for the newest
     * @param sources the names of the sources
     * @return empty when there is no such run
     */
    public static Optional<Explanation> find(
            Heartbeat heartbeat, @Nullable String named, Collection<String> sources, Entries entries) {
        List<String> runs = named != null && heartbeat.watch() instanceof JobWatch watch
                ? entries.jobRuns().runsOf(watch.jobId(), named)
                : List.of();
        Predicate<String> wanted = run -> named == null || run.startsWith(named) || runs.contains(run);
        Optional<RunRow> judged =
                entries.runs().newest(heartbeat.name(), named == null ? 1 : Integer.MAX_VALUE).stream()
                        .filter(row -> wanted.test(row.run()))
                        .findFirst();
        if (heartbeat.watch() instanceof ChainWatch) {
            return judged.isEmpty() && named != null
                    ? Optional.empty()
                    : Optional.of(ofChain(heartbeat, judged.orElse(null), sources, entries));
        }
        Optional<KnownRun> open = KnownRun.open(heartbeat, sources, entries).stream()
                .filter(run -> wanted.test(run.run()))
                .findFirst();
        boolean openIsNewer = open.isPresent()
                && (judged.isEmpty()
                        || (named == null
                                && !open.get().began().isBefore(judged.get().started())));
        if (openIsNewer) {
            return Optional.of(of(heartbeat, null, open.get(), entries));
        }
        return judged.map(row -> of(heartbeat, row, KnownRun.of(heartbeat, row.run(), sources, entries), entries));
    }

    private static Explanation of(Heartbeat heartbeat, @Nullable RunRow row, KnownRun run, Entries entries) {
        return new Explanation(
                heartbeat.name(),
                row,
                run,
                pushes(heartbeat, run.run(), entries),
                List.of(),
                row == null ? run.waitsFor() : "");
    }

    private static Explanation ofChain(
            Heartbeat heartbeat, @Nullable RunRow row, Collection<String> sources, Entries entries) {
        return new Explanation(
                heartbeat.name(),
                row,
                null,
                row == null ? List.of() : pushes(heartbeat, row.run(), entries),
                ChainStep.of(heartbeat, sources, entries),
                Chains.standing(heartbeat, entries).waitsFor());
    }

    private static List<DeliveryRow> pushes(Heartbeat heartbeat, String run, Entries entries) {
        return entries.deliveries().newest(heartbeat.name(), PUSHES).stream()
                .filter(delivery -> delivery.run().equals(run))
                .toList();
    }
}
