package dev.allclear.pipeline;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.deliver.Answer;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the journal what was judged and delivered, and counts it. The same failure is said once, and again when it
 * changes. Used by the judge's thread.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    private final MetricRegistry metrics;
    private final Map<String, String> lastFailure = new HashMap<>();

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
                    "{}: {}, so no push for {}: {}",
                    name,
                    verdict.word(),
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

    private void delivered(DeliveryRow delivery, Instant now) {
        metrics.counter("deliveries;outcome=delivered").inc();
        Duration waited = Duration.between(delivery.createdAt(), now);
        boolean mended = lastFailure.remove(delivery.target()) != null;
        LOG.info(
                "{}: pushed \"{}\"{}",
                delivery.target(),
                delivery.msg(),
                mended ? " after " + PushMessage.words(waited) + " and " + delivery.attempts() + " attempts" : "");
    }

    private void retried(DeliveryRow delivery, String reason, Instant again) {
        metrics.counter("deliveries;outcome=retried").inc();
        if (!reason.equals(lastFailure.put(delivery.target(), reason))) {
            LOG.warn(
                    "{}: the push of \"{}\" did not succeed: {} Next attempt at {}, then until {}; said again only"
                            + " when the reason changes.",
                    delivery.target(),
                    delivery.msg(),
                    reason,
                    again.truncatedTo(ChronoUnit.SECONDS),
                    delivery.expiresAt().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private void refused(DeliveryRow delivery, String reason) {
        metrics.counter("deliveries;outcome=refused").inc();
        LOG.error("{}: the push of \"{}\" was refused and is given up: {}", delivery.target(), delivery.msg(), reason);
    }

    void expired(DeliveryRow delivery) {
        metrics.counter("deliveries;outcome=expired").inc();
        lastFailure.remove(delivery.target());
        LOG.error(
                "{}: \"{}\" could not be pushed in time and is given up, since it says nothing about today. {}",
                delivery.target(),
                delivery.msg(),
                delivery.lastError() == null
                        ? "Its run ended longer than `max-age` ago."
                        : "Of the last attempt was said: " + delivery.lastError());
    }

    void interrupted(DeliveryRow delivery) {
        metrics.counter("deliveries.possible_duplicates").inc();
        LOG.warn(
                "{}: the agent ended while \"{}\" was being pushed; it is pushed again now, so the monitor may show it"
                        + " twice",
                delivery.target(),
                delivery.msg());
    }

    /** A watcher cannot see something, or sees it again. */
    void blind(Sighting.Blind blind) {
        if (blind.problem().isEmpty()) {
            LOG.info("{}: can be read again", blind.subject());
        } else {
            LOG.warn("{}: {}", blind.subject(), blind.problem());
        }
    }
}
