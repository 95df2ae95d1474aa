package dev.allclear.daemon;

import dev.allclear.ledger.Ledger;
import dev.allclear.task.Upid;
import dev.allclear.watch.Remembered;
import java.util.function.Consumer;

/** What the watcher may know of the ledger. */
record LedgerMemory(Ledger ledger) implements Remembered {

    @Override
    public boolean settled(Upid upid) {
        return ledger.read(entries -> entries.tasks().settled(upid));
    }

    @Override
    public void eachSettled(Consumer<String> upid) {
        ledger.read(entries -> {
            entries.tasks().eachSettled(upid);
            return true;
        });
    }
}
