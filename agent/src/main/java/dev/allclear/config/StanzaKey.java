package dev.allclear.config;

import org.jspecify.annotations.Nullable;

/**
 * One key that a stanza may have.
 *
 * @param kind what may stand behind it
 * @param repeatable whether it may be written several times
 * @param required whether the stanza is useless without it
 * @param secret whether its value must never be shown
 * @param later null, or why this key is known and cannot be used yet
 */
record StanzaKey(
        String name,
        ValueKind kind,
        boolean repeatable,
        boolean required,
        boolean secret,
        @Nullable String later) {

    static StanzaKey key(String name, ValueKind kind) {
        return new StanzaKey(name, kind, false, false, false, null);
    }

    /** A key of a later release. */
    static StanzaKey later(String name, String why) {
        return new StanzaKey(name, ValueKind.TEXT, true, false, true, why);
    }

    StanzaKey asRepeatable() {
        return new StanzaKey(name, kind, true, required, secret, later);
    }

    StanzaKey asRequired() {
        return new StanzaKey(name, kind, repeatable, true, secret, later);
    }

    StanzaKey asSecret() {
        return new StanzaKey(name, kind, repeatable, required, true, later);
    }
}
