package dev.allclear.route;

/**
 * Whether one {@code match-…} line of a matcher fits an event. Immutable and thread-safe.
 *
 * @param key {@code match-field}, for example
 * @param text its value as it is written
 * @param fits before {@code invert-match}
 * @param seen what the event shows: {@code the severity is info}
 */
public record Check(String key, String text, boolean fits, String seen) {
    /** {@code match-severity error does not fit: the severity is info}. */
    @Override
    public String toString() {
        return key + " " + text + (fits ? " fits: " : " does not fit: ") + seen;
    }
}
