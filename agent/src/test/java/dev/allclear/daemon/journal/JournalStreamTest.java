package dev.allclear.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalStreamTest {
    @TempDir
    private Path directory;

    @Test
    void readsDeviceAndInode() {
        assertThat(JournalStream.parse("8:25431")).contains(new JournalStream(8, 25431));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "8", "8:", ":8", "8:9:10", "-8:9", "8:9\n", "0x8:9", "8:99999999999999999999"})
    void takesNothingElse(@Nullable String variable) {
        assertThat(JournalStream.parse(variable)).isEmpty();
    }

    @Test
    void knowsItsFileThroughALink() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(of(file).is(link)).isTrue();
    }

    @Test
    void isNoFileWithAnotherInode() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path other = Files.createFile(directory.resolve("other"));
        assertThat(of(file).is(other)).isFalse();
    }

    @Test
    void isNoFileOfAnotherDevice() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(new JournalStream(of(file).device() + 1, of(file).inode()).is(file))
                .isFalse();
    }

    @Test
    void isNoFileThatDoesNotExist() {
        assertThat(new JournalStream(1, 1).is(directory.resolve("none"))).isFalse();
    }

    private static JournalStream of(Path file) throws IOException {
        return new JournalStream(
                (long) Files.getAttribute(file, "unix:dev"), (long) Files.getAttribute(file, "unix:ino"));
    }
}
