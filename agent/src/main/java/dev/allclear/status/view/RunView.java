package dev.allclear.status.view;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.task.Guest;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A judged run and what it covered. Immutable and thread-safe.
 *
 * @param row the run and its verdict
 * @param covered the guests that got a finished backup in it
 * @param missing the guests that had to get one and did not, as far as the ledger knows them
 * @param push the newest push that tells of it; null when there is none
 */
public record RunView(
        RunRow row,
        SortedSet<Integer> covered,
        SortedSet<Integer> missing,
        @Nullable DeliveryRow push) {
    public RunView {
        covered = Collections.unmodifiableSortedSet(new TreeSet<>(covered));
        missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    }

    static RunView of(Heartbeat rule, RunRow row, Collection<String> sources, Entries entries) {
        KnownRun run = KnownRun.of(rule, row.run(), sources, entries);
        SortedSet<Integer> covered = new TreeSet<>();
        SortedSet<Integer> wanted = new TreeSet<>(rule.guests());
        boolean asLogged = wanted.isEmpty() && !run.expected().guestsKnown();
        if (wanted.isEmpty()) {
            wanted.addAll(run.expected().guests().keySet());
            wanted.addAll(run.expected().unknown());
        }
        run.tasks()
                .forEach(task -> task.report().guests().forEach(guest -> {
                    if (guest.finished()) {
                        covered.add(guest.vmid());
                    } else if (asLogged && guest.state() != Guest.State.EXTERNAL) {
                        wanted.add(guest.vmid());
                    }
                }));
        wanted.removeAll(covered);
        return new RunView(
                row,
                covered,
                row.verdict() instanceof AllClear ? new TreeSet<>() : wanted,
                entries.deliveries().ofRun(row.heartbeat(), row.run()).orElse(null));
    }

    /** From the start of its first task to the end of its last; nothing for a run that did not take place. */
    public Duration duration() {
        Duration duration = Duration.between(row.started(), row.ended());
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** Whether it is about guests at all. */
    public boolean ofGuests() {
        return !covered.isEmpty() || !missing.isEmpty();
    }
}
