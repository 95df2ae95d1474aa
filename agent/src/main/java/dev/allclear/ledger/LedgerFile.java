package dev.allclear.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/** The file of a ledger, and the ways to open it. */
final class LedgerFile {
    private static final String NAME = "allclear.db";

    private final Path path;

    LedgerFile(Path directory) {
        this.path = directory.resolve(NAME).toAbsolutePath();
    }

    private LedgerFile() {
        this.path = Path.of(":memory:");
    }

    static LedgerFile inMemory() {
        return new LedgerFile();
    }

    Path path() {
        return path;
    }

    /** Makes it if it is missing, and brings it to the schema of this version. */
    Sql openWriter() {
        boolean made = makeIfMissing();
        try {
            return openWriter(made || examine());
        } catch (RuntimeException e) {
            if (made) {
                discard(e);
            }
            throw e;
        }
    }

    private Sql openWriter(boolean sound) {
        Sql sql = connect("mode=rw");
        return orClose(sql, () -> {
            sql.execute("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL");
            if (!sound) {
                refuseDamaged(sql);
            }
            Migrations.refuseNewer(sql, path);
            Migrations.apply(sql, Migrations.FILES);
            return sql;
        });
    }

    /** What came to nothing, as on a full disk, must not be taken for a damaged ledger at the next start. */
    private void discard(RuntimeException because) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** A second connection for reading; closes the first if that fails. */
    Sql openReaderBeside(Sql writer) {
        return orClose(writer, () -> {
            Sql sql = connect("mode=rw");
            return orClose(sql, () -> {
                sql.execute("PRAGMA query_only = ON");
                return sql;
            });
        });
    }

    Sql openMemory() {
        Sql sql = connect("");
        Migrations.apply(sql, Migrations.FILES);
        return sql;
    }

    /** Empty if there is no file or nothing in it yet. */
    Optional<Sql> openReader() {
        if (!exists()) {
            return Optional.empty();
        }
        Sql sql = connectReadOnly();
        int version = orClose(sql, () -> {
            Migrations.refuseNewer(sql, path);
            return Migrations.version(sql);
        });
        if (version == Migrations.FILES.size()) {
            return Optional.of(sql);
        }
        sql.close();
        if (version == 0) {
            return Optional.empty();
        }
        throw new LedgerException(
                LedgerException.Kind.OLDER,
                "the ledger " + path + " was written by an older allclear: restart the daemon, which brings it to this"
                        + " version (systemctl restart allclear).");
    }

    /**
     * Looks at it without changing a byte, for a file that is not ours to write must stay as it is: a newer one, and a
     * damaged one that somebody may want to save.
     *
     * @return whether it is sound; false if that cannot be told without writing
     */
    private boolean examine() {
        refuseEmpty();
        try (Sql sql = connect("mode=ro")) {
            Migrations.refuseNewer(sql, path);
            refuseDamaged(sql);
            return true;
        } catch (LedgerException e) {
            if (e.kind() == LedgerException.Kind.NEWER || e.kind() == LedgerException.Kind.DAMAGED) {
                throw e;
            }
            return false;
        }
    }

    /** SQLite takes it for a new one; but a new one that did not get its schema is taken away again. */
    private void refuseEmpty() {
        try {
            if (Files.isRegularFile(path) && Files.size(path) == 0) {
                throw new LedgerException(LedgerException.Kind.DAMAGED, "the ledger " + path + " is empty.");
            }
        } catch (IOException e) {
            throw LedgerLock.unusable(path, e);
        }
    }

    /** The full check costs 10 ms more for 10,000 tasks than the quick one, which leaves the indexes out. */
    private void refuseDamaged(Sql sql) {
        String health = endsWithinAPage(sql)
                ? "it ends within a page"
                : sql.first("PRAGMA integrity_check(1)", row -> String.valueOf(row.getString(1)))
                        .orElse("no answer");
        if (!health.equals("ok")) {
            throw new LedgerException(LedgerException.Kind.DAMAGED, "the ledger " + path + " is damaged: " + health);
        }
    }

    /** SQLite reads zeros for what is missing. With a log beside it the page may have been on its way into the file. */
    private boolean endsWithinAPage(Sql sql) {
        try {
            return !hasLog() && Files.size(path) % sql.number("PRAGMA page_size") != 0;
        } catch (IOException e) {
            throw LedgerLock.unusable(path, e);
        }
    }

    /** SQLite gives its -wal and -shm files the rights of the file itself. */
    private boolean makeIfMissing() {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw LedgerLock.unusable(path, e);
        }
    }

    private boolean exists() {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new LedgerException(
                    LedgerException.Kind.DENIED,
                    "the ledger " + path + " cannot be looked at (" + e + "): do it as root or as the agent's user.",
                    e);
        }
    }

    /**
     * Reading a file in write-ahead mode takes a -shm file beside it, which cannot be made in a directory without the
     * right to write. Without a -wal file there is no writer, and the file is complete in itself.
     */
    private Sql connectReadOnly() {
        try {
            Sql sql = connect("mode=ro");
            return orClose(sql, () -> {
                Migrations.version(sql);
                return sql;
            });
        } catch (LedgerException e) {
            if (e.kind() == LedgerException.Kind.DENIED && !hasLog()) {
                return connect("mode=ro&immutable=1");
            }
            throw e;
        }
    }

    private boolean hasLog() {
        try {
            return Files.size(Path.of(path + "-wal")) > 0;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw LedgerLock.unusable(path, e);
        }
    }

    private Sql connect(String mode) {
        String name = mode.isEmpty() ? ":memory:" : "file:" + path.toUri().getRawPath() + "?" + mode;
        Sql sql;
        try {
            // Nobody asks for the keys that inserts generate; the driver would select them after every insert.
            Properties options = new Properties();
            options.setProperty("jdbc.get_generated_keys", "false");
            sql = new Sql(DriverManager.getConnection("jdbc:sqlite:" + name, options), path);
        } catch (SQLException e) {
            throw LedgerException.of(e, path);
        }
        return orClose(sql, () -> {
            sql.execute(
                    "PRAGMA busy_timeout = 5000",
                    "PRAGMA cache_size = -512",
                    "PRAGMA temp_store = MEMORY",
                    "PRAGMA foreign_keys = ON");
            return sql;
        });
    }

    private static <T> T orClose(Sql sql, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            sql.close();
            throw e;
        }
    }
}
