package dev.allclear.watch.spool;

import dev.allclear.watch.Pulse;
import dev.allclear.watch.Sighting;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was handed over and is not yet known as committed: bounded, because mails can be large. Thread-safe. */
final class InHand {
    private record Item(SpoolName name, long bytes) {}

    private final IdentityHashMap<Sighting, Item> items = new IdentityHashMap<>();
    private final long most;
    private long bytes;
    private boolean closed;

    InHand(long most) {
        this.most = most;
    }

    /** Waits until there is room for so much; alone, everything has room. False when closed. */
    synchronized boolean awaitRoom(long more) throws InterruptedException {
        Pulse.rests();
        while (!closed && !items.isEmpty() && bytes + more > most) {
            wait();
        }
        Pulse.getsOn();
        return !closed;
    }

    synchronized void add(Sighting sighting, SpoolName name, long size) {
        items.put(sighting, new Item(name, size));
        bytes += size;
    }

    /** The file of a sighting that is not in hand any longer; empty if it did not come from here. */
    synchronized Optional<SpoolName> remove(Sighting sighting) {
        @Nullable Item item = items.remove(sighting);
        if (item == null) {
            return Optional.empty();
        }
        bytes -= item.bytes();
        notifyAll();
        return Optional.of(item.name());
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
