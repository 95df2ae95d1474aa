package dev.allclear.watch.http;

import dev.allclear.watch.Remembered;
import dev.allclear.watch.SightingSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a polled source needs beside its API.
 *
 * @param name the id of its stanza
 * @param tokenId the token it asks with, for words to type: {@code allclear@pve!agent}
 * @param poll how often each node is polled
 * @param remembered what is known of earlier lives
 * @param seenUntil up to when an earlier life has seen the tasks of a node
 * @param sink where its sightings go
 * @param clock the time of day
 * @param nanos a clock that never leaps
 * @param random in [0, 1)
 */
public record SourceSetup(
        String name,
        String tokenId,
        Duration poll,
        Remembered remembered,
        Function<String, Optional<Instant>> seenUntil,
        SightingSink sink,
        InstantSource clock,
        LongSupplier nanos,
        DoubleSupplier random) {
    /** A thousand units come to their first look in so many milliseconds each: half a minute. */
    private static final long APART = 30;

    /** Within this a few units are asked first for what is asked for seldom, when the first looks are over. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Milliseconds by which each unit widens that: a thousand hosts of three units each take an hour. */
    private static final long SLOWLY_APART = 1000;

    /** With the clocks and the chance of this process. */
    public SourceSetup(
            String name,
            String tokenId,
            Duration poll,
            Remembered remembered,
            Function<String, Optional<Instant>> seenUntil,
            SightingSink sink,
            InstantSource clock) {
        this(
                name,
                tokenId,
                poll,
                remembered,
                seenUntil,
                sink,
                clock,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** What the watches of this source share. */
    public TaskWatch.Eyes eyes() {
        return new TaskWatch.Eyes(remembered, sink, clock, nanos);
    }

    /** The pace of a unit with this interval between its looks. */
    public PollPace pace(Duration interval) {
        return new PollPace(interval, poll, random);
    }

    /** How long a new unit waits for its first look: the more there are, the wider they are spread over the interval. */
    public Duration first(int units) {
        long spread = Math.min(poll.toMillis(), units * APART);
        return Duration.ofMillis((long) (spread * random.getAsDouble()));
    }

    /**
     * How long something that is asked for seldom waits until it is asked for first: an administrator wants to know soon
     * after a start what a token may not ask for, but a fleet should not be asked for everything at once.
     *
     * @param units that are polled: the more there are, the wider it is spread, over no more than the interval
     */
    public Duration soon(int units, Duration interval) {
        long spread = Math.min(interval.toMillis(), SOON.toMillis() + units * SLOWLY_APART);
        return Duration.ofMillis((long) (spread * random.getAsDouble()));
    }
}
