package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.util.Optional;
import java.util.Set;

/** Which tasks are of interest. All others are passed over by their name, and their logs are never opened. */
final class WatchedTypes {
    static final Set<String> WATCHED_TYPES = Set.of("vzdump");

    /** Fields of a PVE UPID before its type: UPID, node, pid, pstart, starttime. */
    private static final int FIELDS_BEFORE_TYPE = 5;

    private WatchedTypes() {}

    /** The UPID in {@code text} if it is one of a PVE task of a watched type. */
    static Optional<Upid> parse(String text) {
        return text.startsWith("UPID:") && watched(text)
                ? Upid.parse(text).filter(upid -> upid.product() == Upid.Product.PVE)
                : Optional.empty();
    }

    private static boolean watched(String text) {
        int from = 0;
        for (int i = 0; i < FIELDS_BEFORE_TYPE; i++) {
            from = text.indexOf(':', from) + 1;
            if (from == 0) {
                return false;
            }
        }
        int to = text.indexOf(':', from);
        return to > from && WATCHED_TYPES.contains(text.substring(from, to));
    }
}
