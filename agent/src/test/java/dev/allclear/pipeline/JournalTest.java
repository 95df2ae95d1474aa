package dev.allclear.pipeline;

import static dev.allclear.pipeline.Tasks.EVENING;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.codahale.metrics.MetricRegistry;
import dev.allclear.deliver.Answer;
import dev.allclear.event.Event;
import dev.allclear.event.HeartbeatRun;
import dev.allclear.event.VerdictEvents;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.RunRow;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JournalTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.allclear");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final MetricRegistry metrics = new MetricRegistry();
    private final Journal journal = new Journal(metrics);

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(said);
    }

    private List<String> lines() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static DeliveryRow delivery(boolean up) {
        return new DeliveryRow(
                1,
                "nightly",
                "nightly",
                "run",
                "text",
                Duration.ZERO,
                EVENING,
                EVENING,
                EVENING.plusSeconds(60),
                DeliveryState.SENDING,
                1,
                0,
                null,
                null,
                up ? "up" : "down",
                "");
    }

    private static Judgement failed(@Nullable Duration remind) {
        Heartbeat rule = new Heartbeat("nightly", new JobWatch("backup-1"), new TreeSet<>(), true, false, null);
        RunRow row = new RunRow(
                "nightly", "run", new Verdict.Failed(List.of("why")), EVENING, EVENING, EVENING, false, "rule");
        return new Judgement(HeartbeatRule.of(rule, null, remind), List.of(), row, "");
    }

    @Test
    void aDeliveredUpIsToldByItsText() {
        journal.closed(new Closing(delivery(true), new Answer.Delivered(), EVENING, EVENING));
        assertThat(lines()).containsExactly("nightly: pushed \"text\"");
    }

    @Test
    void aDeliveredDownIsToldAsSuch() {
        journal.closed(new Closing(delivery(false), new Answer.Delivered(), EVENING, EVENING));
        assertThat(lines()).containsExactly("nightly: pushed down \"text\"");
    }

    @Test
    void aFailureOfASilentHeartbeatMeansNoPush() {
        journal.judged(failed(null), null);
        assertThat(lines()).containsExactly("nightly: failed, so no push for run: why");
    }

    @Test
    void aFailureThatIsPushedIsNotCalledSilent() {
        journal.judged(failed(Duration.ofHours(1)), null);
        assertThat(lines()).containsExactly("nightly: failed, so a push of down for run: why");
    }

    @Test
    void aVerdictThatIsToldHasTheFieldsOfItsEvent() {
        Judgement judgement = failed(null);
        journal.judged(judgement, event(judgement));
        assertThat(said.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .extracting(pair -> pair.key + "=" + pair.value)
                        .contains("ALLCLEAR_TYPE=heartbeat", "ALLCLEAR_HEARTBEAT=nightly", "PRIORITY=3"))
                .satisfies(line ->
                        assertThat(line.getFormattedMessage()).isEqualTo("nightly: failed, so no push for run: why"));
    }

    @Test
    void aVerdictThatIsToldCountsAsAnEvent() {
        Judgement judgement = failed(null);
        journal.judged(judgement, event(judgement));
        assertThat(metrics.counter("events;type=heartbeat;severity=error").getCount())
                .isEqualTo(1);
    }

    private static Event event(Judgement judgement) {
        return VerdictEvents.judged(
                new HeartbeatRun("nightly", "backup-1", null, "run", EVENING),
                judgement.run().verdict(),
                null);
    }
}
