package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.kuma.Fault;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals, and two agents that want one ledger. */
final class LifecycleIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void awaitRequest() {
        await().atMost(Agent.PATIENCE).until(() -> !world.kuma.requests().isEmpty());
    }

    @Test
    void finishesTheDeliveryInHandAtSigterm() throws Exception {
        world.kuma.fault(new Fault.Delay(Duration.ofSeconds(2)));
        Agent agent = world.start().awaitReady();
        VzdumpTask run = world.goodRun();
        awaitRequest();

        Agent.End end = agent.terminate();
        assertThat(end.exit()).isZero();
        assertThat(end.took()).isLessThan(LIMIT);
        assertThat(world.delivery(run)).isEqualTo("delivered");
        assertThat(world.beats()).isEqualTo(1);
    }

    @Test
    void stopsInTimeWhenKumaHangsAndDeliversAtTheNextStart() throws Exception {
        world.kuma.fault(new Fault.Delay(Duration.ofMinutes(10)), 1);
        Agent agent = world.start().awaitReady();
        VzdumpTask run = world.goodRun();
        awaitRequest();

        Agent.End end = agent.terminate();
        assertThat(end.exit()).isZero();
        assertThat(end.took()).isLessThan(LIMIT);
        assertThat(world.beats()).isZero();
        world.start().awaitReady();
        world.awaitDelivery(run, "delivered");
        assertThat(world.beats()).isEqualTo(1);
    }

    @Test
    void stopsAtOnceWhenNothingIsInHand() throws Exception {
        Agent.End end = world.start().awaitReady().terminate();

        assertThat(end.exit()).isZero();
        assertThat(end.took()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void takesUpAGoodConfigurationAtSighup() throws Exception {
        Agent agent = world.start().awaitReady();
        String second = world.kuma.addMonitor();
        world.host.heartbeat("second", "task vzdump", world.kuma.pushUrl(second));
        agent.hangUp();
        agent.awaitLine("the configuration was read again: heartbeats nightly, second");
        world.goodRun();

        world.kuma.awaitBeats(2, Agent.PATIENCE);
        assertThat(world.kuma.beats(second)).hasSize(1);
    }

    @Test
    void keepsTheOldConfigurationAndNamesFileAndLineWhenTheNewOneIsBroken() throws Exception {
        Agent agent = world.start().awaitReady();
        world.host.config("heartbeat: nightly\n\ttask vzdump\n\turll " + world.kuma.pushUrl(world.token) + "\n");
        agent.hangUp();
        agent.awaitLine("goes on with the one it has");
        world.goodRun();

        world.kuma.awaitBeats(1, Agent.PATIENCE);
        assertThat(agent.awaitLine("agent.conf:3")).contains("urll").contains("url");
    }

    @Test
    void refusesALedgerThatAnotherAgentHas() throws Exception {
        Agent first = world.start().awaitReady();
        Agent second = world.start();

        assertThat(second.awaitEnd()).isEqualTo(3);
        assertThat(second.awaitLine("not started")).contains("in use by another allclear");
        assertThat(first.alive()).isTrue();
    }

    @Test
    void doesNotStartWithABrokenConfiguration() throws Exception {
        world.host.config("heartbeat: nightly\n\ttask vzdump\n\turll x\n");

        assertThat(world.start().awaitEnd()).isEqualTo(2);
    }
}
