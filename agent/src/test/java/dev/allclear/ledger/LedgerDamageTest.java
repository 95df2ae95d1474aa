package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.night;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged ledger is set aside as it is, and a new one begun. */
class LedgerDamageTest {
    @TempDir
    Path directory;

    private Database database;

    @BeforeEach
    void remember() {
        database = new Database(directory);
        try (Ledger ledger = Ledger.open(directory)) {
            fill(ledger);
        }
    }

    private static void fill(Ledger ledger) {
        ledger.write(entries -> {
            for (int i = 0; i < 100; i++) {
                entries.tasks().record(night(i), "local", EVENING);
            }
            return true;
        });
    }

    private void assertSetAside() throws IOException {
        byte[] damaged = Files.readAllBytes(database.file());
        try (Ledger ledger = Ledger.open(directory)) {
            Path aside = database.files("allclear.db.damaged-").get(0);
            assertThat(aside).hasBinaryContent(damaged);
            assertThat(ledger.notice().orElseThrow())
                    .startsWith("the ledger " + database.file() + " was damaged; it is kept as " + aside + " and");
            assertThat(ledger.<Integer>read(entries -> entries.tasks().count())).isZero();
            fill(ledger);
        }
        try (Ledger ledger = Ledger.open(directory)) {
            assertThat(ledger.notice()).isEmpty();
            assertThat(ledger.<Integer>read(entries -> entries.tasks().count())).isEqualTo(100);
        }
    }

    @Test
    void setsAsideAFileThatIsNoDatabase() throws IOException {
        Files.writeString(database.file(), "this is a letter to the administrator\n".repeat(400));
        assertSetAside();
    }

    @Test
    void setsAsideAFileOfAFewBytesThatIsNoDatabase() throws IOException {
        Files.writeString(database.file(), "x");
        assertSetAside();
    }

    @Test
    void setsAsideAFileThatLostEverything() throws IOException {
        database.truncate(0);
        assertSetAside();
    }

    @Test
    void setsAsideAFileWhoseIndexLacksATask() throws IOException, SQLException {
        database.execute(
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX task_by_start ON task (type, upid, started)'"
                        + " WHERE name = 'task_by_start'");
        assertSetAside();
    }

    @Test
    void setsAsideAFileWithADamagedHeader() throws IOException {
        database.overwrite(0, (byte) 0xff);
        assertSetAside();
    }

    @Test
    void setsAsideAFileOfZeros() throws IOException {
        for (int page = 0; page < database.pages(); page++) {
            database.overwrite(page, (byte) 0);
        }
        assertSetAside();
    }

    @Test
    void setsAsideAFileThatLostItsSecondHalf() throws IOException {
        database.truncate(Files.size(database.file()) / 2);
        assertSetAside();
    }

    @Test
    void setsAsideAFileThatLostThePartOfAPage() throws IOException {
        database.truncate(Files.size(database.file()) - 100);
        assertSetAside();
    }

    @Test
    void setsAsideAFileWithAZeroedPageInTheMiddle() throws IOException {
        database.overwrite(database.pages() / 2, (byte) 0);
        assertSetAside();
    }

    @Test
    void setsAsideAFileWithAnyPageFullOfGarbage() throws IOException {
        byte[] sound = Files.readAllBytes(database.file());
        Random random = new Random(7);
        for (int page = 0; page < sound.length / Database.PAGE; page++) {
            byte[] damaged = sound.clone();
            byte[] garbage = new byte[Database.PAGE];
            random.nextBytes(garbage);
            System.arraycopy(garbage, 0, damaged, page * Database.PAGE, Database.PAGE);
            Files.write(database.file(), damaged);
            try (Ledger ledger = Ledger.open(directory)) {
                assertThat(ledger.notice()).as("page %s", page).isPresent();
            }
        }
        assertThat(database.files("allclear.db.damaged-").stream()
                        .filter(file -> !file.toString().endsWith("-wal")))
                .hasSize(sound.length / Database.PAGE);
    }

    /** What a killed process leaves behind has a log beside it; the log belongs to the damaged file. */
    @Test
    void setsAsideTheLogOfADamagedFileWithIt() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.write(entries -> {
                entries.note("a", "x");
                return true;
            });
            Files.copy(database.file(), copy.resolve("allclear.db"));
            Files.copy(directory.resolve("allclear.db-wal"), copy.resolve("allclear.db-wal"));
        }
        database = new Database(copy);
        database.overwrite(database.pages() / 2, (byte) 0);
        byte[] file = Files.readAllBytes(database.file());
        byte[] log = Files.readAllBytes(copy.resolve("allclear.db-wal"));
        assertThat(log).isNotEmpty();
        try (Ledger ledger = Ledger.open(copy)) {
            assertThat(ledger.notice()).isPresent();
            assertThat(ledger.read(entries -> entries.note("a")).isPresent()).isFalse();
            Path aside = database.files("allclear.db.damaged-").get(0);
            assertThat(aside).hasBinaryContent(file);
            assertThat(Path.of(aside + "-wal")).hasBinaryContent(log);
        }
    }

    @Test
    void setsAsideUnderAFreeName() throws IOException {
        Path first = directory.resolve("allclear.db.damaged-20261120-210000");
        Files.writeString(first, "an older one");
        String notice = DamagedFile.setAside(database.file(), Instant.parse("2026-11-20T21:00:00.5Z"));
        assertThat(first).hasContent("an older one");
        assertThat(notice).contains(first + "-2 and");
        assertThat(Path.of(first + "-2")).isNotEmptyFile();
    }

    @Test
    void makesNoNoiseAboutASoundFile() throws IOException {
        byte[] before = Files.readAllBytes(database.file());
        try (Ledger ledger = Ledger.open(directory)) {
            assertThat(ledger.notice()).isEmpty();
        }
        assertThat(Arrays.equals(before, Files.readAllBytes(database.file()))).isTrue();
        assertThat(database.files("allclear.db.damaged-")).isEmpty();
    }
}
