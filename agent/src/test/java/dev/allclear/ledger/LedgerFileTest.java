package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.night;
import static dev.allclear.ledger.Samples.upid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a ledger's file is made, opened and shared. */
class LedgerFileTest {
    @TempDir
    Path parent;

    private static void remember(Ledger ledger, String text) {
        ledger.write(entries -> {
            entries.note("a", text);
            return true;
        });
    }

    private static String recall(Ledger ledger) {
        return ledger.read(entries -> entries.note("a")).orElse("nothing");
    }

    private Path directory() {
        return parent.resolve("ledger");
    }

    private static LedgerException refusal(Path directory) {
        return catchThrowableOfType(
                LedgerException.class, () -> Ledger.open(directory).close());
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void makesTheDirectoryAndItsFilesForTheOwnUserOnly() throws IOException {
        try (Ledger ledger = Ledger.open(directory())) {
            remember(ledger, "x");
            assertThat(rights(directory())).isEqualTo("rwx------");
            try (var files = Files.list(directory())) {
                assertThat(files)
                        .extracting(file -> file.getFileName() + " " + rights(file))
                        .containsExactlyInAnyOrder(
                                "allclear.db rw-------",
                                "allclear.db-wal rw-------",
                                "allclear.db-shm rw-------",
                                "allclear.lock rw-------");
            }
        }
    }

    @Test
    void leavesTheRightsOfADirectoryThatIsThere() throws IOException {
        Files.createDirectory(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-x---"));
        Ledger.open(directory()).close();
        assertThat(rights(directory())).isEqualTo("rwxr-x---");
    }

    @Test
    void writesAheadAndFlushesAtEveryCommit() {
        try (Ledger ledger = Ledger.open(directory())) {
            Sql sql = ledger.writer();
            assertThat(sql.list("PRAGMA journal_mode", row -> row.getString(1))).containsExactly("wal");
            assertThat(sql.number("PRAGMA synchronous")).isEqualTo(2);
            assertThat(sql.number("PRAGMA foreign_keys")).isEqualTo(1);
        }
    }

    @Test
    void keepsWhatWasCommittedWhenItIsClosed() {
        try (Ledger ledger = Ledger.open(directory())) {
            remember(ledger, "x");
        }
        try (Ledger ledger = Ledger.open(directory())) {
            assertThat(recall(ledger)).isEqualTo("x");
            assertThat(ledger.notice()).isEmpty();
        }
    }

    /** A copy of the files while the ledger is open is what a killed process leaves behind. */
    @Test
    void keepsWhatWasCommittedWhenItIsNotClosed() throws IOException {
        Path copy = Files.createDirectory(parent.resolve("copy"));
        try (Ledger ledger = Ledger.open(directory())) {
            remember(ledger, "x");
            ledger.write(entries -> {
                entries.note("a", "not committed");
                copy(copy);
                return true;
            });
        }
        try (Ledger ledger = Ledger.open(copy)) {
            assertThat(recall(ledger)).isEqualTo("x");
            assertThat(ledger.notice()).isEmpty();
        }
    }

    private void copy(Path to) {
        for (String name : List.of("allclear.db", "allclear.db-wal", "allclear.db-shm")) {
            try {
                Files.copy(directory().resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void opensAFileWhoseNameIsNotPlain() {
        Path odd = parent.resolve("ä ö?mode=memory#%41&b;'\"");
        try (Ledger ledger = Ledger.open(odd)) {
            remember(ledger, "x");
            try (Ledger beside = Ledger.openReadOnly(odd).orElseThrow()) {
                assertThat(recall(beside)).isEqualTo("x");
            }
        }
        assertThat(odd.resolve("allclear.db")).exists();
    }

    @Test
    void refusesASecondOneWithASentence() {
        try (Ledger first = Ledger.open(directory())) {
            LedgerException refusal = refusal(directory());
            assertThat(refusal.kind()).isEqualTo(LedgerException.Kind.BUSY);
            assertThat(refusal)
                    .hasMessage("the ledger in " + directory() + " is in use by another allclear; stop that one first"
                            + " (systemctl stop allclear).");
            remember(first, "still works");
            assertThat(recall(first)).isEqualTo("still works");
        }
        Ledger.open(directory()).close();
    }

    @Test
    void readsBesideAWriterWhatIsCommitted() {
        try (Ledger writer = Ledger.open(directory());
                Ledger reader = Ledger.openReadOnly(directory()).orElseThrow()) {
            assertThat(recall(reader)).isEqualTo("nothing");
            remember(writer, "x");
            assertThat(recall(reader)).isEqualTo("x");
        }
    }

    @Test
    void aReaderCannotWrite() {
        try (Ledger writer = Ledger.open(directory());
                Ledger reader = Ledger.openReadOnly(directory()).orElseThrow()) {
            assertThatThrownBy(() -> remember(reader, "x")).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> writer.read(entries -> {
                        entries.note("a", "x");
                        return true;
                    }))
                    .isInstanceOf(LedgerException.class);
            assertThat(recall(writer)).isEqualTo("nothing");
        }
    }

    @Test
    void readingWhereThereIsNoLedgerMakesNothing() throws IOException {
        assertThat(Ledger.openReadOnly(directory())).isEmpty();
        assertThat(directory()).doesNotExist();
        Files.createDirectory(directory());
        assertThat(Ledger.openReadOnly(directory())).isEmpty();
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void readingAfterTheWriterChangesNothing() throws IOException {
        try (Ledger ledger = Ledger.open(directory())) {
            remember(ledger, "x");
        }
        Path file = new Database(directory()).file();
        byte[] before = Files.readAllBytes(file);
        try (Ledger ledger = Ledger.openReadOnly(directory()).orElseThrow()) {
            assertThat(recall(ledger)).isEqualTo("x");
        }
        assertThat(file).hasBinaryContent(before);
        try (Ledger ledger = Ledger.open(directory())) {
            assertThat(recall(ledger)).isEqualTo("x");
        }
    }

    @Test
    void readsAnEmptyFileAsNoLedger() throws IOException {
        Files.createDirectory(directory());
        Files.createFile(new Database(directory()).file());
        assertThat(Ledger.openReadOnly(directory())).isEmpty();
    }

    @Test
    void leavesNoFileBehindThatCouldNotBeMade() throws IOException {
        Path inTheWay = Files.createDirectories(directory().resolve("allclear.db-wal"));
        refusal(directory());
        assertThat(new Database(directory()).file()).doesNotExist();
        Files.delete(inTheWay);
        try (Ledger ledger = Ledger.open(directory())) {
            assertThat(ledger.notice()).isEmpty();
        }
    }

    @Test
    void saysWhichRightIsMissingWhenThereCannotBeADirectory() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        LedgerException refusal = refusal(file.resolve("ledger"));
        assertThat(refusal.kind()).isEqualTo(LedgerException.Kind.DENIED);
        assertThat(refusal).hasMessageContaining(file + "/ledger").hasMessageContaining("the right to write");
    }

    @Test
    void saysWhichRightIsMissingWhenTheFileCannotBeOpened() throws IOException {
        Files.createDirectories(new Database(directory()).file());
        LedgerException refusal = refusal(directory());
        assertThat(refusal.kind()).isEqualTo(LedgerException.Kind.DENIED);
        assertThat(refusal)
                .hasMessageContaining(new Database(directory()).file().toString())
                .hasMessageContaining("the right to read and write");
    }

    @Test
    void saysWhichRightIsMissingWhenTheDirectoryIsClosedToTheUser() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may do everything");
        Ledger.open(directory()).close();
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("---------"));
        try {
            assertThat(refusal(directory()).kind()).isEqualTo(LedgerException.Kind.DENIED);
            assertThatThrownBy(() -> Ledger.openReadOnly(directory()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("as root");
        } finally {
            Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void givesTheLockBackWhenItCannotBeOpened() throws IOException {
        Files.createDirectories(new Database(directory()).file());
        refusal(directory());
        Files.delete(new Database(directory()).file());
        Ledger.open(directory()).close();
        assertThat(new Database(directory()).file()).isRegularFile();
    }

    @Test
    void refusesToWorkOnceItIsClosed() {
        Ledger ledger = Ledger.open(directory());
        ledger.close();
        assertThatThrownBy(() -> remember(ledger, "x")).isInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> recall(ledger)).isInstanceOf(LedgerException.class);
    }

    @Test
    void forgetsHundredsOfTasksWithTheirGuests() {
        try (Ledger ledger = Ledger.open(directory())) {
            for (int batch = 0; batch < 4; batch++) {
                int first = batch * 256;
                ledger.write(entries -> {
                    for (int i = first; i < first + 256; i++) {
                        entries.tasks().record(night(i), "local", EVENING);
                    }
                    return true;
                });
            }
            assertThat(ledger.<Integer>write(
                            entries -> entries.forget(upid(500).started().plusSeconds(60))))
                    .isEqualTo(500);
            assertThat(ledger.<Integer>read(entries -> entries.tasks().count())).isEqualTo(524);
        }
    }
}
