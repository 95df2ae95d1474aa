package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.NewDelivery;
import dev.allclear.ledger.RunRow;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts beats into the outbox: one for every all-clear, and where it is asked for, one for every failure and reminders. */
final class Pushes {
    private static final Duration USUAL_MAX_AGE = Duration.ofHours(20);

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
            enqueue(
                    judgement,
                    true,
                    judgement.heartbeat().name() + " " + run.run(),
                    PushMessage.render(judgement, allClear),
                    allClear.duration(),
                    expiry(judgement, nextDue),
                    entries,
                    now);
        } else if (judgement.heartbeat().remind() != null && !run.learned()) {
            down(judgement, entries, now);
        }
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
                false,
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
            boolean up,
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
                        up));
        entries.deliveries().supersedeOlder(name, now);
    }
}
