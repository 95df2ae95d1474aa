package dev.allclear.watch;

/** Takes sightings, in the order of each watcher. Thread-safe; blocks while the receiver is behind. */
public interface SightingSink {

    /** Hands one sighting over. */
    void see(Sighting sighting) throws InterruptedException;
}
