package dev.allclear.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Brings a ledger to the schema of this version, one numbered file after the other, each in one transaction. */
final class Migrations {
    /** In order; the number of a file is its position from 1. Files that have been released never change. */
    static final List<String> FILES =
            List.of("001-tasks-runs-deliveries.sql", "002-sources-job-runs-gaps.sql", "003-events-notices.sql");

    private static final String TABLE = "CREATE TABLE IF NOT EXISTS schema_version ("
            + "number INTEGER NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)";

    private Migrations() {}

    /** The number of the last file that was applied; 0 for a ledger that has nothing in it yet. */
    static int version(Sql sql) {
        return sql.exists("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'")
                ? sql.number("SELECT coalesce(max(number), 0) FROM schema_version")
                : 0;
    }

    /** @throws LedgerException if a newer version wrote it */
    static void refuseNewer(Sql sql, Path file) {
        int version = version(sql);
        if (version > FILES.size()) {
            throw new LedgerException(
                    LedgerException.Kind.NEWER,
                    "the ledger " + file + " has schema version " + version + " of a newer allclear; this one knows "
                            + FILES.size() + ". Install the newer version again, or set `path` in a `ledger:` stanza"
                            + " to another directory. The file was not changed.");
        }
    }

    /** Applies those of the files that have not been applied yet. */
    static void apply(Sql sql, List<String> files) {
        sql.execute(TABLE);
        for (int number = version(sql) + 1; number <= files.size(); number++) {
            apply(sql, number, text(files.get(number - 1)));
        }
    }

    private static void apply(Sql sql, int number, String text) {
        sql.transaction("BEGIN IMMEDIATE", () -> {
            sql.execute(statements(text));
            return sql.update(
                    "INSERT INTO schema_version VALUES (?, ?, ?)",
                    number,
                    checksum(text),
                    Instant.now().toString());
        });
    }

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Migrations.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of a file, so that a ledger tells by which text it was made. */
    static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String[] statements(String text) {
        return Arrays.stream(text.replaceAll("--[^\n]*", "").split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toArray(String[]::new);
    }
}
