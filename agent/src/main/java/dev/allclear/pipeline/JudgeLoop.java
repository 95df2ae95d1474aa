package dev.allclear.pipeline;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.PushChannel;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.watch.Pulse;
import dev.allclear.watch.Pulses;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
    private final Dispatch dispatch;
    private final Journal journal;
    private final SelfBeats selfBeats = new SelfBeats();
    private final Leaps leaps;
    /** The watchers that have not yet handed over all that was there. */
    private final Set<Integer> behind = ConcurrentHashMap.newKeySet();

    private final AtomicInteger watchers = new AtomicInteger();
    private final AtomicLong turns = new AtomicLong();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile boolean stopping;
    private boolean learning = true;
    private Instant nextTidy;
    private Optional<Instant> nextDue = Optional.of(Instant.MIN);

    /** One that does not mind how its clock goes. */
    public JudgeLoop(Ledger ledger, InstantSource clock, ZoneId zone, Step.Watcher steps, MetricRegistry metrics) {
        this(ledger, clock, zone, steps, metrics, Leaps.none(clock), new Pulses());
    }

    /**
     * A judge.
     *
     * @param zone in which the host's schedules are meant
     * @param leaps of that clock
     * @param pulses of the senders; the judge's own is a matter of who runs it
     */
    public JudgeLoop(
            Ledger ledger,
            InstantSource clock,
            ZoneId zone,
            Step.Watcher steps,
            MetricRegistry metrics,
            Leaps leaps,
            Pulses pulses) {
        this.leaps = leaps;
        this.ledger = new PatientLedger(ledger);
        this.clock = clock;
        this.steps = steps;
        this.pipeline = new Pipeline(steps, zone);
        this.dispatch = new Dispatch(steps, pulses, this::hand);
        this.journal = new Journal(metrics);
        this.nextTidy = clock.instant().plus(LONGEST_SLEEP);
    }

    /**
     * Where a watcher of this source hands over what it sees. Nothing is judged before every watcher that was there at the
     * start has said that it caught up.
     */
    public SightingSink sink(String source) {
        return sink(source, sighting -> {});
    }

    /** The same, of a watcher that wants to know when a sighting is in the ledger; it is told by the judge's thread. */
    public SightingSink sink(String source, Consumer<Sighting> committed) {
        int watcher = watchers.incrementAndGet();
        behind.add(watcher);
        return sighting -> {
            // A watcher that waits here is well: it is the judge who does not come.
            Pulse.rests();
            queue.put(new Work.Seen(source, watcher, sighting, committed));
            Pulse.getsOn();
        };
    }

    /** Makes the judge look at the clock. */
    public void wake() throws InterruptedException {
        queue.put(new Work.Wake());
    }

    /** The night is over: its summary goes to the journal. */
    public void nightOver() throws InterruptedException {
        queue.put(new Work.NightOver());
    }

    /**
     * Judges and delivers by this configuration from now on.
     *
     * @param channels of the heartbeats, by name
     * @param targets the channels of the targets, by name
     */
    public void use(
            List<HeartbeatRule> heartbeats,
            Map<String, PushChannel> channels,
            Voice voice,
            Map<String, NoticeChannel> targets)
            throws InterruptedException {
        queue.put(new Work.Configure(heartbeats, channels, voice, targets));
    }

    /** Waits until all that was there at the start has been taken. */
    public void awaitCaughtUp() throws InterruptedException {
        caughtUp.await();
    }

    /** How often something has been taken: while it stays the same, nothing of what the ledger tells has changed. */
    public long turns() {
        return turns.get();
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
            while (!stopping || dispatch.sending() || !queue.isEmpty()) {
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
        dispatch.close(patience);
    }

    /** While stopping, only answers are still written down. */
    private boolean hasWork(List<Work> batch) {
        if (stopping) {
            return batch.stream()
                    .anyMatch(work -> work instanceof Work.Answered || work instanceof Work.NoticeAnswered);
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
        ledger.write(entries -> entries.notices().reopenInterrupted(clock.instant()))
                .forEach(journal::interrupted);
    }

    private List<Work> nextBatch() throws InterruptedException {
        List<Work> batch = new ArrayList<>();
        Duration wait = untilNextDue();
        leaps.waiting(wait);
        Pulse.rests();
        Work first = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        Pulse.getsOn();
        leaps.take().ifPresent(this::hold);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
        }
        return batch;
    }

    /** What is due by the clock may not have had its time yet. */
    private void hold(Duration leap) {
        Instant until = clock.instant().plus(Heartbeat.DEFAULT_GRACE);
        pipeline.hold(until);
        journal.leapt(leap, until);
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
        if (!turn.closings().isEmpty() || !turn.noticeClosings().isEmpty()) {
            steps.reached(Step.CLOSED);
            turn.closings().forEach(closing -> dispatch.done(closing.delivery().target()));
            turn.noticeClosings().forEach(closing -> dispatch.done(Dispatch.of(closing.batch())));
        }
        // First the push, then the talk.
        turn.claims().forEach(dispatch::send);
        turn.noticeClaims().forEach(dispatch::send);
        turn.events().forEach(journal::told);
        batch.forEach(JudgeLoop::sayCommitted);
        turn.noticeClosings().forEach(journal::closed);
        turn.judgements().forEach(judgement -> journal.judged(judgement, turn.event(judgement)));
        turn.closings().forEach(journal::closed);
        turn.expired().forEach(journal::expired);
        turn.night().ifPresent(journal::night);
        if (learning && behind.isEmpty()) {
            learning = false;
            caughtUp.countDown();
        }
        beat();
        turns.incrementAndGet();
        nextDue = turn.nextDue();
        if (!learning) {
            pipeline.nextTick().ifPresent(this::wakeAt);
            selfBeats.nextDue().ifPresent(this::wakeAt);
        }
    }

    private static void sayCommitted(Work work) {
        if (work instanceof Work.Seen seen) {
            seen.committed().accept(seen.sighting());
        }
    }

    private void wakeAt(Instant moment) {
        if (nextDue.isEmpty() || moment.isBefore(nextDue.get())) {
            nextDue = Optional.of(moment);
        }
    }

    /** The agent's own heartbeats. */
    private void beat() {
        if (learning || stopping) {
            return;
        }
        selfBeats
                .due(clock.instant(), dispatch.free(Set.of()), journal.troubles(), journal.well())
                .forEach(dispatch::beat);
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
                pipeline.telling().use(configure.voice());
                journal.targets(
                        configure.channels().keySet(),
                        configure.voice().targets().keySet());
                dispatch.use(configure.channels(), configure.targets());
            } else if (work instanceof Work.Answered || work instanceof Work.NoticeAnswered) {
                steps.reached(Step.ANSWERED);
            } else if (work instanceof Work.Seen seen) {
                announce(seen);
            } else if (work instanceof Work.SelfAnswered answered) {
                dispatch.done(answered.heartbeat());
                selfBeats.answered(answered.heartbeat(), answered.answer());
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
        if (due && !learning) {
            turn.tick();
        }
        // What happened while the agent was away may replace what is waiting, so nothing is sent before that is known.
        if (!stopping && (!learning || all)) {
            turn.claim(dispatch::free);
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
}
