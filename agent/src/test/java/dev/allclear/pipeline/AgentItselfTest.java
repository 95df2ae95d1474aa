package dev.allclear.pipeline;

import static dev.allclear.pipeline.Tasks.EVENING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.ledger.Ledger;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heartbeat of the agent itself. */
class AgentItselfTest {
    private static final HeartbeatRule SELF = HeartbeatRule.of(
            new Heartbeat(
                    "agent", new SelfWatch(Duration.ofSeconds(60)), Collections.emptySortedSet(), true, false, null),
            null);

    private final SettableClock clock = new SettableClock(EVENING);
    private final FakeChannel kuma = new FakeChannel();
    private final Ledger ledger = Ledger.inMemory();
    private final JudgeLoop judge = new JudgeLoop(ledger, clock, ZoneOffset.UTC, step -> {}, new MetricRegistry());
    private final SightingSink watcher = judge.sink("local");
    private final Thread thread = new Thread(judge, "judge");

    @BeforeEach
    void start() throws InterruptedException {
        thread.start();
        judge.use(List.of(SELF), Map.of("agent", kuma), Voice.SILENT, Map.of());
        watcher.see(new Sighting.Health(Sighting.Sight.SEEING, "", 1, 1));
        watcher.see(new Sighting.CaughtUp());
        judge.awaitCaughtUp();
    }

    @AfterEach
    void stop() throws InterruptedException {
        judge.stop();
        thread.join();
        judge.close(Duration.ofSeconds(1));
        ledger.close();
    }

    private void awaitPushes(int number) {
        await().until(() -> kuma.messages().size() == number);
    }

    /** Any work makes the judge look at its clock. */
    private void pass(Duration time) throws InterruptedException {
        clock.advance(time);
        watcher.see(new Sighting.SeenUntil("pve1", clock.instant()));
    }

    @Test
    void isPushedWhileAllIsSeen() {
        awaitPushes(1);
        assertThat(kuma.messages().get(0)).isEqualTo("sees 1/1 nodes, 1/1 targets answer");
    }

    @Test
    void isPushedEveryInterval() throws InterruptedException {
        awaitPushes(1);
        pass(Duration.ofSeconds(59));
        pass(Duration.ofSeconds(1));
        awaitPushes(2);
    }

    @Test
    void isNotPushedWhileSomethingIsWrong() {
        SelfBeats beats = new SelfBeats();
        beats.use(List.of(SELF));
        assertThat(beats.due(EVENING, Set.of("agent"), List.of("cluster is blind"), "well"))
                .isEmpty();
    }

    @Test
    void isPushedAtTheNextIntervalAfterAllIsWellAgain() {
        SelfBeats beats = new SelfBeats();
        beats.use(List.of(SELF));
        beats.due(EVENING, Set.of("agent"), List.of("cluster is blind"), "well");
        assertThat(beats.due(EVENING.plusSeconds(60), Set.of("agent"), List.of(), "well"))
                .containsOnlyKeys("agent");
    }

    @Test
    void waitsForItsTargetToBeFree() {
        SelfBeats beats = new SelfBeats();
        beats.use(List.of(SELF));
        assertThat(beats.due(EVENING, Set.of(), List.of(), "well")).isEmpty();
        assertThat(beats.due(EVENING.plusSeconds(1), Set.of("agent"), List.of(), "well"))
                .hasSize(1);
    }

    @Test
    void whatIsWrongIsNamed() {
        Journal journal = new Journal(new MetricRegistry());
        journal.seen("lab", new Sighting.Health(Sighting.Sight.DEGRADED, "pve2 is offline", 1, 2));
        journal.seen("lab", new Sighting.Blind("/etc/pve/jobs.cfg", "cannot be read"));
        assertThat(journal.troubles()).containsExactly("cannot be read", "lab is degraded 1/2 nodes: pve2 is offline");
    }

    @Test
    void whatIsOverIsNotNamedAnyMore() {
        Journal journal = new Journal(new MetricRegistry());
        journal.seen("lab", new Sighting.Blind("/etc/pve/jobs.cfg", "cannot be read"));
        journal.seen("lab", new Sighting.Blind("/etc/pve/jobs.cfg", ""));
        assertThat(journal.troubles()).isEmpty();
    }
}
