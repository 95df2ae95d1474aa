package dev.allclear.watch.http;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The units in the order in which they are due. Those that found nobody at their last look wait in a line of their own,
 * which gets at most half of the places: many dead nodes, each blocking until its timeout, then delay no living one.
 *
 * <p>A look has a moment for itself before the next one begins, and most are over by then: one after the other they need
 * fewer threads and less of the processor than many at once. That ends where units would wait for it.
 *
 * <p>Times are nanoseconds of a clock that never leaps. Not thread-safe.
 */
final class PollQueue {
    private static final class Entry implements Comparable<Entry> {
        final Polled unit;
        long due;
        boolean trouble;
        boolean running;

        /** Whether another look was asked for while one is under way; {@link #due} says for when. */
        boolean hurried;

        Entry(Polled unit, long due) {
            this.unit = unit;
            this.due = due;
        }

        @Override
        public int compareTo(Entry other) {
            return Long.signum(due - other.due);
        }
    }

    /** A unit that is late by this begins whatever is under way. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final IdentityHashMap<Polled, Entry> entries = new IdentityHashMap<>();
    private final PriorityQueue<Entry> well = new PriorityQueue<>();
    private final PriorityQueue<Entry> troubled = new PriorityQueue<>();
    private final int places;
    private final long apart;
    private long begun;
    private int running;
    private int troubledRunning;

    /**
     * @param places how many units may be looked at at once
     * @param apart how long after the beginning of a look the next one may begin while it is not over
     */
    PollQueue(int places, Duration apart) {
        this.places = places;
        this.apart = apart.toNanos();
    }

    void add(Polled unit, long due) {
        if (!entries.containsKey(unit)) {
            Entry entry = new Entry(unit, due);
            entries.put(unit, entry);
            line(entry).add(entry);
        }
    }

    void remove(Polled unit) {
        Entry entry = entries.remove(unit);
        if (entry == null) {
            return;
        }
        if (entry.running) {
            left(entry);
        } else {
            line(entry).remove(entry);
        }
    }

    void hurry(Polled unit, long due) {
        Entry entry = entries.get(unit);
        if (entry == null) {
            return;
        }
        if (entry.running) {
            entry.due = entry.hurried && entry.due - due < 0 ? entry.due : due;
            entry.hurried = true;
        } else if (due - entry.due < 0) {
            line(entry).remove(entry);
            entry.due = due;
            line(entry).add(entry);
        }
    }

    /** The unit to look at now; null if none is due, or no place is free. */
    @Nullable
    Polled take(long now) {
        Entry entry = first();
        if (entry == null || untilDue(now, entry) > 0) {
            return null;
        }
        begun = now;
        line(entry).remove(entry);
        entry.running = true;
        entry.hurried = false;
        running++;
        troubledRunning += entry.trouble ? 1 : 0;
        return entry.unit;
    }

    /** A look has ended. */
    void done(Polled unit, long due, boolean trouble) {
        Entry entry = entries.get(unit);
        if (entry == null || !entry.running) {
            return;
        }
        left(entry);
        entry.due = entry.hurried && entry.due - due < 0 ? entry.due : due;
        entry.trouble = trouble;
        line(entry).add(entry);
    }

    private void left(Entry entry) {
        entry.running = false;
        running--;
        troubledRunning -= entry.trouble ? 1 : 0;
    }

    /** How long until {@link #take} can give something, if nothing else happens; {@code otherwise} if never. */
    long untilDue(long now, long otherwise) {
        Entry entry = first();
        return entry == null ? otherwise : untilDue(now, entry);
    }

    private long untilDue(long now, Entry entry) {
        long until = Math.max(0, entry.due - now);
        boolean alone = running > 0 && now - entry.due < PATIENCE;
        return alone ? Math.max(until, begun + apart - now) : until;
    }

    private @Nullable Entry first() {
        if (running >= places) {
            return null;
        }
        Entry a = well.peek();
        Entry b = troubledRunning < Math.max(1, places / 2) ? troubled.peek() : null;
        return a == null || (b != null && b.due - a.due < 0) ? b : a;
    }

    private PriorityQueue<Entry> line(Entry entry) {
        return entry.trouble ? troubled : well;
    }

    int size() {
        return entries.size();
    }
}
