package dev.allclear.deliver.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a product's configuration file as a whole. */
final class ProductFile {
    /** pmxcfs allows 1 MiB per file. */
    private static final int LARGEST = 4 << 20;

    private ProductFile() {}

    /** Also of a file whose size is not known before it was read, as pmxcfs has them. */
    static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new IOException("it is not a plain file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than 4 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
