package dev.allclear.deliver.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.deliver.mail.UserAddresses.Lookup;
import dev.allclear.task.Upid.Product;
import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measured user.cfg and the address that Proxmox finds in it. */
class UserEmailVectorsTest {
    private static final String FILE = "user-email.json";

    @TempDir
    private Path directory;

    static List<Vector> vectors() throws IOException {
        return VectorFile.all(FILE);
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(vectors().stream().filter(v -> v.origin().equals("recorded")))
                .hasSize(14);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void findsTheAddressThatProxmoxFinds(Vector vector) throws IOException {
        Path file = Files.writeString(directory.resolve("user.cfg"), vector.text("user_cfg"));
        Product product = Product.valueOf(vector.text("product").toUpperCase(Locale.ROOT));
        Lookup lookup = new UserCfg(product, file).address(vector.text("user"));
        assertThat(lookup.address()).isEqualTo(vector.data().get("expect"));
        assertThat(lookup.why().isEmpty()).isEqualTo(lookup.address() != null);
    }
}
