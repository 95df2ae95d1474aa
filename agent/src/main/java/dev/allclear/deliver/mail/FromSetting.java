package dev.allclear.deliver.mail;

import dev.allclear.task.Upid.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The sender that a product is told to use: {@code email_from} of PVE's {@code datacenter.cfg}, {@code email-from} of PBS's
 * {@code node.cfg}. Source: observed behaviour of proxmox-notify 1.0.3.
 */
public final class FromSetting {
    private FromSetting() {}

    /** Reads the file now. Empty without such a file, without the line, or with nothing behind it. */
    public static Optional<String> read(Product product, Path file) {
        try {
            return of(product, ProductFile.read(file));
        } catch (IOException e) {
            // Without the setting mails come from root, as they do without the file.
            return Optional.empty();
        }
    }

    static Optional<String> of(Product product, String text) {
        String key = product == Product.PVE ? "email_from:" : "email-from:";
        return text.lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> line.substring(key.length()).strip())
                .filter(address -> !address.isEmpty());
    }
}
