package dev.allclear.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerOnDiskTest extends BeatsContract {
    @TempDir
    Path directory;

    @Override
    Ledger open() {
        return Ledger.open(directory);
    }

    @Test
    void readsWhileATransactionIsBeingWritten() {
        doWrite(entries -> entries.note("a", "before"));
        String seen = write(entries -> {
            entries.note("a", "after");
            return CompletableFuture.supplyAsync(
                            () -> read(other -> other.note("a").orElseThrow()))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        });
        assertThat(seen).isEqualTo("before");
        assertThat(read((Entries entries) -> entries.note("a"))).contains("after");
    }

    @Test
    void keepsOneStatementForEachText() {
        for (int i = 0; i < 3; i++) {
            givesTheNewestRunsOfAHeartbeatFirst();
            keepsTheNewestNoteOfAName();
        }
        int once = ledger().writer().preparedStatements();
        givesTheNewestRunsOfAHeartbeatFirst();
        keepsTheNewestNoteOfAName();
        assertThat(ledger().writer().preparedStatements()).isEqualTo(once).isLessThan(60);
    }
}
