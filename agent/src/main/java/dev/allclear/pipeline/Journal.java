package dev.allclear.pipeline;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the journal what was judged and delivered, and counts it. The same failure is said once, and again when it
 * changes. Used by the judge's thread.
 */
final class Journal {
    /** Keeps targets apart from heartbeats of the same name. */
    private static final String TARGET = "target ";

    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    private final MetricRegistry metrics;
    private final Map<String, String> lastFailure = new HashMap<>();
    private final Map<String, String> blindSpots = new TreeMap<>();
    private final Map<String, Sighting.Health> healthOf = new TreeMap<>();
    private int targets;

    Journal(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    void judged(Judgement judgement) {
        Verdict verdict = judgement.run().verdict();
        String name = judgement.run().heartbeat();
        metrics.counter("verdicts;verdict=" + verdict.word()).inc();
        String words = String.join("; ", verdict.reasons());
        if (verdict instanceof AllClear) {
            LOG.info("{}: all-clear for {}: {}", name, judgement.run().run(), words);
        } else {
            LOG.warn(
                    "{}: {}, so {} for {}: {}",
                    name,
                    verdict.word(),
                    judgement.heartbeat().remind() == null || judgement.run().learned() ? "no push" : "a push of down",
                    judgement.run().run(),
                    words);
        }
    }

    void closed(Closing closing) {
        DeliveryRow delivery = closing.delivery();
        if (closing.answer() instanceof Answer.Delivered) {
            delivered(delivery, closing.at());
        } else if (closing.answer() instanceof Answer.Refused refused) {
            refused(delivery, refused.reason());
        } else if (closing.answer() instanceof Answer.Retry retry) {
            retried(delivery, retry.reason(), closing.again());
        }
    }

    /** What happened that somebody may want to know, in one line with its fields. */
    void told(Event event) {
        metrics.counter("events;type=" + event.type() + ";severity="
                        + event.severity().word())
                .inc();
        var line = LOG.atLevel(JournalFields.level(event.severity()));
        for (Map.Entry<String, String> field : JournalFields.of(event).entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log("{}", event.title());
    }

    void closed(NoticeClosing closing) {
        String target = closing.batch().target();
        String what = words(closing.batch().events());
        if (closing.answer() instanceof Answer.Delivered delivered) {
            metrics.counter("notices;outcome=delivered").inc();
            boolean mended = lastFailure.remove(TARGET + target) != null;
            LOG.info(
                    "{}: told {}{}{}",
                    target,
                    what,
                    mended ? " after " + closing.batch().attempts() + " attempts; it works again" : "",
                    delivered.remark().isEmpty() ? "" : "; " + delivered.remark());
        } else if (closing.answer() instanceof Answer.Refused refused) {
            metrics.counter("notices;outcome=refused").inc();
            LOG.error(
                    "{}: {} was refused{}: {}",
                    target,
                    what,
                    closing.lost()
                            ? " and is given up (`allclear deliveries` can send it again)"
                            : " as one message, so each event is tried alone",
                    refused.reason());
        } else if (closing.answer() instanceof Answer.Retry retry) {
            metrics.counter("notices;outcome=retried").inc();
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
        metrics.counter("notices.possible_duplicates").inc();
        LOG.warn(
                "{}: the agent ended while \"{}\" was being sent; it is sent again now, so it may arrive twice",
                notice.target(),
                notice.title());
    }

    private void delivered(DeliveryRow delivery, Instant now) {
        metrics.counter("deliveries;outcome=delivered").inc();
        Duration waited = Duration.between(delivery.createdAt(), now);
        boolean mended = lastFailure.remove(delivery.target()) != null;
        LOG.info(
                "{}: pushed {}{}",
                delivery.target(),
                said(delivery),
                mended ? " after " + PushMessage.words(waited) + " and " + delivery.attempts() + " attempts" : "");
    }

    private void retried(DeliveryRow delivery, String reason, Instant again) {
        metrics.counter("deliveries;outcome=retried").inc();
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
        metrics.counter("deliveries;outcome=refused").inc();
        LOG.error("{}: the push of {} was refused and is given up: {}", delivery.target(), said(delivery), reason);
    }

    /** What is pushed: {@code "backup-1: 14/14 guests"}, or {@code down "backup-1 failed: …"}. */
    private static String said(DeliveryRow delivery) {
        return (delivery.up() ? "" : delivery.signal() + " ") + "\"" + delivery.msg() + "\"";
    }

    void expired(DeliveryRow delivery) {
        metrics.counter("deliveries;outcome=expired").inc();
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
        metrics.counter("deliveries.possible_duplicates").inc();
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

    /** How many targets there are. */
    void targets(int number) {
        targets = number;
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
