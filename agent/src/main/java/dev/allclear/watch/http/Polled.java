package dev.allclear.watch.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Something that is looked at again and again. Never on two threads at once, but not always on the same one. */
public interface Polled {

    /** Looks once. May block as long as the API's own timeouts allow. */
    Next poll() throws InterruptedException;

    /** An error in the look itself came out of {@link #poll}. */
    Next stumbled(RuntimeException error) throws InterruptedException;

    /**
     * When the next look is wanted.
     *
     * @param in how long from now
     * @param trouble whether this look found nobody: such units never take the places of all others
     */
    record Next(Duration in, boolean trouble) {
        private static final Duration LONG = Duration.ofSeconds(10);
        private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

        /**
         * When that is on a clock that counts nanoseconds. After a long pause it is a full second, so that many looks
         * follow each other: what one leaves in the processor's caches serves the next.
         */
        long due(long now) {
            long due = now + in.toNanos();
            return in.compareTo(LONG) < 0 ? due : due - Math.floorMod(due, SECOND);
        }
    }
}
