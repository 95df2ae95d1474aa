package dev.allclear.config;

/**
 * One key that a stanza may have.
 *
 * @param kind what may stand behind it
 * @param repeatable whether it may be written several times
 * @param required whether the stanza is useless without it
 * @param secret whether its value must never be shown
 */
record StanzaKey(String name, ValueKind kind, boolean repeatable, boolean required, boolean secret) {

    static StanzaKey key(String name, ValueKind kind) {
        return new StanzaKey(name, kind, false, false, false);
    }

    StanzaKey asRepeatable() {
        return new StanzaKey(name, kind, true, required, secret);
    }

    StanzaKey asRequired() {
        return new StanzaKey(name, kind, repeatable, true, secret);
    }

    StanzaKey asSecret() {
        return new StanzaKey(name, kind, repeatable, required, true);
    }
}
