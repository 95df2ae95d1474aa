package dev.allclear.watch.http;

/** Reads a value from JSON. */
@FunctionalInterface
public interface Decoder<T> {

    /**
     * Reads the value that {@code body} stands on, to its end.
     *
     * @throws UnreadableException if it is not what it should be
     */
    T decode(JsonBody body) throws UnreadableException;
}
