package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.kuma.Fault;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kuma that does not take the push at once. */
final class KumaDownIT {
    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void deliversOnceWhenKumaIsBack() throws Exception {
        world.kuma.stop();
        Agent agent = world.start().awaitReady();
        VzdumpTask run = world.goodRun();
        agent.awaitLine("did not succeed");
        world.kuma.start();

        world.awaitDelivery(run, "delivered");
        assertThat(world.beats()).isEqualTo(1);
        assertThat(agent.awaitLine("nightly: pushed ")).contains("attempts");
    }

    @Test
    void sendsOnlyTheNewestOfTheSuccessesThatWait() throws Exception {
        world.kuma.stop();
        Agent agent = world.start().awaitReady();
        VzdumpTask first = world.goodRun();
        agent.awaitLine("did not succeed");
        VzdumpTask second = world.goodRun();
        agent.awaitLine("all-clear for " + second);
        VzdumpTask third = world.goodRun();
        agent.awaitLine("all-clear for " + third);
        world.kuma.start();

        world.awaitDelivery(third, "delivered");
        assertThat(world.delivery(first)).isEqualTo("superseded");
        assertThat(world.delivery(second)).isEqualTo("superseded");
        assertThat(world.beats()).isEqualTo(1);
    }

    @Test
    void doesNotRepeatASuccessThatWasInHandWhenANewerOneCame() throws Exception {
        world.kuma.fault(new Fault.Delay(Duration.ofSeconds(60)), 1);
        world.heartbeat("timeout 2s");
        Agent agent = world.start().awaitReady();
        VzdumpTask first = world.goodRun();
        agent.awaitLine("all-clear for " + first);
        VzdumpTask second = world.goodRun();

        world.awaitDelivery(second, "delivered");
        assertThat(world.delivery(first)).isEqualTo("superseded");
        assertThat(world.beats()).isEqualTo(1);
    }

    @Test
    void neverSendsASuccessThatHasExpired() throws Exception {
        world.kuma.stop();
        world.heartbeat("max-age 2s");
        Agent agent = world.start().awaitReady();
        VzdumpTask run = world.goodRun();
        agent.awaitLine("did not succeed");
        world.awaitDelivery(run, "expired");
        world.kuma.start();

        VzdumpTask next = world.goodRun();
        world.awaitDelivery(next, "delivered");
        assertThat(world.beats()).isEqualTo(1);
        assertThat(world.delivery(run)).isEqualTo("expired");
    }

    @Test
    void waitsForAPersonWhenKumaDoesNotKnowTheMonitor() throws Exception {
        world.kuma.setActive(world.token, false);
        needsAPerson("404", () -> world.kuma.setActive(world.token, true));
    }

    @Test
    void takesAFrontPageForNoSuccess() throws Exception {
        world.kuma.fault(new Fault.HtmlFrontPage());
        needsAPerson("200", world.kuma::heal);
    }

    /** Such a push is not repeated at once, but the next run's goes out as soon as it is there. */
    private void needsAPerson(String reason, Runnable mend) throws Exception {
        Agent agent = world.start().awaitReady();
        VzdumpTask run = world.goodRun();
        agent.awaitLine("did not succeed");
        Map<String, Object> waiting =
                world.host.status().deliveries(World.NIGHTLY).get(0);
        assertThat(waiting).containsEntry("state", "pending").containsEntry("attempts", 1L);
        assertThat(String.valueOf(waiting.get("last_error"))).contains(reason);
        assertThat(Instant.parse(String.valueOf(waiting.get("due"))))
                .isAfter(Instant.now().plusSeconds(60));
        mend.run();
        VzdumpTask next = world.goodRun();

        world.awaitDelivery(next, "delivered");
        assertThat(world.delivery(run)).isEqualTo("superseded");
        assertThat(world.beats()).isEqualTo(1);
    }
}
