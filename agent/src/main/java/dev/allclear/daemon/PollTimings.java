package dev.allclear.daemon;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SlidingWindowReservoir;
import com.codahale.metrics.Timer;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Keeps how long looks took, by source. Thread-safe. */
record PollTimings(MetricRegistry metrics) implements BiConsumer<String, Duration> {
    private static final int KEPT = 32;

    @Override
    public void accept(String source, Duration took) {
        metrics.timer("poll_duration;source=" + source, () -> new Timer(new SlidingWindowReservoir(KEPT)))
                .update(took);
        // A timer does not keep the sum.
        metrics.counter("poll_duration.nanos;source=" + source).inc(took.toNanos());
    }
}
