package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.world.Agent;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was there before the agent looked, what happened while it was away, and what it sees as it happens. */
final class HistoryIT {
    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private VzdumpTask goodRunOf(Instant started) {
        return world.night().quickTaskAt(started, 101).backUp(101, "web01").end();
    }

    @Test
    void pushesOnlyTheNewestRunAtTheFirstStart() throws Exception {
        Instant now = Instant.now();
        VzdumpTask oldest = goodRunOf(now.minusSeconds(7200));
        goodRunOf(now.minusSeconds(3600));
        VzdumpTask newest = goodRunOf(now.minusSeconds(60));
        world.start().awaitReady();

        world.awaitDelivery(newest, "delivered");
        assertThat(world.delivery(oldest)).isEqualTo("none");
        assertThat(world.verdict(oldest)).isEqualTo("all-clear");
        assertThat(world.beats()).isEqualTo(1);
    }

    @Test
    void pushesNoOlderSuccessAtTheFirstStartWhenTheNewestRunFailed() throws Exception {
        VzdumpTask good = goodRunOf(Instant.now().minusSeconds(3600));
        VzdumpTask failed = world.failedRun();
        Agent agent = world.start().awaitReady();
        VzdumpTask next = world.goodRun();

        world.awaitDelivery(next, "delivered");
        assertThat(world.delivery(good)).isEqualTo("none");
        assertThat(world.verdict(failed)).isEqualTo("failed");
        assertThat(world.beats()).isEqualTo(1);
        assertThat(agent.alive()).isTrue();
    }

    @Test
    void pushesNothingAgainAfterARestart() throws Exception {
        Agent agent = world.start().awaitReady();
        VzdumpTask first = world.goodRun();
        world.awaitDelivery(first, "delivered");
        assertThat(agent.terminate().exit()).isZero();
        world.start().awaitReady();
        VzdumpTask second = world.goodRun();

        world.awaitDelivery(second, "delivered");
        assertThat(world.beats()).isEqualTo(2);
        assertThat(world.host.status().possibleDuplicates()).isZero();
    }

    @Test
    void pushesTheNewestOfTheRunsThatEndedWhileItWasAway() throws Exception {
        Agent agent = world.start().awaitReady();
        VzdumpTask seen = world.goodRun();
        world.awaitDelivery(seen, "delivered");
        assertThat(agent.terminate().exit()).isZero();
        VzdumpTask older = world.goodRun();
        VzdumpTask newer = world.goodRun();
        VzdumpTask failed = world.failedRun();
        world.start().awaitReady();

        world.awaitDelivery(newer, "delivered");
        assertThat(world.delivery(older)).isEqualTo("superseded");
        assertThat(world.delivery(failed)).isEqualTo("none");
        assertThat(world.beats()).isEqualTo(2);
    }

    @Test
    void judgesARunThatWasInProgressAtItsStart() throws Exception {
        VzdumpTask run = world.night().task(101, 102).backUp(101, "web01").beginGuest(102, "mail01");
        world.start().awaitReady();
        assertThat(world.beats()).isZero();
        run.finishGuest(102).end();

        world.awaitDelivery(run, "delivered");
        assertThat(world.beats()).isEqualTo(1);
    }

    @Test
    void saysFailedSoonAfterAWorkerWasKilled() throws Exception {
        Agent agent = world.start().awaitReady();
        VzdumpTask run = world.night().task(101, 102).backUp(101, "web01").beginGuest(102, "mail01");
        run.killWorker();

        agent.awaitLine("no push for " + run, Duration.ofSeconds(10));
        run.noticed();
        assertThat(world.verdict(run)).isEqualTo("failed");
        assertThat(world.beats()).isZero();
    }

    @Test
    void waitsForAFinalLineThatComesAfterTheWorkersEnd() throws Exception {
        world.host.grace("5s");
        Agent agent = world.start().awaitReady();
        VzdumpTask run = world.night().task(101).backUp(101, "web01").line("INFO: Backup job finished successfully");
        run.killWorker();
        // vzdump on the command line writes its log through a pipe, which ends after the worker.
        Thread.sleep(500);
        run.endWith("TASK OK");

        world.awaitDelivery(run, "delivered");
        assertThat(agent.lines()).noneMatch(line -> line.contains("no push for"));
    }
}
