package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ZstdTest {
    /** Length of the packed list when it is unpacked. */
    private static final int LENGTH = 580_595;

    private static byte[] packed() throws IOException {
        try (InputStream in = Objects.requireNonNull(ZstdTest.class.getResourceAsStream("/pbs-tree/archive.3.zst"))) {
            return in.readAllBytes();
        }
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream plain = Zstd.unpack(new ByteArrayInputStream(packed))) {
            return plain.readAllBytes();
        }
    }

    @Test
    void unpacksWhatABackupServerPacked() throws Exception {
        assertThat(unpack(packed())).hasSize(LENGTH).startsWith("UPID:pbs1:".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void unpacksTheSameByteByByte() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream plain = Zstd.unpack(new ByteArrayInputStream(packed()))) {
            for (int next = plain.read(); next >= 0; next = plain.read()) {
                bytes.write(next);
            }
        }

        assertThat(bytes.toByteArray()).isEqualTo(unpack(packed()));
    }

    @Test
    void unpacksFramesOneAfterTheOther() throws Exception {
        byte[] one = packed();
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);

        assertThat(unpack(two)).hasSize(2 * LENGTH);
    }

    @Test
    void saysThatAFileBreaksOff() throws Exception {
        byte[] half = Arrays.copyOf(packed(), 2000);

        assertThatThrownBy(() -> unpack(half)).isInstanceOf(IOException.class).hasMessage("it breaks off");
    }

    @Test
    void saysThatAFileIsDamaged() throws Exception {
        byte[] damaged = packed();
        damaged[0]++;

        assertThatThrownBy(() -> unpack(damaged))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it is damaged: ");
    }

    @Test
    void saysWhatToInstallWhenTheLibraryIsMissing() {
        assertThatThrownBy(() -> Zstd.bind("libnowhere.so.9"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("libnowhere.so.9 cannot be loaded", "apt-get install libzstd1");
    }
}
