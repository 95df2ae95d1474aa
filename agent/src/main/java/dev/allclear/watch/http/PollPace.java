package dev.allclear.watch.http;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often one unit is polled: every interval, 10 % more or less, so that many nodes do not stay in step; after failures
 * once, twice, four times … the step, at most five minutes. Not thread-safe.
 */
public final class PollPace {
    /** The longest pause after failures, unless a server asks for more. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** A server's own wish is respected up to this: beyond it is more likely a mistake than a wish. */
    static final Duration LONGEST_WISH = Duration.ofHours(1);

    private static final int DOUBLINGS = 16;
    private static final double JITTER = 0.1;

    private final Duration interval;
    private final Duration step;
    private final DoubleSupplier random;
    private int failures;

    /**
     * @param interval between two looks when all is well
     * @param step the first pause after a failure
     * @param random in [0, 1)
     */
    public PollPace(Duration interval, Duration step, DoubleSupplier random) {
        this.interval = interval;
        this.step = step;
        this.random = random;
    }

    /** After a look that saw. */
    public Polled.Next well() {
        failures = 0;
        return new Polled.Next(jittered(interval), false);
    }

    /** After a look that saw, and that wants another one no later than this. */
    public Polled.Next well(@Nullable Duration soonest) {
        Polled.Next next = well();
        return soonest != null && soonest.compareTo(next.in()) < 0 ? new Polled.Next(soonest, false) : next;
    }

    /** After a look that did not see. */
    public Polled.Next failed(Reply<?> reply) {
        Duration wish = reply instanceof Reply.Failed<?> failed ? failed.retryAfter() : null;
        return failed(wish);
    }

    /** After a look that did not see; the server wants to be left alone for {@code wish}. */
    public Polled.Next failed(@Nullable Duration wish) {
        Duration pause = step.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        failures++;
        Duration most = step.compareTo(LONGEST) > 0 ? step : LONGEST;
        Duration wait = jittered(pause.compareTo(most) > 0 ? most : pause);
        if (wish != null && wish.compareTo(wait) > 0) {
            wait = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        }
        return new Polled.Next(wait, true);
    }

    private Duration jittered(Duration base) {
        return Duration.ofNanos((long) (base.toNanos() * (1 - JITTER + 2 * JITTER * random.getAsDouble())));
    }
}
