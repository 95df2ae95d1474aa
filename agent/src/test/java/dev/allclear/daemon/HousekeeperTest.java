package dev.allclear.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.codahale.metrics.MetricRegistry;
import dev.allclear.ledger.Ledger;
import dev.allclear.pipeline.JudgeLoop;
import dev.allclear.pipeline.Leaps;
import dev.allclear.watch.Pulses;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HousekeeperTest {
    private Instant now = Instant.parse("2026-11-21T05:58:30Z");
    private long nanos;
    private final Ledger ledger = Ledger.inMemory();
    private final Leaps leaps = Leaps.of(() -> now, () -> nanos);
    private final JudgeLoop judge =
            new JudgeLoop(ledger, () -> now, ZoneOffset.UTC, step -> {}, new MetricRegistry(), leaps, new Pulses());
    private final Thread thread = new Thread(judge, "judge");
    private final Housekeeper housekeeper = new Housekeeper(judge, () -> now, leaps, ZoneOffset.UTC, () -> {});
    private final ListAppender<ILoggingEvent> journal = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.allclear");

    @BeforeEach
    void listen() {
        journal.start();
        log.addAppender(journal);
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        log.detachAppender(journal);
        judge.stop();
        thread.join();
        judge.close(Duration.ofSeconds(1));
        ledger.close();
    }

    private void pass(Duration byTheClock, Duration really) throws InterruptedException {
        now = now.plus(byTheClock);
        nanos += really.toNanos();
        housekeeper.look();
    }

    private List<String> lines() {
        return List.copyOf(journal.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void awaitLine(String text) {
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(lines()).anySatisfy(line -> assertThat(line).contains(text)));
    }

    @Test
    void aClockThatWasSetIsNoticed() throws InterruptedException {
        pass(Duration.ofHours(1).plusSeconds(60), Duration.ofSeconds(60));
        awaitLine("the clock leapt by 3600 s");
    }

    @Test
    void aClockThatWasSetBackIsNoticed() throws InterruptedException {
        pass(Duration.ofHours(-1).plusSeconds(60), Duration.ofSeconds(60));
        awaitLine("the clock leapt by -3600 s");
    }

    @Test
    void aMinuteThatTookAMinuteIsNoLeap() throws InterruptedException {
        pass(Duration.ofSeconds(61), Duration.ofSeconds(60));
        pass(Duration.ofSeconds(60), Duration.ofSeconds(61));
        awaitLine("gaps");
        assertThat(lines()).noneSatisfy(line -> assertThat(line).contains("leapt"));
    }

    @Test
    void theNightIsSummedUpOnceInTheMorning() throws InterruptedException {
        pass(Duration.ofHours(4), Duration.ofHours(4));
        pass(Duration.ofHours(1), Duration.ofHours(1));
        awaitLine("saw 0/0 nodes, 0 tasks, 0 gaps, 0/0 targets answered");
        pass(Duration.ofHours(23), Duration.ofHours(23));
        Awaitility.await()
                .untilAsserted(() -> assertThat(lines().stream().filter(line -> line.startsWith("saw")))
                        .hasSize(2));
    }
}
