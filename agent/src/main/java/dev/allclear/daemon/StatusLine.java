package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.daemon.notify.ServiceManager;
import dev.allclear.ledger.Ledger;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps the status line of {@code systemctl status} true. The ledger is read only if something changed. Thread-safe. */
final class StatusLine {
    private final ServiceManager manager;
    private final Ledger ledger;
    private final InstantSource clock;
    private final ZoneId zone;
    private final LongSupplier turns;
    private @Nullable Standing standing;
    private String fault = "";
    private long seenTurns;
    private @Nullable LocalDate day;

    /** @param turns a number that is another one when the ledger may tell something else */
    StatusLine(ServiceManager manager, Ledger ledger, InstantSource clock, ZoneId zone, LongSupplier turns) {
        this.manager = manager;
        this.ledger = ledger;
        this.clock = clock;
        this.zone = zone;
        this.turns = turns;
    }

    /** Tells of this configuration from now on, which has no fault. */
    synchronized void use(AgentConf conf) {
        standing = Standing.of(conf, zone);
        fault = "";
        tell();
    }

    /** A newer configuration has this fault, so the one before stays in use. */
    synchronized void faulty(String first) {
        fault = first + " [the configuration from before stays in use]; ";
        tell();
    }

    /** Tells how it stands if that may have changed: at midnight a time becomes a date. */
    synchronized void refresh() {
        if (turns.getAsLong() != seenTurns
                || !clock.instant().atZone(zone).toLocalDate().equals(day)) {
            tell();
        }
    }

    private void tell() {
        if (manager.listens() && standing != null) {
            seenTurns = turns.getAsLong();
            day = clock.instant().atZone(zone).toLocalDate();
            manager.status(fault + standing.words(ledger, clock.instant()));
        }
    }
}
