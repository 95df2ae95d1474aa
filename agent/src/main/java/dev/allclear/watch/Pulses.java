package dev.allclear.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pulses of all loops that the agent cannot do without. Thread-safe. */
public final class Pulses {
    private final Set<Pulse> all = ConcurrentHashMap.newKeySet();

    /**
     * Does this with a pulse of its own, which begins busy.
     *
     * @param longestStep how long it may be busy with one thing by its own time-outs
     */
    public <T> T during(String name, Duration longestStep, Supplier<T> work) {
        Pulse pulse = new Pulse(name, longestStep, System.nanoTime());
        @Nullable Pulse before = Pulse.current();
        all.add(pulse);
        Pulse.current(pulse);
        try {
            return work.get();
        } finally {
            Pulse.current(before);
            all.remove(pulse);
        }
    }

    /** The body of a thread, with a pulse of its own. */
    public Runnable loop(String name, Duration longestStep, Runnable body) {
        return () -> during(name, longestStep, () -> {
            body.run();
            return true;
        });
    }

    /**
     * One that does not get on; empty if all do.
     *
     * @param patience beyond the longest step of each
     */
    public Optional<Pulse> stuck(Duration patience) {
        long now = System.nanoTime();
        return all.stream().filter(pulse -> pulse.stuck(patience, now)).findAny();
    }
}
