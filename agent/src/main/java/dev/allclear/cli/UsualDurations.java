package dev.allclear.cli;

import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import dev.allclear.schedule.Overdue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long runs usually take, by the ledger if there is one that can be read. */
final class UsualDurations {
    /** Of a run that was never seen. */
    static final Duration UNKNOWN = Duration.ofMinutes(30);

    private final Path directory;

    private UsualDurations(Path directory) {
        this.directory = directory;
    }

    static UsualDurations of(Path ledgerDirectory) {
        return new UsualDurations(ledgerDirectory);
    }

    /** The median of the last all-clear runs of a heartbeat. */
    Duration of(String heartbeat) {
        List<Duration> sorted = last(heartbeat).stream().sorted().toList();
        return sorted.isEmpty() ? UNKNOWN : sorted.get(sorted.size() / 2);
    }

    private List<Duration> last(String heartbeat) {
        try {
            Optional<Ledger> opened = Ledger.openReadOnly(directory);
            if (opened.isEmpty()) {
                return List.of();
            }
            try (Ledger ledger = opened.get()) {
                return ledger.read(entries -> entries.runs().durations(heartbeat, Overdue.RUNS));
            }
        } catch (LedgerException e) {
            return List.of(); // `status` says what is wrong with it; the advice works without.
        }
    }
}
