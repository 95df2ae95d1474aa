package dev.allclear.watch.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Polls on one thread, in a time that passes only when a test lets it. */
public final class VirtualTimes implements PollTimes {
    public static final Instant BEGIN = Instant.ofEpochSecond(0x6A8786F3L + 36_000);

    private final PollQueue queue = new PollQueue(64, Duration.ZERO);
    private final List<String> log = new ArrayList<>();
    private long now = 1;

    @Override
    public void add(Polled unit, Duration first) {
        queue.add(unit, now + first.toNanos());
    }

    @Override
    public void remove(Polled unit) {
        queue.remove(unit);
    }

    @Override
    public void hurry(Polled unit, Duration within) {
        queue.hurry(unit, now + within.toNanos());
    }

    @Override
    public int units() {
        return queue.size();
    }

    /** Lets this much time pass and polls whatever becomes due. */
    public void pass(Duration time) {
        long end = now + time.toNanos();
        while (queue.untilDue(now, Long.MAX_VALUE) <= end - now) {
            now += queue.untilDue(now, Long.MAX_VALUE);
            Polled unit = queue.take(now);
            if (unit == null) {
                throw new AssertionError("nothing is due");
            }
            try {
                Polled.Next next = unit.poll();
                log.add(unit + "@" + Duration.ofNanos(now - 1).toSeconds());
                queue.done(unit, now + next.in().toNanos(), next.trouble());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        now = end;
    }

    public long nanos() {
        return now;
    }

    public InstantSource clock() {
        return () -> BEGIN.plusNanos(now - 1);
    }

    /** What was polled, each as {@code unit@second}. */
    public List<String> log() {
        return List.copyOf(log);
    }
}
