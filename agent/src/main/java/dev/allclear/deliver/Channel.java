package dev.allclear.deliver;

/** A way to one target. One thread sends at a time; a channel need not be thread-safe. */
public interface Channel extends AutoCloseable {

    /** Sends once, within the channel's time-out. Never throws for what the other side does: the answer says it. */
    Answer send(Push push);

    /**
     * Makes the first sending as quick as the later ones, without sending anything. Takes a moment, so it is called
     * beside the work; may come from another thread than {@link #send}.
     */
    default void warmUp() {}

    @Override
    void close();
}
