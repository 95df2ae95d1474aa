package dev.allclear.route;

/**
 * A line of a matcher that cannot be used. Immutable and thread-safe.
 *
 * @param key {@code match-field}, for example
 * @param text its value as it is written
 * @param problem what is wrong with it
 * @param advice what to write instead
 */
public record Fault(String key, String text, String problem, String advice) {
    @Override
    public String toString() {
        return key + " " + text + ": " + problem + "; write " + advice;
    }
}
