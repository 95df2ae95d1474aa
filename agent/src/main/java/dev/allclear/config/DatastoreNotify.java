package dev.allclear.config;

import dev.allclear.config.NotifyConf.Mode;
import dev.allclear.config.NotifyConf.When;
import dev.allclear.config.TolerantSections.Stanza;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of a datastore's tasks, as {@code datastore.cfg} of a backup server says: what {@code notification-mode auto}
 * follows. A datastore without a mode uses the notification system, as PBS 4 does. Source: observed behaviour of PBS 3.2 to 4.2.
 */
public final class DatastoreNotify {
    /** Beside the other files of the configuration. */
    public static final String FILE_NAME = "datastore.cfg";

    private static final Set<String> TASKS = Set.of("gc", "verify", "sync", "prune");

    private DatastoreNotify() {}

    /** By the datastore's name. A text that means nothing leaves the usual behind, as PBS does. Never throws. */
    public static Map<String, NotifyConf> parse(String text) {
        Map<String, NotifyConf> all = new LinkedHashMap<>();
        for (Stanza stanza :
                TolerantSections.parse(FILE_NAME, text, Set.of("datastore"), "").stanzas()) {
            all.put(stanza.id(), of(stanza));
        }
        return all;
    }

    private static NotifyConf of(Stanza stanza) {
        NotifyConf usual = NotifyConf.DEFAULT;
        boolean legacy = "legacy-sendmail".equals(stanza.value("notification-mode"));
        String user = stanza.value("notify-user");
        Map<String, String> when = when(stanza.value("notify"));
        return new NotifyConf(
                legacy ? Mode.LEGACY_SENDMAIL : Mode.NOTIFICATION_SYSTEM,
                when(when, "gc", usual.gc()),
                when(when, "verify", usual.verify()),
                when(when, "sync", usual.sync()),
                when(when, "prune", usual.prune()),
                user == null ? usual.user() : user,
                List.of(),
                false);
    }

    private static Map<String, String> when(@Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(pairs -> PropertyString.parse(pairs, TASKS))
                .orElse(Map.of());
    }

    private static When when(Map<String, String> all, String task, When usual) {
        try {
            return all.containsKey(task) ? When.valueOf(all.get(task).toUpperCase(Locale.ROOT)) : usual;
        } catch (IllegalArgumentException e) {
            return usual;
        }
    }
}
