package dev.allclear.config;

import java.util.List;

/**
 * Who is told of the tasks of a source, in Proxmox's own words: through matchers, or past them by the legacy options.
 * Immutable and thread-safe.
 *
 * @param mode which of the two
 * @param gc of garbage collections, in legacy mode
 * @param verify of verifications, in legacy mode
 * @param sync of syncs, in legacy mode
 * @param prune of prunes, in legacy mode
 * @param user whose address gets the legacy mail of a backup server; {@code root@pam} unless written
 * @param mailto addresses or names that get the legacy mail of vzdump
 * @param onlyFailures whether vzdump's legacy mail is sent for failures only ({@code mailnotification failure})
 */
public record NotifyConf(
        Mode mode,
        When gc,
        When verify,
        When sync,
        When prune,
        String user,
        List<String> mailto,
        boolean onlyFailures) {

    /** The key {@code notification-mode}. */
    public enum Mode {
        /** Matchers decide. */
        NOTIFICATION_SYSTEM,
        /** One mail by sendmail, past all matchers. */
        LEGACY_SENDMAIL,
        /** As the datastore's or job's own configuration on this host says. */
        AUTO
    }

    /** The values of the key {@code notify}. */
    public enum When {
        ALWAYS,
        ERROR,
        NEVER
    }

    /** Through matchers; the legacy options at Proxmox's defaults. */
    public static final NotifyConf DEFAULT = new NotifyConf(
            Mode.NOTIFICATION_SYSTEM, When.ALWAYS, When.ALWAYS, When.ALWAYS, When.ERROR, "root@pam", List.of(), false);

    public NotifyConf {
        mailto = List.copyOf(mailto);
    }
}
