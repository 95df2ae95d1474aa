package dev.allclear.event;

import java.util.Locale;
import java.util.Optional;

/**
 * How bad an event is, in Proxmox's words and order. {@link #UNKNOWN} is for what cannot be judged, such as a forwarded mail; a
 * matcher must name it. Source: the manuals' chapter on notifications.
 */
public enum Severity {
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    UNKNOWN;

    /** As it is written in a matcher. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity with this word, exactly; empty if there is none. */
    public static Optional<Severity> of(String word) {
        for (Severity severity : values()) {
            if (severity.word().equals(word)) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
