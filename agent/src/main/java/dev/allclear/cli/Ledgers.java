package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.ledger.Ledger;

/** The ledger as the commands see it: read-only, beside a running daemon. */
final class Ledgers {
    private Ledgers() {}

    static Ledger require(AgentConf conf) {
        return Ledger.openReadOnly(conf.ledgerDirectory())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NO,
                        "nothing is known yet: there is no ledger in " + conf.ledgerDirectory()
                                + "; the daemon makes it (systemctl start allclear, or: allclear run)"));
    }
}
