package dev.allclear.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers of other versions. */
class LedgerSchemaTest {
    private static final int NEWEST = Migrations.FILES.size();

    @TempDir
    Path directory;

    private Database database;

    @BeforeEach
    void remember() {
        database = new Database(directory);
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.write(entries -> {
                entries.note("a", "kept");
                return true;
            });
        }
    }

    private static List<String> andThen(String file) {
        List<String> files = new ArrayList<>(Migrations.FILES);
        files.add(file);
        return files;
    }

    @Test
    void tellsByWhichFilesItWasMade() {
        try (Ledger ledger = Ledger.open(directory)) {
            assertThat(ledger.writer()
                            .list(
                                    "SELECT number, checksum FROM schema_version ORDER BY number",
                                    row -> row.getInt(1) + " " + row.getString(2)))
                    .hasSize(NEWEST)
                    .first()
                    .isEqualTo("1 " + Migrations.checksum(Migrations.text(Migrations.FILES.get(0))));
        }
    }

    @Test
    void theFilesAreNumberedFromOne() {
        for (int i = 0; i < NEWEST; i++) {
            assertThat(Migrations.FILES.get(i)).startsWith("%03d-".formatted(i + 1));
        }
    }

    @Test
    void bringsAnOlderLedgerToTheNewestSchemaAndKeepsItsContent() {
        try (Ledger ledger = Ledger.open(directory)) {
            Migrations.apply(ledger.writer(), andThen("test-colour.sql"));
            assertThat(Migrations.version(ledger.writer())).isEqualTo(NEWEST + 1);
            assertThat(ledger.writer().list("SELECT text || colour FROM note", row -> row.getString(1)))
                    .containsExactly("keptblue");
        }
    }

    @Test
    void appliesAFileOnce() {
        try (Ledger ledger = Ledger.open(directory)) {
            Migrations.apply(ledger.writer(), andThen("test-colour.sql"));
            Migrations.apply(ledger.writer(), andThen("test-colour.sql"));
            assertThat(ledger.writer().number("SELECT count(*) FROM schema_version"))
                    .isEqualTo(NEWEST + 1);
        }
    }

    @Test
    void keepsTheOlderSchemaWholeWhenAFileFails() {
        try (Ledger ledger = Ledger.open(directory)) {
            assertThatThrownBy(() -> Migrations.apply(ledger.writer(), andThen("test-broken.sql")))
                    .isInstanceOf(LedgerException.class);
            assertThat(Migrations.version(ledger.writer())).isEqualTo(NEWEST);
            assertThat(ledger.writer().exists("SELECT 1 FROM sqlite_schema WHERE name = 'half'"))
                    .isFalse();
            assertThat(ledger.read(entries -> entries.note("a")).orElseThrow()).isEqualTo("kept");
        }
    }

    @Test
    void refusesANewerLedgerWithASentenceAndChangesNoByte() throws SQLException, IOException {
        database.execute("INSERT INTO schema_version VALUES (99, 'x', 'x')");
        byte[] before = Files.readAllBytes(database.file());
        assertRefused();
        assertThat(database.file()).hasBinaryContent(before);
    }

    /** What a newer version leaves behind when it is killed: the file, and a log that is not yet in it. */
    @Test
    void refusesANewerLedgerThatWasNotClosedAndChangesNoByte() throws SQLException, IOException {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.writer().execute("INSERT INTO schema_version VALUES (99, 'x', 'x')");
            for (String name : List.of("allclear.db", "allclear.db-wal")) {
                Files.copy(directory.resolve(name), copy.resolve(name));
            }
        }
        directory = copy;
        Path file = copy.resolve("allclear.db");
        Path log = copy.resolve("allclear.db-wal");
        byte[] fileBefore = Files.readAllBytes(file);
        byte[] logBefore = Files.readAllBytes(log);
        assertRefused();
        assertThat(file).hasBinaryContent(fileBefore);
        assertThat(log).hasBinaryContent(logBefore);
    }

    private void assertRefused() {
        assertThatThrownBy(() -> Ledger.open(directory))
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith("the ledger " + directory.resolve("allclear.db") + " has schema version 99 of a"
                        + " newer allclear; this one knows " + NEWEST + ". Install the newer version again")
                .extracting(e -> ((LedgerException) e).kind())
                .isEqualTo(LedgerException.Kind.NEWER);
    }

    @Test
    void doesNotReadANewerLedgerEither() throws SQLException {
        database.execute("INSERT INTO schema_version VALUES (99, 'x', 'x')");
        assertThatThrownBy(() -> Ledger.openReadOnly(directory))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("newer allclear");
    }
}
