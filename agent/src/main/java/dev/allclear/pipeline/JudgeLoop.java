package dev.allclear.pipeline;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.deliver.Channel;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.Senders;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The judge: takes sightings and answers in turn, is the only one to write the ledger, and hands what is due to the
 * senders after the commit. {@link #run} is the body of one thread; everything else is thread-safe.
 */
public final class JudgeLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JudgeLoop.class);
    private static final int BATCH = 256;
    /** Longer than a year, so that last year's night can still be explained. */
    private static final Duration MEMORY = Duration.ofDays(400);

    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(5);

    private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(1024);
    private final PatientLedger ledger;
    private final InstantSource clock;
    private final Step.Watcher steps;
    private final Pipeline pipeline;
    private final Senders senders = new Senders();
    private final Journal journal;
    private final SelfBeats selfBeats = new SelfBeats();
    /** The watchers that have not yet handed over all that was there. */
    private final Set<Integer> behind = ConcurrentHashMap.newKeySet();

    private final AtomicInteger watchers = new AtomicInteger();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile boolean stopping;
    private boolean learning = true;
    private Instant nextTidy;
    private Optional<Instant> nextDue = Optional.of(Instant.MIN);
    private Instant holdUntil = Instant.MIN;

    /** @param zone in which the host's schedules are meant */
    public JudgeLoop(Ledger ledger, InstantSource clock, ZoneId zone, Step.Watcher steps, MetricRegistry metrics) {
        this.ledger = new PatientLedger(ledger);
        this.clock = clock;
        this.steps = steps;
        this.pipeline = new Pipeline(steps, zone);
        this.journal = new Journal(metrics);
        this.nextTidy = clock.instant().plus(LONGEST_SLEEP);
    }

    /**
     * Where a watcher of this source hands over what it sees. Nothing is judged before every watcher that was there at the
     * start has said that it caught up.
     */
    public SightingSink sink(String source) {
        int watcher = watchers.incrementAndGet();
        behind.add(watcher);
        return sighting -> queue.put(new Work.Seen(source, watcher, sighting));
    }

    /** The clock was set, or the host slept, by so much. */
    public void clockLeapt(Duration by) throws InterruptedException {
        queue.put(new Work.ClockLeapt(by));
    }

    /** The night is over: its summary goes to the journal. */
    public void nightOver() throws InterruptedException {
        queue.put(new Work.NightOver());
    }

    /** Judges and delivers by this configuration from now on. */
    public void use(List<HeartbeatRule> heartbeats, Map<String, Channel> channels) throws InterruptedException {
        queue.put(new Work.Configure(heartbeats, channels));
    }

    /** Waits until all that was there at the start has been taken. */
    public void awaitCaughtUp() throws InterruptedException {
        caughtUp.await();
    }

    /** Ends the loop after what is in hand; nothing new is sent from now on. */
    public void stop() {
        stopping = true;
        ledger.stop();
        caughtUp.countDown();
        queue.offer(new Work.Wake());
    }

    @Override
    public void run() {
        try {
            reopenInterrupted();
            while (!stopping || senders.sending() || !queue.isEmpty()) {
                List<Work> batch = nextBatch();
                if (hasWork(batch)) {
                    handle(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the sending threads, waiting for what they have in hand at most so long. */
    public void close(Duration patience) throws InterruptedException {
        senders.close(patience);
    }

    /** While stopping, only answers are still written down. */
    private boolean hasWork(List<Work> batch) {
        if (stopping) {
            return batch.stream().anyMatch(Work.Answered.class::isInstance);
        }
        Instant now = clock.instant();
        return !batch.isEmpty() || nextDue.filter(due -> !due.isAfter(now)).isPresent() || now.isAfter(nextTidy);
    }

    private void reopenInterrupted() throws InterruptedException {
        List<DeliveryRow> interrupted = ledger.write(entries -> {
            BlindSpots.forget(entries);
            SourceHealth.forget(entries);
            OpenRuns.forget(entries);
            return entries.deliveries().reopenInterrupted(clock.instant());
        });
        interrupted.forEach(journal::interrupted);
    }

    private List<Work> nextBatch() throws InterruptedException {
        List<Work> batch = new ArrayList<>();
        Work first = queue.poll(untilNextDue().toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
        }
        return batch;
    }

    private Duration untilNextDue() {
        if (stopping) {
            return Duration.ofMillis(50);
        }
        Duration wait =
                nextDue.map(due -> Duration.between(clock.instant(), due)).orElse(LONGEST_SLEEP);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wait.plusMillis(1);
    }

    private void handle(List<Work> batch) throws InterruptedException {
        try {
            carryOut(batch);
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException e) {
            // One sighting that nobody thought of must not stop the others: find it and leave it out.
            if (batch.size() > 1) {
                for (Work work : batch) {
                    handle(List.of(work));
                }
            } else {
                LOG.error("{} was left out because of a fault in allclear; please report it", batch, e);
            }
        }
    }

    private void carryOut(List<Work> batch) throws InterruptedException {
        announce(batch);
        Turn turn = ledger.write(entries -> turn(batch, entries));
        if (!turn.judgements().isEmpty()) {
            steps.reached(Step.COMMITTED);
        }
        if (!turn.closings().isEmpty()) {
            steps.reached(Step.CLOSED);
            turn.closings().forEach(closing -> senders.done(closing.delivery().target()));
        }
        // First the push, then the talk.
        turn.claims().forEach(this::send);
        turn.judgements().forEach(journal::judged);
        turn.closings().forEach(journal::closed);
        turn.expired().forEach(journal::expired);
        turn.night().ifPresent(journal::night);
        if (learning && behind.isEmpty()) {
            learning = false;
            caughtUp.countDown();
        }
        beat();
        nextDue = turn.nextDue();
        if (!learning) {
            pipeline.nextTick().ifPresent(this::wakeAt);
            selfBeats.nextDue().ifPresent(this::wakeAt);
        }
    }

    private void wakeAt(Instant moment) {
        Instant later = moment.isBefore(holdUntil) ? holdUntil : moment;
        if (nextDue.isEmpty() || later.isBefore(nextDue.get())) {
            nextDue = Optional.of(later);
        }
    }

    /** The agent's own heartbeats. */
    private void beat() {
        if (learning || stopping) {
            return;
        }
        selfBeats
                .due(clock.instant(), senders.free(Set.of()), journal.troubles(), journal.well())
                .forEach((name, push) ->
                        senders.send(name, push, () -> {}, answer -> hand(new Work.SelfAnswered(name, answer))));
    }

    private void hand(Work work) {
        try {
            queue.put(work);
        } catch (InterruptedException e) {
            // A delivery stays `sending` and is taken up again at the next start.
            Thread.currentThread().interrupt();
        }
    }

    /** What needs no transaction. */
    private void announce(List<Work> batch) {
        for (Work work : batch) {
            if (work instanceof Work.Configure configure) {
                pipeline.use(configure.heartbeats());
                selfBeats.use(configure.heartbeats());
                journal.targets(configure.channels().size());
                senders.use(configure.channels());
            } else if (work instanceof Work.Answered) {
                steps.reached(Step.ANSWERED);
            } else if (work instanceof Work.Seen seen) {
                announce(seen);
            } else if (work instanceof Work.SelfAnswered answered) {
                senders.done(answered.heartbeat());
                selfBeats.answered(answered.heartbeat(), answered.answer());
            } else if (work instanceof Work.ClockLeapt leap) {
                holdUntil = clock.instant().plus(Heartbeat.DEFAULT_GRACE);
                journal.leapt(leap.by(), holdUntil);
            }
        }
    }

    private void announce(Work.Seen seen) {
        Sighting sighting = seen.sighting();
        if (sighting instanceof Sighting.Ended) {
            steps.reached(Step.SEEN);
        } else if (sighting instanceof Sighting.CaughtUp) {
            behind.remove(seen.watcher());
        } else {
            journal.seen(seen.source(), sighting);
        }
    }

    private Turn turn(List<Work> batch, Entries entries) {
        Instant now = clock.instant();
        Turn turn = new Turn(pipeline, entries, now);
        batch.forEach(work -> turn.take(work, learning));
        if (batch.isEmpty()) {
            tidy(entries, now);
        }
        boolean all = behind.isEmpty();
        if (learning && all) {
            turn.learn();
        }
        boolean due = pipeline.nextTick().filter(tick -> !tick.isAfter(now)).isPresent();
        if (due && !learning && !now.isBefore(holdUntil)) {
            turn.tick();
        }
        // What happened while the agent was away may replace what is waiting, so nothing is sent before that is known.
        if (!stopping && (!learning || all)) {
            turn.claim(senders::free);
        }
        return turn;
    }

    /** Only when there is nothing else to do: no push waits for it. */
    private void tidy(Entries entries, Instant now) {
        if (now.isAfter(nextTidy)) {
            entries.forget(now.minus(MEMORY));
            nextTidy = now.plus(Duration.ofDays(1));
        }
    }

    private void send(DeliveryRow delivery) {
        Push push = new Push(delivery.msg(), delivery.duration(), delivery.up());
        senders.send(delivery.target(), push, () -> steps.reached(Step.CLAIMED), answer -> {
            steps.reached(Step.SENT);
            hand(new Work.Answered(delivery, answer));
        });
    }
}
