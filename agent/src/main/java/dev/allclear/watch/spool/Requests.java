package dev.allclear.watch.spool;

import dev.allclear.watch.Sighting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Requests of the command line: lines of {@code key=value}. */
final class Requests {
    /** Bytes; ours have some dozens. */
    static final int LARGEST = 4096;

    private Requests() {}

    /** Empty if it does not say what is asked for. */
    static Optional<Sighting> read(SpoolName.Kind kind, String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        if (kind == SpoolName.Kind.TEST) {
            String id = values.getOrDefault("id", "");
            String target = values.getOrDefault("target", "");
            return id.isEmpty() || target.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Sighting.TestAsked(id, target));
        }
        String what = values.getOrDefault("what", "");
        return what.isEmpty() ? Optional.empty() : Optional.of(new Sighting.ResendAsked(what));
    }
}
