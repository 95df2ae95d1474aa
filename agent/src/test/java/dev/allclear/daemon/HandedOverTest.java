package dev.allclear.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandedOverTest {
    @TempDir
    private Path scratch;

    private Path copy;
    private Path original;

    @BeforeEach
    void write() throws IOException {
        copy = Files.writeString(
                Files.createDirectory(scratch.resolve("credentials")).resolve("agent-priv.conf"), "");
        original = Files.writeString(scratch.resolve("agent-priv.conf"), "");
        Files.setLastModifiedTime(copy, FileTime.fromMillis(2_000_000));
    }

    private HandedOver handedOver(Map<String, String> environment) {
        return HandedOver.of(environment, scratch.resolve("agent.conf"));
    }

    private HandedOver bySystemd() {
        return handedOver(
                Map.of("CREDENTIALS_DIRECTORY", copy.resolveSibling("").toString()));
    }

    @Test
    void anOriginalThatIsNewerThanItsCopyTakesARestart() throws IOException {
        Files.setLastModifiedTime(original, FileTime.fromMillis(2_000_001));
        assertThat(bySystemd().changedSince().orElseThrow())
                .startsWith(original + " was changed since the service was started.")
                .endsWith("systemctl restart allclear");
    }

    @Test
    void anOriginalThatIsOlderHasNotChanged() throws IOException {
        Files.setLastModifiedTime(original, FileTime.fromMillis(1_000_000));
        assertThat(bySystemd().changedSince()).isEmpty();
    }

    @Test
    void withoutCredentialsAReloadReadsTheOriginalItself() throws IOException {
        Files.setLastModifiedTime(original, FileTime.fromMillis(3_000_000));
        assertThat(handedOver(Map.of()).changedSince()).isEmpty();
    }

    @Test
    void nothingIsSaidOfAnOriginalThatIsNotThere() throws IOException {
        Files.delete(original);
        assertThat(bySystemd().changedSince()).isEmpty();
    }
}
