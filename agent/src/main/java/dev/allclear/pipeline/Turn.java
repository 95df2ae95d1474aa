package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.event.DeliveryEvents;
import dev.allclear.event.Event;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Grouping;
import dev.allclear.ledger.NoticeBatch;
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
    private final List<NoticeClosing> noticeClosings = new ArrayList<>();
    private final List<NoticeBatch> noticeClaims = new ArrayList<>();
    private Optional<Instant> nextDue = Optional.empty();
    private @Nullable NightSummary night;

    Turn(Pipeline pipeline, Entries entries, Instant now) {
        this.pipeline = pipeline;
        this.entries = entries;
        this.now = now;
        pipeline.telling().begin();
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

    List<NoticeClosing> noticeClosings() {
        return noticeClosings;
    }

    /** What the targets' senders get after the commit. */
    List<NoticeBatch> noticeClaims() {
        return noticeClaims;
    }

    /** What happened besides verdicts that somebody may want to know. */
    List<Event> events() {
        return pipeline.telling().told();
    }

    /** What is told of one of the judgements; null if nothing new. */
    @Nullable
    Event event(Judgement judgement) {
        return pipeline.telling().told(judgement).orElse(null);
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
            close(answered);
        } else if (work instanceof Work.NoticeAnswered answered) {
            close(answered);
        } else if (work instanceof Work.NightOver) {
            night = NightSummary.of(entries, now);
        } else if (work instanceof Work.Configure) {
            // Whoever has just put a push URL right does not want to wait for the end of a back-off.
            entries.deliveries().hurry(now);
            entries.notices().hurry(now);
            pipeline.telling().watching(entries, now);
            if (!learning) {
                judgements.addAll(pipeline.learn(entries, now));
            }
        }
    }

    private void close(Work.Answered answered) {
        closings.add(Closing.of(answered.delivery(), answered.answer(), now).write(entries));
        if (answered.answer() instanceof Answer.Refused refused) {
            tellUndelivered(answered.delivery(), refused.reason(), true);
        }
    }

    private void tellUndelivered(DeliveryRow beat, String reason, boolean refused) {
        String number = "of beat " + beat.id();
        pipeline.telling()
                .tell(
                        refused
                                ? DeliveryEvents.refused(beat.target(), number, beat.msg(), reason, now)
                                : DeliveryEvents.givenUp(beat.target(), number, beat.msg(), reason, now),
                        entries,
                        now);
    }

    private void close(Work.NoticeAnswered answered) {
        NoticeBatch batch = answered.batch();
        NoticeClosing closing = NoticeClosing.write(batch, answered.answer(), entries, now);
        noticeClosings.add(closing);
        if (closing.lost() && answered.answer() instanceof Answer.Refused refused) {
            String title = batch.events().get(0).title();
            pipeline.telling()
                    .tell(
                            DeliveryEvents.refused(
                                    batch.target(), String.valueOf(batch.message()), title, refused.reason(), now),
                            entries,
                            now);
        }
    }

    private void takeSighting(Work.Seen seen) {
        Sighting sighting = seen.sighting();
        judgements.addAll(pipeline.take(seen.source(), sighting, entries, now));
        if (sighting instanceof Sighting.Blind blind) {
            BlindSpots.note(seen.source(), blind, entries, now);
        } else if (sighting instanceof Sighting.Health health) {
            SourceHealth.note(seen.source(), health, entries, now);
            pipeline.telling().sight(seen.source(), health, entries, now);
        } else if (sighting instanceof Sighting.SeenUntil until) {
            SeenUntil.note(seen.source(), until, entries);
        } else if (sighting instanceof Sighting.Told told) {
            pipeline.telling().tell(told.event(), entries, now);
        } else if (sighting instanceof Sighting.TestAsked test) {
            pipeline.telling().test(test.id(), test.target(), entries, now);
        } else if (sighting instanceof Sighting.ResendAsked resend) {
            entries.notices().resend(resend.what(), now);
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
        noticeClosings.forEach(closing -> answered.add(Dispatch.of(closing.batch())));
        expire();
        for (String name : free.apply(answered)) {
            if (Dispatch.isTarget(name)) {
                claimNotice(Dispatch.target(name));
            } else {
                claimBeat(name);
            }
        }
    }

    private void expire() {
        expired.addAll(entries.deliveries().expire(now));
        expired.forEach(beat -> tellUndelivered(
                beat, beat.lastError() == null ? "It was too old when it could be sent." : beat.lastError(), false));
        entries.notices()
                .expire(now)
                .forEach(notice -> pipeline.telling()
                        .tell(
                                DeliveryEvents.givenUp(
                                        notice.target(),
                                        String.valueOf(notice.id()),
                                        notice.title(),
                                        notice.lastError() == null ? "It was never tried." : notice.lastError(),
                                        now),
                                entries,
                                now));
    }

    private void claimNotice(String target) {
        Grouping grouping = pipeline.telling().grouping(target);
        Optional<NoticeBatch> claimed = entries.notices().claim(target, grouping, now);
        claimed.ifPresent(noticeClaims::add);
        if (claimed.isEmpty()) {
            entries.notices()
                    .nextDue(target, grouping)
                    .filter(due -> due.isAfter(now))
                    .ifPresent(this::wakeAt);
        }
    }

    private void claimBeat(String target) {
        Optional<DeliveryRow> claimed = entries.deliveries().claim(target, now);
        claimed.ifPresent(claims::add);
        if (claimed.isEmpty()) {
            // What is due now and was not given waits for an answer, which wakes the judge.
            entries.deliveries().nextDue(target).filter(due -> due.isAfter(now)).ifPresent(this::wakeAt);
        }
    }

    private void wakeAt(Instant due) {
        if (nextDue.isEmpty() || due.isBefore(nextDue.get())) {
            nextDue = Optional.of(due);
        }
    }
}
