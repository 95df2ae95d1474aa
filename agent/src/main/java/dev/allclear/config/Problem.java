package dev.allclear.config;

import java.util.Locale;

/**
 * One fault or oddity of a configuration file, in words for the administrator. Never contains a secret. Immutable and
 * thread-safe.
 *
 * @param file the file's name as the administrator gave it
 * @param line the line, from 1; 0 when the file as a whole is meant
 * @param kind what sort of fault
 * @param message what is wrong and why
 * @param suggestion what to write or type instead; may be empty
 */
public record Problem(String file, int line, Kind kind, String message, String suggestion) {

    /** The sorts of faults. The first eight are those that Proxmox's reader knows (proxmox-section-config 3.1). */
    public enum Kind {
        EXPECTED_HEADER,
        EXPECTED_PROPERTY,
        UNKNOWN_TYPE,
        UNKNOWN_PROPERTY,
        DUPLICATE_PROPERTY,
        INVALID_ID,
        INVALID_VALUE,
        MISSING_REQUIRED,
        /** The same stanza twice, or two where one is possible. */
        DUPLICATE_SECTION,
        /** The file cannot be read, or is not text. */
        UNREADABLE,
        /** {@link HeartbeatConf#FILL_IN} still stands where a push URL belongs. Works, and nothing is pushed. */
        TO_FILL_IN,
        /** Works, and is probably not meant so. */
        WARNING;

        /** The kind in lower case with hyphens, for example {@code expected-header}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** {@code file:line: message; suggestion}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message + (suggestion.isEmpty() ? "" : "; " + suggestion);
    }
}
