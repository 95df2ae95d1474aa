package dev.allclear.pipeline;

import static dev.allclear.pipeline.Tasks.EVENING;
import static dev.allclear.pipeline.Tasks.good;
import static dev.allclear.pipeline.Tasks.upid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Push;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.Ledger;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeLoopTest {
    private static final HeartbeatRule NIGHTLY = HeartbeatRule.of(
            new Heartbeat("nightly", new TaskWatch("vzdump"), new TreeSet<>(), true, false, Duration.ofHours(20)),
            "{{guests}}");

    private final SettableClock clock = new SettableClock(EVENING);
    private final FakeChannel kuma = new FakeChannel();
    private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
    private final MetricRegistry metrics = new MetricRegistry();

    @TempDir
    private Path directory;

    private Ledger ledger;
    private JudgeLoop judge;
    private SightingSink watcher;
    private Thread thread;

    @BeforeEach
    void start() throws InterruptedException {
        ledger = Ledger.open(directory);
        startJudge();
    }

    private void startJudge() throws InterruptedException {
        judge = new JudgeLoop(ledger, clock, ZoneOffset.UTC, steps::add, metrics);
        watcher = judge.sink("local");
        thread = new Thread(judge, "judge");
        thread.start();
        judge.use(List.of(NIGHTLY), Map.of("nightly", kuma), Voice.SILENT, Map.of());
        watcher.see(new Sighting.CaughtUp());
        judge.awaitCaughtUp();
    }

    private void stopJudge() throws InterruptedException {
        judge.stop();
        thread.join();
        judge.close(Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopJudge();
        ledger.close();
    }

    private List<DeliveryRow> deliveries() {
        return ledger.read(entries -> entries.deliveries().newest("nightly", 10));
    }

    private void awaitState(DeliveryState state) {
        await().untilAsserted(() ->
                assertThat(deliveries()).extracting(DeliveryRow::state).containsExactly(state));
    }

    @Test
    void aSuccessIsDeliveredOnceAndClosed() throws InterruptedException {
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        awaitState(DeliveryState.DELIVERED);
        assertThat(kuma.messages()).containsExactly("1");
    }

    @Test
    void theStepsOfAPushComeInTheirOrder() throws InterruptedException {
        steps.clear();
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        await().untilAsserted(() -> assertThat(steps).contains(Step.CLOSED));
        assertThat(steps.stream().distinct().toList())
                .containsExactly(
                        Step.SEEN, Step.JUDGED, Step.COMMITTED, Step.CLAIMED, Step.SENT, Step.ANSWERED, Step.CLOSED);
    }

    @Test
    void aSwitchThatKnowsItIsToldThatARunHasBegun() throws InterruptedException {
        HeartbeatRule knowing = NIGHTLY.knowing(Set.of(Push.Signal.UP, Push.Signal.START));
        judge.use(List.of(knowing), Map.of("nightly", kuma), Voice.SILENT, Map.of());
        watcher.see(new Sighting.Running(upid(1, EVENING)));
        await().untilAsserted(() -> assertThat(kuma.messages()).containsExactly("began"));
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        await().untilAsserted(() -> assertThat(kuma.messages()).containsExactly("began", "1"));
    }

    @Test
    void whatDidNotArriveIsTriedAgainWhenItIsDue() throws InterruptedException {
        kuma.answer(push -> new Answer.Retry("refused", false, null));
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        awaitState(DeliveryState.PENDING);
        await().untilAsserted(() -> assertThat(deliveries().get(0).lastError()).isEqualTo("refused"));
        kuma.answer(push -> new Answer.Delivered());
        clock.advance(Duration.ofSeconds(2));
        awaitState(DeliveryState.DELIVERED);
        assertThat(deliveries().get(0).attempts()).isEqualTo(2);
    }

    @Test
    void whatIsRefusedIsGivenUpWithItsReason() throws InterruptedException {
        kuma.answer(push -> new Answer.Refused("too long"));
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        awaitState(DeliveryState.REFUSED);
        assertThat(deliveries().get(0).lastError()).isEqualTo("too long");
    }

    @Test
    void whatIsWaitingTooLongExpires() throws InterruptedException {
        kuma.answer(push -> new Answer.Retry("down", false, null));
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        awaitState(DeliveryState.PENDING);
        clock.advance(Duration.ofHours(21));
        awaitState(DeliveryState.EXPIRED);
    }

    @Test
    void aDeliveryThatWasInHandWhenTheProcessDiedIsSentAgainAndCounted() throws InterruptedException {
        stopJudge();
        ledger.write(entries -> new Pipeline(step -> {}, ZoneOffset.UTC).learn(entries, EVENING));
        ledger.write(entries -> {
            Pipeline pipeline = new Pipeline(step -> {}, ZoneOffset.UTC);
            pipeline.use(List.of(NIGHTLY));
            return pipeline.take("local", new Sighting.Ended(good(1, EVENING)), entries, EVENING);
        });
        ledger.write(entries -> entries.deliveries().claim("nightly", EVENING));
        startJudge();
        awaitState(DeliveryState.DELIVERED);
        assertThat(metrics.counter("possible_duplicates;kind=push").getCount()).isEqualTo(1);
    }

    @Test
    void stoppingFinishesTheDeliveryInHand() throws InterruptedException {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        kuma.answer(push -> {
            sending.countDown();
            awaitQuietly(goOn);
            return new Answer.Delivered();
        });
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        sending.await();
        judge.stop();
        goOn.countDown();
        thread.join();
        awaitState(DeliveryState.DELIVERED);
    }

    @Test
    void aReloadedConfigurationUsesTheNewChannel() throws InterruptedException {
        FakeChannel other = new FakeChannel();
        judge.use(List.of(NIGHTLY), Map.of("nightly", other), Voice.SILENT, Map.of());
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        awaitState(DeliveryState.DELIVERED);
        assertThat(List.of(kuma.messages().size(), other.messages().size())).containsExactly(0, 1);
    }

    @Test
    void whatWaitsIsTriedAtOnceWithAReloadedConfiguration() throws InterruptedException {
        kuma.answer(push -> new Answer.Retry("no such token", true, null));
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        await().untilAsserted(() -> assertThat(deliveries().get(0).lastError()).isEqualTo("no such token"));
        FakeChannel mended = new FakeChannel();

        judge.use(List.of(NIGHTLY), Map.of("nightly", mended), Voice.SILENT, Map.of());

        awaitState(DeliveryState.DELIVERED);
        assertThat(mended.messages()).containsExactly("1");
    }

    @Test
    void aHeartbeatAddedByAReloadIsJudgedFromThenOn() throws InterruptedException {
        HeartbeatRule added = HeartbeatRule.of(
                new Heartbeat("added", new TaskWatch("vzdump"), new TreeSet<>(), true, false, Duration.ofHours(20)),
                "added");
        judge.use(List.of(NIGHTLY, added), Map.of("nightly", kuma, "added", kuma), Voice.SILENT, Map.of());
        watcher.see(new Sighting.Ended(good(1, EVENING)));
        await().untilAsserted(() -> assertThat(kuma.messages()).containsExactlyInAnyOrder("1", "added"));
    }

    @Test
    void whatIsOlderThanItsMemoryIsForgottenWhenThereIsNothingElseToDo() throws InterruptedException {
        watcher.see(new Sighting.Ended(good(1, EVENING.minus(Duration.ofDays(500)))));
        watcher.see(new Sighting.Ended(good(2, EVENING)));
        await().untilAsserted(() -> assertThat(
                        ledger.<Integer>read(entries -> entries.tasks().count()))
                .isEqualTo(2));
        clock.advance(Duration.ofMinutes(6));
        kuma.answer(push -> new Answer.Retry("down", false, null));
        watcher.see(new Sighting.Ended(good(3, EVENING)));
        await().untilAsserted(() -> assertThat(
                        ledger.<Integer>read(entries -> entries.tasks().count()))
                .isEqualTo(2));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
