package dev.allclear.watch.http;

import dev.allclear.config.Secret;
import dev.allclear.task.Upid.Product;

/**
 * An API token. Immutable and thread-safe; its text never shows the secret.
 *
 * @param product whose token it is: the two products want the same in different spellings
 * @param tokenId {@code user@realm!name}
 * @param secret what was shown once when the token was made
 */
public record Credentials(Product product, String tokenId, Secret secret) {

    /** A token of Proxmox VE. */
    public static Credentials pve(String tokenId, Secret secret) {
        return new Credentials(Product.PVE, tokenId, secret);
    }

    /** A token of Proxmox Backup Server. */
    public static Credentials pbs(String tokenId, Secret secret) {
        return new Credentials(Product.PBS, tokenId, secret);
    }

    /** The value of the Authorization header; PVE has an equals sign before the secret, PBS a colon. */
    String authorization() {
        return product == Product.PVE
                ? "PVEAPIToken=" + tokenId + "=" + secret.reveal()
                : "PBSAPIToken=" + tokenId + ":" + secret.reveal();
    }

    /** The user that the token belongs to. */
    String user() {
        int mark = tokenId.indexOf('!');
        return mark < 0 ? tokenId : tokenId.substring(0, mark);
    }

    /** The text of the other side without the secret, should it ever repeat it. */
    String hide(String text) {
        return secret.isEmpty() ? text : text.replace(secret.reveal(), "***");
    }
}
