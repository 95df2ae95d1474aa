package dev.allclear.pipeline;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.watch.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the judge: a batch of work in one transaction, and what is to be done after its commit. A turn whose
 * transaction failed is thrown away, and the batch gets a new one.
 */
final class Turn {
    private final Pipeline pipeline;
    private final Entries entries;
    private final Instant now;
    private final List<Judgement> judgements = new ArrayList<>();
    private final List<Closing> closings = new ArrayList<>();
    private final List<DeliveryRow> claims = new ArrayList<>();
    private final List<DeliveryRow> expired = new ArrayList<>();
    private Optional<Instant> nextDue = Optional.empty();
    private @Nullable NightSummary night;

    Turn(Pipeline pipeline, Entries entries, Instant now) {
        this.pipeline = pipeline;
        this.entries = entries;
        this.now = now;
    }

    List<Judgement> judgements() {
        return judgements;
    }

    List<Closing> closings() {
        return closings;
    }

    /** What the senders get after the commit. */
    List<DeliveryRow> claims() {
        return claims;
    }

    /** What was not delivered in time. */
    List<DeliveryRow> expired() {
        return expired;
    }

    /** The summary of the night that is over, if it was asked for. */
    Optional<NightSummary> night() {
        return Optional.ofNullable(night);
    }

    /** When something that is waiting is due. */
    Optional<Instant> nextDue() {
        return nextDue;
    }

    void take(Work work, boolean learning) {
        if (work instanceof Work.Seen seen) {
            takeSighting(seen);
        } else if (work instanceof Work.Answered answered) {
            closings.add(Closing.of(answered.delivery(), answered.answer(), now).write(entries));
        } else if (work instanceof Work.NightOver) {
            night = NightSummary.of(entries, now);
        } else if (work instanceof Work.Configure) {
            // Whoever has just put a push URL right does not want to wait for the end of a back-off.
            entries.deliveries().hurry(now);
            if (!learning) {
                judgements.addAll(pipeline.learn(entries, now));
            }
        }
    }

    private void takeSighting(Work.Seen seen) {
        Sighting sighting = seen.sighting();
        judgements.addAll(pipeline.take(seen.source(), sighting, entries, now));
        if (sighting instanceof Sighting.Blind blind) {
            BlindSpots.note(seen.source(), blind, entries, now);
        } else if (sighting instanceof Sighting.Health health) {
            SourceHealth.note(seen.source(), health, entries, now);
        } else if (sighting instanceof Sighting.SeenUntil until) {
            SeenUntil.note(seen.source(), until, entries);
        }
    }

    /** Every watcher has handed over what was there. */
    void learn() {
        judgements.addAll(pipeline.learn(entries, now));
    }

    /** What time alone brings. */
    void tick() {
        judgements.addAll(pipeline.tick(entries, now));
    }

    /** Gives every free target what is due. */
    void claim(Function<Set<String>, Set<String>> free) {
        Set<String> answered = new HashSet<>();
        closings.forEach(closing -> answered.add(closing.delivery().target()));
        expired.addAll(entries.deliveries().expire(now));
        for (String target : free.apply(answered)) {
            Optional<DeliveryRow> claimed = entries.deliveries().claim(target, now);
            claimed.ifPresent(claims::add);
            if (claimed.isEmpty()) {
                // What is due now and was not given waits for an answer, which wakes the judge.
                entries.deliveries()
                        .nextDue(target)
                        .filter(due -> due.isAfter(now))
                        .ifPresent(this::wakeAt);
            }
        }
    }

    private void wakeAt(Instant due) {
        if (nextDue.isEmpty() || due.isBefore(nextDue.get())) {
            nextDue = Optional.of(due);
        }
    }
}
