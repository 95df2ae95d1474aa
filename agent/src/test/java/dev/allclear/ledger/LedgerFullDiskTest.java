package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.night;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk undoes the transaction and nothing else. */
class LedgerFullDiskTest {
    @TempDir
    Path directory;

    private static void fill(Ledger ledger, int from, int to) {
        ledger.write(entries -> {
            entries.note("from", String.valueOf(from));
            for (int i = from; i < to; i++) {
                entries.tasks().record(night(i), "local", EVENING);
            }
            return true;
        });
    }

    private static int count(Ledger ledger) {
        return ledger.read(entries -> entries.tasks().count());
    }

    private static void assertFull(Ledger ledger, int from, int to) {
        int before = count(ledger);
        LedgerException refusal = catchThrowableOfType(LedgerException.class, () -> fill(ledger, from, to));
        assertThat(refusal.kind()).as(refusal.toString()).isEqualTo(LedgerException.Kind.FULL);
        assertThat(refusal).hasMessageContaining("is full: make space");
        assertThat(count(ledger)).isEqualTo(before);
        assertThat(ledger.read(entries -> entries.note("from")).orElse("none")).isNotEqualTo(String.valueOf(from));
    }

    @Test
    void goesOnByItselfOnceThereIsSpaceInTheFile() {
        try (Ledger ledger = Ledger.open(directory)) {
            fill(ledger, 0, 10);
            int pages = ledger.writer().number("PRAGMA page_count");
            ledger.writer().execute("PRAGMA max_page_count = " + (pages + 2));
            assertFull(ledger, 10, 500);
            assertFull(ledger, 10, 500);
            ledger.writer().execute("PRAGMA max_page_count = 1000000");
            fill(ledger, 10, 500);
            assertThat(count(ledger)).isEqualTo(500);
        }
    }

    @Test
    void goesOnByItselfOnceThereIsSpaceOnTheDisk() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may mount a small disk");
        try (SmallDisk disk = SmallDisk.mount(directory, "2m");
                Ledger ledger = Ledger.open(directory.resolve("ledger"))) {
            fill(ledger, 0, 10);
            Path ballast = directory.resolve("ballast");
            disk.fill(ballast);
            for (int i = 0; i < 3; i++) {
                assertFull(ledger, 10, 300);
            }
            Files.delete(ballast);
            fill(ledger, 10, 200);
            assertThat(count(ledger)).isEqualTo(200);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void readsAndIsSoundAfterTheDiskWasFull() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may mount a small disk");
        try (SmallDisk disk = SmallDisk.mount(directory, "1m")) {
            Path at = directory.resolve("ledger");
            Path ballast = directory.resolve("ballast");
            try (Ledger ledger = Ledger.open(at)) {
                fill(ledger, 0, 10);
                disk.fill(ballast);
                assertFull(ledger, 10, 300);
            }
            Files.delete(ballast);
            try (Ledger ledger = Ledger.open(at)) {
                assertThat(ledger.notice()).isEmpty();
                assertThat(count(ledger)).isEqualTo(10);
                fill(ledger, 10, 20);
            }
        }
    }

    @Test
    void saysSoWhenTheDiskIsFullAtTheStart() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may mount a small disk");
        try (SmallDisk disk = SmallDisk.mount(directory, "1m")) {
            Path at = directory.resolve("ledger");
            Path ballast = directory.resolve("ballast");
            try (Ledger ledger = Ledger.open(at)) {
                fill(ledger, 0, 10);
            }
            disk.fill(ballast);
            LedgerException refusal = catchThrowableOfType(
                    LedgerException.class, () -> Ledger.open(at).close());
            assertThat(refusal.kind()).as(refusal.toString()).isEqualTo(LedgerException.Kind.FULL);
            assertThat(new Database(at).files("allclear.db.damaged")).isEmpty();
            Files.delete(ballast);
            try (Ledger ledger = Ledger.open(at)) {
                assertThat(count(ledger)).isEqualTo(10);
            }
        }
    }

    @Test
    void saysWhichRightIsMissingOnADiskThatCannotBeWritten() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may mount a small disk");
        try (SmallDisk disk = SmallDisk.mount(directory, "1m")) {
            Path at = directory.resolve("ledger");
            try (Ledger ledger = Ledger.open(at)) {
                fill(ledger, 0, 10);
            }
            disk.makeReadOnly();
            LedgerException refusal = catchThrowableOfType(
                    LedgerException.class, () -> Ledger.open(at).close());
            assertThat(refusal.kind()).as(refusal.toString()).isEqualTo(LedgerException.Kind.DENIED);
            try (Ledger ledger = Ledger.openReadOnly(at).orElseThrow()) {
                assertThat(count(ledger)).isEqualTo(10);
            }
        }
    }

    /** A file system in memory, mounted on a directory. */
    private record SmallDisk(Path directory) implements AutoCloseable {

        static SmallDisk mount(Path directory, String size) throws IOException, InterruptedException {
            run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
            return new SmallDisk(directory);
        }

        /** Takes all the space there is. */
        void fill(Path ballast) throws IOException {
            byte[] page = new byte[Database.PAGE];
            try (var out = Files.newOutputStream(ballast)) {
                while (Files.getFileStore(ballast).getUsableSpace() > 0) {
                    out.write(page);
                }
            }
        }

        void makeReadOnly() throws IOException, InterruptedException {
            run("mount", "-o", "remount,ro", directory.toString());
        }

        @Override
        public void close() throws IOException, InterruptedException {
            run("umount", directory.toString());
        }

        private static void run(String... command) throws IOException, InterruptedException {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assumeTrue(
                    process.exitValue() == 0 || !output.contains("permission denied"), "not permitted here: " + output);
            assertThat(process.exitValue()).as(output).isZero();
        }
    }
}
