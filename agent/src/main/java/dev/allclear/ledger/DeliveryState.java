package dev.allclear.ledger;

import java.util.Locale;

/** How a delivery stands. */
public enum DeliveryState {
    /** Waits for its time, or for its turn. */
    PENDING,
    /** Is in the hands of its sender. */
    SENDING,
    /** The target confirmed it. */
    DELIVERED,
    /** The target will never take it. */
    REFUSED,
    /** It was not delivered before it lost its meaning. */
    EXPIRED,
    /** A newer beat of the same heartbeat took its place. */
    SUPERSEDED;

    /** Whether nothing more happens to it. */
    public boolean closed() {
        return this != PENDING && this != SENDING;
    }

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
