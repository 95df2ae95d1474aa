package dev.allclear.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The private file as systemd handed it over ({@code LoadCredential=}): a copy of what it was when the service was started,
 * which a reload does not renew. Immutable. Source: systemd.exec(5) of systemd 252.
 *
 * @param copy in {@code $CREDENTIALS_DIRECTORY}
 * @param original beside the public file
 */
record HandedOver(Path copy, Path original) {
    private static final String NAME = "agent-priv.conf";

    static HandedOver of(Map<String, String> environment, Path agentConf) {
        String directory = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
        Path original = agentConf.resolveSibling(NAME);
        return new HandedOver(directory.isEmpty() ? original : Path.of(directory, NAME), original);
    }

    /** What to do if the original was written after it was handed over; empty if it was not, or nobody can tell. */
    Optional<String> changedSince() {
        try {
            boolean changed = !copy.equals(original)
                    && Files.getLastModifiedTime(original).compareTo(Files.getLastModifiedTime(copy)) > 0;
            return changed
                    ? Optional.of(original + " was changed since the service was started. A reload cannot see that:"
                            + " systemd hands the file over at the start only. Type: systemctl restart allclear")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
