package dev.allclear.deliver;

import java.time.Duration;
import java.time.Instant;

/**
 * When a delivery that did not arrive is tried again: 1 s, 2 s, 4 s … 5 min, each with jitter, so that many targets that
 * went away together do not come back together. Pure: the time and the chance come in from outside.
 *
 * <p>An answer that needs a person ({@link Answer.Retry#slow()}) goes to the longest step at once, and a target's own wish
 * ({@link Answer.Retry#notBefore()}) is respected up to one hour: beyond that it is more likely a mistake than a wish, and
 * the push would expire.
 */
public final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);
    static final Duration LONGEST_WISH = Duration.ofHours(1);

    /** 2^9 s is above {@link #LONGEST}: more doublings change nothing and would overflow. */
    private static final int DOUBLINGS = 9;

    private Backoff() {}

    /**
     * The time of the next attempt.
     *
     * @param attempt how many attempts have been made, the one just answered included; from 1
     * @param answer what the last attempt came to
     * @param now the time of that answer
     * @param random in [0, 1); 0 gives half of the step, towards 1 the whole step
     * @return never before {@code now}
     */
    public static Instant next(int attempt, Answer.Retry answer, Instant now, double random) {
        Duration step = answer.slow() ? LONGEST : step(attempt);
        Duration wait = Duration.ofMillis((long) (step.toMillis() * (0.5 + random / 2)));
        Duration wish = answer.notBefore();
        if (wish != null && wish.compareTo(wait) > 0) {
            wait = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        }
        return now.plus(wait);
    }

    private static Duration step(int attempt) {
        Duration step = FIRST.multipliedBy(1L << Math.max(0, Math.min(attempt - 1, DOUBLINGS)));
        return step.compareTo(LONGEST) > 0 ? LONGEST : step;
    }
}
