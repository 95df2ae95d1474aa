package dev.allclear.deliver;

/** A way to one dead man's switch. */
public interface PushChannel extends Channel {

    /**
     * Sends once, within the channel's time-out. Never throws for what the other side does: the answer says it. A signal that
     * is not known is delivered without being sent.
     */
    Answer send(Push push);

    /** Whether the switch knows such a signal, so that it is worth queueing. Thread-safe. */
    default boolean knows(Push.Signal signal) {
        return signal == Push.Signal.UP || signal == Push.Signal.DOWN;
    }
}
