package dev.allclear.watch.http;

import dev.allclear.watch.Pulse;
import dev.allclear.watch.Pulses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one scheduler for all sources of the process. A unit costs an entry in a queue, not a thread: threads come only as
 * looks take time, at most {@value #PLACES}, and go when idle. Thread-safe.
 */
public final class Polls implements PollTimes, AutoCloseable {
    /** How many looks may be under way at once. */
    static final int PLACES = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Polls.class);
    /** After each answer it got on. */
    private static final Duration LONGEST_CALL = Limits.DEFAULT.whole();

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** How long a look has the processors for itself. */
    private static final Duration APART = Duration.ofMillis(20);

    private static final Duration AFTER_ERROR = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger number = new AtomicInteger();
    private final List<PolledSource> sources = new ArrayList<>();
    private final Set<Polled> stumbling = ConcurrentHashMap.newKeySet();
    private final Pulses pulses;
    private final Map<Polled, Consumer<Duration>> timings = new ConcurrentHashMap<>();
    private final PollQueue queue;
    private final ThreadPoolExecutor workers;
    private boolean closed;
    private @Nullable Thread dispatcher;

    public Polls() {
        this(new Pulses());
    }

    /** @param pulses of the looks and of what starts them */
    public Polls(Pulses pulses) {
        this(PLACES, IDLE, pulses);
    }

    Polls(int places, Duration idle, Pulses pulses) {
        this.pulses = pulses;
        this.queue = new PollQueue(places, APART);
        // The queue gives out only as many looks as there are places; a thread may just not be back yet.
        this.workers = new ThreadPoolExecutor(
                0, 2 * places, idle.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), this::worker);
    }

    private Thread worker(Runnable body) {
        return thread(body, "polls-" + number.incrementAndGet());
    }

    private static Thread thread(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to poll. */
    public void start() {
        lock.lock();
        try {
            if (dispatcher == null && !closed) {
                Thread begun = thread(pulses.loop("polls", Duration.ZERO, this::dispatch), "polls");
                dispatcher = begun;
                begun.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Polls this source from now on. */
    public void add(PolledSource source) {
        add(source, duration -> {});
    }

    /**
     * The same.
     *
     * @param took is told how long each look at it took, by the thread that looked
     */
    public void add(PolledSource source, Consumer<Duration> took) {
        lock.lock();
        try {
            sources.add(source);
        } finally {
            lock.unlock();
        }
        source.begin(new Timed(took));
    }

    /** Polls this source no more. */
    public void remove(PolledSource source) {
        lock.lock();
        try {
            sources.remove(source);
        } finally {
            lock.unlock();
        }
        source.end();
    }

    @Override
    public void add(Polled unit, Duration first) {
        change(() -> queue.add(unit, System.nanoTime() + first.toNanos()));
    }

    @Override
    public void remove(Polled unit) {
        stumbling.remove(unit);
        timings.remove(unit);
        change(() -> queue.remove(unit));
    }

    @Override
    public void hurry(Polled unit, Duration within) {
        change(() -> queue.hurry(unit, System.nanoTime() + within.toNanos()));
    }

    private void change(Runnable body) {
        lock.lock();
        try {
            body.run();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int units() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Threads that look, or wait for a look. */
    int threads() {
        return workers.getPoolSize();
    }

    private void dispatch() {
        try {
            for (Polled unit = await(); unit != null; unit = await()) {
                Polled due = unit;
                workers.execute(pulses.loop("poll of " + due, LONGEST_CALL, () -> look(due)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next unit that is due; null when closed. */
    private @Nullable Polled await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long now = System.nanoTime();
                Polled unit = queue.take(now);
                if (unit != null) {
                    return unit;
                }
                Pulse.rests();
                long left = changed.awaitNanos(queue.untilDue(now, Long.MAX_VALUE));
                Pulse.getsOn();
                LOG.trace("waited, {} ns left", left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void look(Polled unit) {
        try {
            Polled.Next next = poll(unit);
            change(() -> queue.done(unit, next.due(System.nanoTime()), next.trouble()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Polled.Next poll(Polled unit) throws InterruptedException {
        try {
            try {
                long began = System.nanoTime();
                Polled.Next next = unit.poll();
                timings.getOrDefault(unit, duration -> {}).accept(Duration.ofNanos(System.nanoTime() - began));
                stumbling.remove(unit);
                return next;
            } catch (RuntimeException e) {
                if (stumbling.add(unit)) {
                    LOG.error("{} stumbled and is tried again", unit, e);
                }
                return unit.stumbled(e);
            }
        } catch (RuntimeException e) {
            LOG.error("{} stumbled over its own error", unit, e);
            return new Polled.Next(AFTER_ERROR, true);
        }
    }

    /** Remembers of whose source a unit is. */
    private final class Timed implements PollTimes {
        private final Consumer<Duration> took;

        Timed(Consumer<Duration> took) {
            this.took = took;
        }

        @Override
        public void add(Polled unit, Duration first) {
            timings.put(unit, took);
            Polls.this.add(unit, first);
        }

        @Override
        public void remove(Polled unit) {
            Polls.this.remove(unit);
        }

        @Override
        public void hurry(Polled unit, Duration within) {
            Polls.this.hurry(unit, within);
        }

        @Override
        public int units() {
            return Polls.this.units();
        }
    }

    /** Stops polling; looks that are under way are interrupted and waited for shortly. */
    @Override
    public void close() {
        change(() -> closed = true);
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("a look is still waiting for its answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
