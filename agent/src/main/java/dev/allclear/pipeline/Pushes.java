package dev.allclear.pipeline;

import dev.allclear.deliver.Push.Signal;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.NewDelivery;
import dev.allclear.ledger.RunRow;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts beats into the outbox: one for every all-clear, and where it is asked for, one for every failure and reminders. */
final class Pushes {
    private static final Duration USUAL_MAX_AGE = Duration.ofHours(20);
    /** A beginning that arrives later would only confuse. */
    private static final Duration START_MAX_AGE = Duration.ofMinutes(10);

    private final Wakes wakes;

    Pushes(Wakes wakes) {
        this.wakes = wakes;
    }

    /**
     * Pushes what a new verdict means to its heartbeat.
     *
     * @param nextDue when the next run is due, so that the beat would say nothing about it any more
     */
    void push(Judgement judgement, Optional<Instant> nextDue, Entries entries, Instant now) {
        RunRow run = judgement.run();
        if (run.verdict() instanceof AllClear allClear) {
            Instant expires = expiry(judgement, nextDue);
            if (run.learned() && !expires.isAfter(now)) {
                // Of history too old to be pushed nobody expects a push, so none is given up either.
                return;
            }
            enqueue(
                    judgement,
                    Signal.UP,
                    judgement.heartbeat().name() + " " + run.run(),
                    PushMessage.render(judgement, allClear),
                    allClear.duration(),
                    expires,
                    entries,
                    now);
        } else if (judgement.heartbeat().remind() != null && !run.learned()) {
            down(judgement, entries, now);
        } else if (judgement.heartbeat().knows(Signal.LOG) && !run.learned()) {
            enqueue(
                    judgement,
                    Signal.LOG,
                    judgement.heartbeat().name() + " " + run.run() + " log " + now.toEpochMilli(),
                    PushMessage.failure(judgement),
                    Duration.ZERO,
                    now.plus(USUAL_MAX_AGE),
                    entries,
                    now);
        }
    }

    /** A run has begun: a switch that knows such a signal sees by it when the run takes too long. */
    void started(HeartbeatRule heartbeat, String run, Instant started, Entries entries, Instant now) {
        if (heartbeat.knows(Signal.START)) {
            String name = heartbeat.name();
            entries.deliveries()
                    .enqueue(new NewDelivery(
                            name + " " + run + " start",
                            name,
                            name,
                            run,
                            started,
                            "began",
                            Duration.ZERO,
                            now,
                            now,
                            now.plus(START_MAX_AGE),
                            word(Signal.START),
                            ""));
        }
    }

    private static String word(Signal signal) {
        return signal.name().toLowerCase(Locale.ROOT);
    }

    /** Pushes a failure again that lasts, and asks to be called for the next time. */
    void remind(HeartbeatRule heartbeat, Entries entries, Instant now) {
        Duration every = heartbeat.remind();
        List<RunRow> newest = entries.runs().newest(heartbeat.name(), 1);
        if (every == null || newest.isEmpty() || newest.get(0).verdict() instanceof AllClear) {
            return;
        }
        Instant again = entries.deliveries()
                .lastCreated(heartbeat.name(), false)
                .map(last -> last.plus(every))
                .orElse(Instant.MAX);
        if (again.equals(Instant.MAX)) {
            return;
        }
        if (again.isAfter(now)) {
            wakes.at(again);
        } else {
            down(new Judgement(heartbeat, List.of(), newest.get(0), ""), entries, now);
            wakes.at(now.plus(every));
        }
    }

    private static void down(Judgement judgement, Entries entries, Instant now) {
        enqueue(
                judgement,
                Signal.DOWN,
                judgement.heartbeat().name() + " " + judgement.run().run() + " down " + now.toEpochMilli(),
                PushMessage.failure(judgement),
                Duration.ZERO,
                now.plus(USUAL_MAX_AGE),
                entries,
                now);
    }

    private static Instant expiry(Judgement judgement, Optional<Instant> nextDue) {
        Duration maxAge = judgement.heartbeat().rule().maxAge();
        Instant ended = judgement.run().ended();
        return maxAge != null ? ended.plus(maxAge) : nextDue.orElse(ended.plus(USUAL_MAX_AGE));
    }

    private static void enqueue(
            Judgement judgement,
            Signal signal,
            String identity,
            String msg,
            Duration duration,
            Instant expires,
            Entries entries,
            Instant now) {
        String name = judgement.heartbeat().name();
        entries.deliveries()
                .enqueue(new NewDelivery(
                        identity,
                        name,
                        name,
                        judgement.run().run(),
                        judgement.run().started(),
                        msg,
                        duration,
                        now,
                        now,
                        expires,
                        word(signal),
                        String.join("\n", judgement.run().verdict().reasons())));
        entries.deliveries().supersedeOlder(name, now);
    }
}
