package dev.allclear.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The durable memory of the agent: an SQLite file in write-ahead mode that is flushed to the disk at every commit.
 *
 * <p>Thread-safe. Writers wait for each other, and so do readers; with a file, readers and the writer do not wait for each
 * other. Transactions are not nested. Both methods throw a {@link LedgerException} when the file does not play along.
 */
public final class Ledger implements AutoCloseable {
    private final LedgerFile file;
    private final Sql writer;
    private final Sql reader;
    private final @Nullable LedgerLock lock;
    private final @Nullable String notice;

    private Ledger(LedgerFile file, Sql writer, Sql reader, @Nullable LedgerLock lock, @Nullable String notice) {
        this.file = file;
        this.writer = writer;
        this.reader = reader;
        this.lock = lock;
        this.notice = notice;
    }

    /**
     * Opens the ledger of a directory for writing, and makes both if they are missing, for the own user only. A damaged
     * file is set aside and a new one begun, which {@link #notice} tells.
     *
     * @throws LedgerException if another process has it, a newer version wrote it, a right is missing or the disk is full
     */
    public static Ledger open(Path directory) {
        LedgerLock lock = LedgerLock.take(directory);
        try {
            LedgerFile file = new LedgerFile(directory);
            String notice = null;
            Sql writer;
            try {
                writer = file.openWriter();
            } catch (LedgerException e) {
                if (e.kind() != LedgerException.Kind.DAMAGED) {
                    throw e;
                }
                notice = DamagedFile.setAside(file.path(), Instant.now());
                writer = file.openWriter();
            }
            return new Ledger(file, writer, file.openReaderBeside(writer), lock, notice);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A ledger that is forgotten when it is closed. Here readers and writers wait for each other. */
    public static Ledger inMemory() {
        LedgerFile file = LedgerFile.inMemory();
        Sql sql = file.openMemory();
        return new Ledger(file, sql, sql, null, null);
    }

    /**
     * The ledger of a directory as it is, beside the daemon that writes it; empty if there is none or nothing in it yet.
     *
     * @throws LedgerException if another version wrote it, or a right is missing
     */
    public static Optional<Ledger> openReadOnly(Path directory) {
        LedgerFile file = new LedgerFile(directory);
        return file.openReader().map(sql -> new Ledger(file, sql, sql, null, null));
    }

    /** Whether a daemon has the ledger of this directory open; empty if that cannot be told. */
    public static Optional<Boolean> isInUse(Path directory) {
        try {
            return Optional.of(LedgerLock.isTaken(directory));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** What the administrator should know about how it was opened. */
    public Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    /** Carries out the work as one durable transaction: all of it is kept, or none. */
    public <T> T write(Function<Entries, T> work) {
        return writer.transaction("BEGIN IMMEDIATE", () -> work.apply(new Entries(writer)));
    }

    /** Carries out the work on an unchanging view of the ledger: whole transactions only. */
    public <T> T read(Function<Entries, T> work) {
        return reader.transaction("BEGIN", () -> work.apply(new Entries(reader)));
    }

    /** The file, for messages. */
    public Path file() {
        return file.path();
    }

    /** The writing connection, for tests of what SQLite was told. */
    Sql writer() {
        return writer;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } finally {
            try {
                writer.close();
            } finally {
                if (lock != null) {
                    lock.close();
                }
            }
        }
    }
}
