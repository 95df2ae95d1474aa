package dev.allclear.watch.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is asked for seldom and that no verdict depends on: whether it is due, and what is said when there is no
 * answer. Where the token may not ask, that is said once and asked again after a day. Not thread-safe.
 */
public final class SlowQuestion {
    private static final Logger LOG = LoggerFactory.getLogger(SlowQuestion.class);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LATER = Duration.ofHours(1);

    private final String name;
    private final String need;
    private final Duration interval;
    private final Duration later;
    private final SourceSetup setup;
    private long due;
    private boolean off;
    private boolean broken;

    /**
     * A question that is due for the first time soon, as {@link SourceSetup#soon} has it, and after a failure within its
     * interval or an hour, whichever is shorter.
     *
     * @param name of what it asks, as the subject of a sentence in the plural: {@code package updates of node pve1}
     * @param need the right that it takes, for whoever may not ask
     * @param interval between two questions, jittered by 10 %
     * @param units that are polled
     */
    public SlowQuestion(String name, String need, Duration interval, int units, SourceSetup setup) {
        this.name = name + " of source " + setup.name();
        this.need = need;
        this.interval = interval;
        this.setup = setup;
        this.later = interval.compareTo(LATER) < 0 ? interval : LATER;
        this.due = setup.nanos().getAsLong() + setup.soon(units, interval).toNanos();
    }

    /** Whether it is time to ask. */
    public boolean due() {
        return due - setup.nanos().getAsLong() <= 0;
    }

    /** Whether the token may not ask, as far as is known. */
    public boolean off() {
        return off && !due();
    }

    /** How long until it is due again. */
    public Duration in() {
        return Duration.ofNanos(Math.max(0, due - setup.nanos().getAsLong()));
    }

    /** It was asked: when it is due again follows from the answer, which is given if there is one. */
    public <T> @Nullable T answer(Reply<T> reply) {
        if (reply instanceof Reply.Got<T> got) {
            answered(null);
            return got.value();
        }
        answered(reply);
        return null;
    }

    /**
     * It was asked by somebody else.
     *
     * @param failure why there is no answer; null if there is one
     */
    public void answered(@Nullable Reply<?> failure) {
        boolean refused = failure instanceof Reply.Denied<?> denied && denied.status() != 401;
        Duration pause = refused ? DAY : failure == null ? interval : later;
        next(pause);
        if (failure == null) {
            if (off || broken) {
                LOG.info("{} are watched again", name);
            }
            off = false;
            broken = false;
        } else if (refused) {
            if (!off) {
                LOG.info(
                        "{} are not watched: the token {} may not ask for them, it takes {}. Nothing else depends on it;"
                                + " it is tried again once a day",
                        name,
                        setup.tokenId(),
                        need);
            }
            off = true;
        } else if (failure instanceof Reply.Failed && !broken) {
            // Whoever does not answer at all is spoken of by those who ask more often.
            LOG.info("{} are not known: {}. It is asked again in {} min", name, failure.why(), pause.toMinutes());
            broken = true;
        }
    }

    private void next(Duration pause) {
        double jitter = 0.9 + 0.2 * setup.random().getAsDouble();
        due = setup.nanos().getAsLong() + TimeUnit.MILLISECONDS.toNanos((long) (pause.toMillis() * jitter));
    }

    @Override
    public String toString() {
        return name;
    }
}
