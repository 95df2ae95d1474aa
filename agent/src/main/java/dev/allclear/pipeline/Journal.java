package dev.allclear.pipeline;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.allclear.deliver.Answer;
import dev.allclear.event.Event;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.NoticeRow;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Says in the journal what was judged and delivered, and counts it. The same failure is said once, and again when it
 * changes. Used by the judge's thread.
 */
final class Journal {
    /** Keeps targets apart from heartbeats of the same name. */
    private static final String TARGET = "target ";

    private static final String PUSHES = "pushes;heartbeat=";
    private static final String NOTICES = "notices;target=";
    private static final List<String> VERDICTS = List.of("all-clear", "failed", "incomplete", "empty", "missed");

    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    private final MetricRegistry metrics;
    private final Map<String, String> lastFailure = new HashMap<>();
    private final Map<String, String> blindSpots = new TreeMap<>();
    private final Map<String, Sighting.Health> healthOf = new TreeMap<>();
    private int targets;

    Journal(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * A verdict, in one line with the fields of its event.
     *
     * @param event null if nobody is told, or was told that much before
     */
    void judged(Judgement judgement, @Nullable Event event) {
        Verdict verdict = judgement.run().verdict();
        metrics.counter("verdicts;heartbeat=" + judgement.run().heartbeat() + ";verdict=" + verdict.word())
                .inc();
        Level level = verdict instanceof AllClear ? Level.INFO : Level.WARN;
        LoggingEventBuilder line = event == null ? LOG.atLevel(level) : line(event);
        line.log(
                "{}: {} for {}: {}",
                judgement.run().heartbeat(),
                words(judgement),
                judgement.run().run(),
                String.join("; ", verdict.reasons()));
    }

    private static String words(Judgement judgement) {
        Verdict verdict = judgement.run().verdict();
        if (verdict instanceof AllClear) {
            return verdict.word();
        }
        boolean quiet =
                judgement.heartbeat().remind() == null || judgement.run().learned();
        return verdict.word() + ", so " + (quiet ? "no push" : "a push of down");
    }

    void closed(Closing closing) {
        DeliveryRow delivery = closing.delivery();
        if (closing.answer() instanceof Answer.Delivered) {
            delivered(delivery, closing.at());
        } else if (closing.answer() instanceof Answer.Refused refused) {
            refused(delivery, refused.reason());
        } else if (closing.answer() instanceof Answer.Retry retry) {
            retried(delivery, retry, closing.again());
        }
    }

    /** What happened that somebody may want to know, in one line with its fields. */
    void told(Event event) {
        line(event).log("{}", event.title());
    }

    private LoggingEventBuilder line(Event event) {
        metrics.counter("events;type=" + event.type() + ";severity="
                        + event.severity().word())
                .inc();
        LoggingEventBuilder line = LOG.atLevel(JournalFields.level(event.severity()));
        for (Map.Entry<String, String> field : JournalFields.of(event).entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        return line;
    }

    void closed(NoticeClosing closing) {
        String target = closing.batch().target();
        String what = words(closing.batch().events());
        if (closing.answer() instanceof Answer.Delivered delivered) {
            count(NOTICES, target, "delivered", "");
            boolean mended = lastFailure.remove(TARGET + target) != null;
            LOG.info(
                    "{}: told {}{}{}",
                    target,
                    what,
                    mended ? " after " + closing.batch().attempts() + " attempts; it works again" : "",
                    delivered.remark().isEmpty() ? "" : "; " + delivered.remark());
        } else if (closing.answer() instanceof Answer.Refused refused) {
            count(NOTICES, target, "refused", "");
            LOG.error(
                    "{}: {} was refused{}: {}",
                    target,
                    what,
                    closing.lost()
                            ? " and is given up (`allclear deliveries` can send it again)"
                            : " as one message, so each event is tried alone",
                    refused.reason());
        } else if (closing.answer() instanceof Answer.Retry retry) {
            count(NOTICES, target, "retried", reason(retry));
            if (!retry.reason().equals(lastFailure.put(TARGET + target, retry.reason()))) {
                LOG.warn(
                        "{}: {} was not delivered: {} Next attempt at {}; said again only when the reason changes.",
                        target,
                        what,
                        retry.reason(),
                        closing.again().truncatedTo(ChronoUnit.SECONDS));
            }
        }
    }

    private static String words(List<Event> events) {
        return events.size() == 1 ? "\"" + events.get(0).title() + "\"" : events.size() + " events in one message";
    }

    void interrupted(NoticeRow notice) {
        metrics.counter("possible_duplicates;kind=notice").inc();
        LOG.warn(
                "{}: the agent ended while \"{}\" was being sent; it is sent again now, so it may arrive twice",
                notice.target(),
                notice.title());
    }

    private void delivered(DeliveryRow delivery, Instant now) {
        count(PUSHES, delivery.target(), "delivered", "");
        Duration waited = Duration.between(delivery.createdAt(), now);
        boolean mended = lastFailure.remove(delivery.target()) != null;
        LOG.info(
                "{}: pushed {}{}",
                delivery.target(),
                said(delivery),
                mended ? " after " + PushMessage.words(waited) + " and " + delivery.attempts() + " attempts" : "");
    }

    private void retried(DeliveryRow delivery, Answer.Retry retry, Instant again) {
        count(PUSHES, delivery.target(), "retried", reason(retry));
        String reason = retry.reason();
        if (!reason.equals(lastFailure.put(delivery.target(), reason))) {
            LOG.warn(
                    "{}: the push of {} did not succeed: {} Next attempt at {}, then until {}; said again only"
                            + " when the reason changes.",
                    delivery.target(),
                    said(delivery),
                    reason,
                    again.truncatedTo(ChronoUnit.SECONDS),
                    delivery.expiresAt().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private void refused(DeliveryRow delivery, String reason) {
        count(PUSHES, delivery.target(), "refused", "");
        LOG.error("{}: the push of {} was refused and is given up: {}", delivery.target(), said(delivery), reason);
    }

    /** What is pushed: {@code "backup-1: 14/14 guests"}, or {@code down "backup-1 failed: …"}. */
    private static String said(DeliveryRow delivery) {
        return (delivery.up() ? "" : delivery.signal() + " ") + "\"" + delivery.msg() + "\"";
    }

    void expired(DeliveryRow delivery) {
        count(PUSHES, delivery.target(), "expired", "");
        lastFailure.remove(delivery.target());
        LOG.error(
                "{}: {} could not be pushed in time and is given up, since it says nothing about today. {}",
                delivery.target(),
                said(delivery),
                delivery.lastError() == null
                        ? "Its run ended longer than `max-age` ago."
                        : "Of the last attempt was said: " + delivery.lastError());
    }

    void interrupted(DeliveryRow delivery) {
        metrics.counter("possible_duplicates;kind=push").inc();
        LOG.warn(
                "{}: the agent ended while {} was being pushed; it is pushed again now, so the monitor may show it"
                        + " twice",
                delivery.target(),
                said(delivery));
    }

    /** A watcher cannot see something or sees it again, or a source sees better or worse. */
    void seen(String source, Sighting sighting) {
        if (sighting instanceof Sighting.Blind blind) {
            blind(source, blind);
        } else if (sighting instanceof Sighting.Health health) {
            health(source, health);
        } else if (sighting instanceof Sighting.Gap gap) {
            LOG.warn(
                    "{}: the tasks that ended on node {} from {} to {} were not seen, since its list no longer reaches back"
                            + " so far; runs in that time are no all-clear",
                    source,
                    gap.node(),
                    gap.from().truncatedTo(ChronoUnit.SECONDS),
                    gap.to().truncatedTo(ChronoUnit.SECONDS));
        } else if (sighting instanceof Sighting.JobNotStarted failure) {
            LOG.warn(
                    "{}: the scheduler of node {} could not start job {} at {}: {}",
                    source,
                    failure.node(),
                    failure.jobId(),
                    failure.at(),
                    failure.reason());
        }
    }

    private void blind(String source, Sighting.Blind blind) {
        String subject = BlindSpots.subject(source, blind);
        if (blind.problem().isEmpty()) {
            blindSpots.remove(subject);
            LOG.info("{}: can be read again", subject);
        } else {
            blindSpots.put(subject, blind.problem());
            LOG.warn("{}: {}", subject, blind.problem());
        }
    }

    private void health(String source, Sighting.Health now) {
        healthOf.put(source, now);
        String words = SourceHealth.words(now);
        if (now.sight() == Sighting.Sight.SEEING) {
            LOG.info("{}: {}", source, words);
        } else {
            LOG.warn("{}: {}", source, words);
        }
    }

    /** The clock was set, or the host or the agent stood still. */
    void leapt(Duration by, Instant until) {
        LOG.warn(
                "the clock leapt by {} s (it was set, or the host slept or was paused): until {} nothing is called missed or overdue",
                by.toSeconds(),
                until.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Who is told of anything. A counter that is there from the beginning shows its first step. */
    void targets(Collection<String> heartbeats, Collection<String> told) {
        targets = heartbeats.size() + told.size();
        metrics.counter("possible_duplicates;kind=push");
        metrics.counter("possible_duplicates;kind=notice");
        for (String heartbeat : heartbeats) {
            outcomes(PUSHES, heartbeat);
            counter(PUSHES, heartbeat, "expired", "");
            VERDICTS.forEach(word -> metrics.counter("verdicts;heartbeat=" + heartbeat + ";verdict=" + word));
        }
        told.forEach(target -> outcomes(NOTICES, target));
    }

    private void outcomes(String kind, String name) {
        counter(kind, name, "delivered", "");
        counter(kind, name, "refused", "");
        counter(kind, name, "retried", "passing");
        counter(kind, name, "retried", "needs-action");
    }

    private void count(String kind, String name, String outcome, String reason) {
        counter(kind, name, outcome, reason).inc();
    }

    private Counter counter(String kind, String name, String outcome, String reason) {
        return metrics.counter(kind + name + ";outcome=" + outcome + ";reason=" + reason);
    }

    /** In one word: whether it may pass by itself. */
    private static String reason(Answer.Retry retry) {
        return retry.slow() ? "needs-action" : "passing";
    }

    /** What is wrong now with seeing and delivering, in words. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>(blindSpots.values());
        healthOf.forEach((source, now) -> {
            if (now.sight() != Sighting.Sight.SEEING) {
                troubles.add(source + " is " + SourceHealth.words(now));
            }
        });
        lastFailure.forEach((target, reason) -> troubles.add(target + " does not deliver: " + reason));
        return troubles;
    }

    /** That all is well, in words. */
    String well() {
        return "sees " + nodes() + ", " + answering() + " targets answer";
    }

    /** The night in one line. */
    void night(NightSummary night) {
        LOG.info("saw {}, {} tasks, {} gaps, {} targets answered", nodes(), night.tasks(), night.gaps(), answering());
    }

    private String nodes() {
        int seen = healthOf.values().stream().mapToInt(Sighting.Health::seen).sum();
        int all = healthOf.values().stream().mapToInt(Sighting.Health::nodes).sum();
        return seen + "/" + all + " nodes";
    }

    private String answering() {
        return (targets - lastFailure.size()) + "/" + targets;
    }
}
