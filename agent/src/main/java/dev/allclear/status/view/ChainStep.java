package dev.allclear.status.view;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.Chains;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.RunWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one requirement of a chain stands. Immutable and thread-safe.
 *
 * @param watch what it requires
 * @param newest its newest judged run; null when there is none
 * @param open its runs without a verdict
 */
public record ChainStep(RunWatch watch, @Nullable RunRow newest, List<KnownRun> open) {
    public ChainStep {
        open = List.copyOf(open);
    }

    static List<ChainStep> of(Heartbeat chain, Collection<String> sources, Entries entries) {
        List<ChainStep> steps = new ArrayList<>();
        for (Heartbeat step : Chains.steps(chain)) {
            steps.add(new ChainStep(
                    (RunWatch) step.watch(),
                    entries.runs().newest(step.name(), 1).stream().findFirst().orElse(null),
                    KnownRun.open(step, sources, entries)));
        }
        return steps;
    }
}
