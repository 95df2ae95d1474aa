package dev.allclear.route;

import dev.allclear.task.Upid.Product;
import java.util.List;

/**
 * What Proxmox has without a notifications.cfg, merged into every one; a stanza of the same name replaces it whole. Source:
 * proxmox-notify, {@code context/pve.rs} and {@code context/pbs.rs}.
 */
public final class DefaultMatcher {
    /** The matcher's name. */
    public static final String NAME = "default-matcher";

    /** The built-in target: a {@code sendmail} with {@link #MAILTO_USER} and nothing else. */
    public static final String TARGET = "mail-to-root";

    /** To whose address {@link #TARGET} sends. */
    public static final String MAILTO_USER = "root@pam";

    private DefaultMatcher() {}

    /** The built-in of a product: everything, on a backup server without successful prune jobs. */
    public static MatcherRule of(Product product) {
        return switch (product) {
            case PVE -> rule(List.of(), List.of(), false);
            case PBS -> rule(List.of("info"), List.of("exact:type=prune"), true);
        };
    }

    /**
     * Ours, for an agent without any matcher: only what somebody must look at, so that nobody is flooded by a tool beside
     * Proxmox's own mails.
     */
    public static MatcherRule ofAllclear() {
        return rule(List.of("warning,error,unknown"), List.of(), false);
    }

    private static MatcherRule rule(List<String> severities, List<String> fields, boolean invert) {
        return new MatcherRule(NAME, severities, fields, List.of(), false, invert, List.of(TARGET), false);
    }
}
