package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import dev.allclear.watch.Pulse;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as the judge writes it: what cannot be written now, because the disk is full or a right is missing, waits
 * until it can. So nothing is pushed that could not be remembered.
 */
final class PatientLedger {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Ledger ledger;
    private volatile boolean stopping;
    private @Nullable String trouble;

    PatientLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    /** From now on, what cannot be written at once is not waited for. */
    void stop() {
        stopping = true;
    }

    /**
     * Carries out one durable transaction, as often as it takes.
     *
     * @throws LedgerException if the ledger is damaged, which waiting does not mend
     */
    <T> T write(Function<Entries, T> work) throws InterruptedException {
        while (true) {
            try {
                T result = ledger.write(work);
                if (trouble != null) {
                    trouble = null;
                    LOG.info("the ledger can be written again; what was held back goes on now");
                }
                return result;
            } catch (LedgerException e) {
                if (e.kind() == LedgerException.Kind.DAMAGED) {
                    throw e;
                }
                say(e.getMessage());
                if (stopping) {
                    throw new InterruptedException("stopping while the ledger cannot be written");
                }
                // To be started again would not empty the disk.
                Pulse.rests();
                Thread.sleep(PAUSE.toMillis());
                Pulse.getsOn();
            }
        }
    }

    private void say(@Nullable String what) {
        if (what != null && !what.equals(trouble)) {
            trouble = what;
            LOG.error("{} No push is sent until this is mended; tried again every {} s.", what, PAUSE.toSeconds());
        }
    }
}
