package dev.allclear.deliver;

/** A way to one target. One thread sends at a time; a channel need not be thread-safe. */
public interface Channel extends AutoCloseable {

    /**
     * Makes the first sending as quick as the later ones, without sending anything. Takes a moment, so it is called
     * beside the work; may come from another thread than the one that sends.
     */
    default void warmUp() {}

    @Override
    void close();
}
