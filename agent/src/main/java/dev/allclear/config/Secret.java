package dev.allclear.config;

/** A text that must not be shown: a push URL with its token, a password. Immutable and thread-safe. */
public final class Secret {
    /** No secret at all. */
    public static final Secret NONE = new Secret("");

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself, for the one who uses it. Never for logs, errors or output. */
    public String reveal() {
        return text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Three stars. */
    @Override
    public String toString() {
        return "***";
    }
}
