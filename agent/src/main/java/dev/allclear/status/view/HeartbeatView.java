package dev.allclear.status.view;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.KnownRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat at a glance. Immutable and thread-safe.
 *
 * @param name its name in agent.conf
 * @param watches what it watches, in words
 * @param disabled whether it is neither judged nor pushed
 * @param state how it stands now
 * @param whyNot why not all is well with it, in words, one reason each; empty when nothing is known to be wrong
 * @param lastAllClear its newest run that was one; null when there is none
 * @param age the time since that ended; null when there is none
 * @param schedule the calendar event by which its job is started; null when none is known
 * @param nextDue when that is due next; null when it is not known
 * @param runs its newest runs, {@link #RUNS} at most, oldest first
 * @param open its runs without a verdict, newest first, with what they wait for
 * @param lastPush what was pushed last, and confirmed; null when nothing was
 * @param lastUp the last of those that told that all is well; null when there is none
 * @param pushes its newest pushes whatever became of them, newest first
 * @param steps the requirements of a chain, in order; else empty
 * @param waitsFor what a chain waits for, in words; else empty
 * @param every how often it is pushed when it watches the agent itself; else null
 */
public record HeartbeatView(
        String name,
        String watches,
        boolean disabled,
        HeartbeatState state,
        List<String> whyNot,
        @Nullable RunRow lastAllClear,
        @Nullable Duration age,
        @Nullable String schedule,
        @Nullable Instant nextDue,
        List<RunRow> runs,
        List<KnownRun> open,
        @Nullable DeliveryRow lastPush,
        @Nullable DeliveryRow lastUp,
        List<DeliveryRow> pushes,
        List<ChainStep> steps,
        String waitsFor,
        @Nullable Duration every) {

    /** So many runs are shown at a glance. */
    public static final int RUNS = 30;

    public HeartbeatView {
        whyNot = List.copyOf(whyNot);
        runs = List.copyOf(runs);
        open = List.copyOf(open);
        pushes = List.copyOf(pushes);
        steps = List.copyOf(steps);
    }

    /** The newest run that has a verdict. */
    public Optional<RunRow> last() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
    }

    /** The pushes that are not closed: in the hands of a sender, or waiting for their next attempt. */
    public List<DeliveryRow> waiting() {
        return pushes.stream().filter(push -> !push.state().closed()).toList();
    }
}
