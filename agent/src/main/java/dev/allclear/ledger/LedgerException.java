package dev.allclear.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The ledger cannot do what it should. The message is a sentence for the administrator. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** No space is left; goes away by itself once there is some. */
        FULL,
        /** The file is not a sound database. */
        DAMAGED,
        /** A newer allclear wrote it. */
        NEWER,
        /** An older allclear wrote it, and it was opened for reading only. */
        OLDER,
        /** Another process has it. */
        BUSY,
        /** A right is missing. */
        DENIED,
        /** Anything else. */
        IO
    }

    private final Kind kind;

    LedgerException(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    LedgerException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /**
     * What an error of SQLite means for the ledger: a {@code LedgerException} if it is a matter of the file and may be
     * mended from outside, else (a value that the schema does not allow) a fault of the program that no repetition cures.
     */
    static RuntimeException of(SQLException e, Path file) {
        if (e instanceof SQLiteException sqlite && isFault(sqlite.getResultCode())) {
            return new IllegalStateException("the ledger does not take this: " + e.getMessage(), e);
        }
        Kind kind = kindOf(e);
        String what = switch (kind) {
            case FULL -> "the disk with the ledger " + file + " is full: make space, allclear goes on by itself.";
            case DAMAGED ->
                "the ledger " + file + " is damaged: restart allclear, which sets the file aside and begins a new one.";
            case BUSY -> "the ledger " + file + " is in use by another process.";
            case DENIED ->
                "the ledger " + file + " cannot be opened or written: give the agent's user the right to read and write"
                        + " the file and its directory.";
            case NEWER, OLDER, IO -> "the ledger " + file + " cannot be used: " + e.getMessage() + ".";
        };
        return new LedgerException(kind, what, e);
    }

    private static boolean isFault(SQLiteErrorCode code) {
        return code.name().startsWith("SQLITE_CONSTRAINT")
                || code == SQLiteErrorCode.SQLITE_MISMATCH
                || code == SQLiteErrorCode.SQLITE_TOOBIG;
    }

    private static Kind kindOf(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return Kind.IO;
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        String name = code.name();
        // SQLite says FULL for ENOSPC when it writes a file, and SHMSIZE when it is the -shm file that cannot grow.
        if (code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return Kind.FULL;
        }
        if (name.startsWith("SQLITE_CORRUPT") || code == SQLiteErrorCode.SQLITE_NOTADB) {
            return Kind.DAMAGED;
        }
        if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
            return Kind.BUSY;
        }
        if (name.startsWith("SQLITE_READONLY")
                || name.startsWith("SQLITE_CANTOPEN")
                || code == SQLiteErrorCode.SQLITE_IOERR_SHMOPEN
                || code == SQLiteErrorCode.SQLITE_PERM) {
            return Kind.DENIED;
        }
        return Kind.IO;
    }
}
