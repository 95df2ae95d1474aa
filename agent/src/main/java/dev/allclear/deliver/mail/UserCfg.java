package dev.allclear.deliver.mail;

import dev.allclear.task.Upid.Product;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code user.cfg} of a product, read anew for each lookup: it is small, and mails are rare. Whether a user is enabled or
 * expired does not matter, as with Proxmox. Thread-safe.
 *
 * <p>Source: PVE 7 to 9 {@code PVE/AccessControl.pm}; PBS 2 to 4 {@code pbs-config/src/user.rs}; observed behaviour of
 * proxmox-notify 1.0.3.
 */
public final class UserCfg implements UserAddresses {
    private static final int USER = 1;
    private static final int ADDRESS = 6;

    private final Product product;
    private final Path file;

    /** @param file {@code /etc/pve/user.cfg} or {@code /etc/proxmox-backup/user.cfg} */
    public UserCfg(Product product, Path file) {
        this.product = product;
        this.file = file;
    }

    @Override
    public Lookup address(String userId) {
        String text;
        try {
            text = ProductFile.read(file);
        } catch (NoSuchFileException e) {
            return Lookup.none("there is no " + file + " on this host; write the address with 'mailto'");
        } catch (AccessDeniedException e) {
            return Lookup.none(file + " may not be read; allow it, or write the address with 'mailto'");
        } catch (IOException e) {
            return Lookup.none(file + " cannot be read (" + e.getMessage() + ")");
        }
        return lookup(text, userId);
    }

    private Lookup lookup(String text, String userId) {
        if (product == Product.PVE) {
            return lookedUp(ofPve(text, userId));
        }
        try {
            return lookedUp(Optional.ofNullable(PbsUsers.read(text).get(userId)));
        } catch (PbsUsers.Fault e) {
            return Lookup.none("line " + e.line() + " of " + file
                    + " has a fault, which Proxmox Backup Server itself does" + " not read past; correct it");
        }
    }

    private Lookup lookedUp(Optional<String> address) {
        return address.filter(text -> !text.isEmpty())
                .map(Lookup::found)
                .orElseGet(() -> Lookup.none(
                        file + " has no address for this user; enter one in the web interface (Permissions / Access"
                                + " Control, Users, E-Mail), or use 'mailto'"));
    }

    private static Optional<String> ofPve(String text, String userId) {
        for (String line : text.split("\n", -1)) {
            String[] cells = line.split(":", -1);
            if (cells[0].strip().equals("user")
                    && cells.length > USER
                    && cells[USER].strip().equals(userId)) {
                return cells.length > ADDRESS ? Optional.of(cells[ADDRESS].strip()) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
