package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.Night;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIGKILL at each step of a push, twenty times. Every success arrives, at most one of its beats is a repetition, and that
 * only between the hand-over to the network and the noting of the answer; a failed run never beats.
 */
@Execution(ExecutionMode.CONCURRENT)
final class CrashIT {
    private static final int ROUNDS = 20;

    @TempDir
    private Path scratch;

    private final List<Agent> started = new ArrayList<>();

    private Agent start(Host host, Map<String, String> environment) {
        Agent agent = Agent.start(host, environment);
        started.add(agent);
        return agent;
    }

    @AfterEach
    void leaveNoneBehind() {
        started.forEach(Agent::close);
    }

    @ParameterizedTest
    @CsvSource({"seen,1", "judged,1", "committed,1", "claimed,1", "sent,2", "answered,2", "closed,1"})
    void losesNothingWhenKilledAt(String step, int mostBeats) throws Exception {
        Path armed = scratch.resolve("armed");
        Map<String, String> hold = Map.of("ALLCLEAR_HOLD", step, "ALLCLEAR_HOLD_FILE", armed.toString());
        try (FakeKuma kuma = FakeKuma.v2();
                Night night = new Night(scratch.resolve("tasks"))) {
            Host host = Host.in(scratch).heartbeat("nightly", "task vzdump", kuma.pushUrl(kuma.addMonitor()));
            Agent agent = start(host, hold).awaitReady();
            int beats = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                failedRun(night, agent);
                Files.createFile(armed);
                String run = goodRun(night);
                agent.awaitLine("holding at " + step);
                agent.kill9();
                Files.delete(armed);

                agent = start(host, hold).awaitReady();
                if (step.equals("closed")) {
                    assertThat(host.status().delivery("nightly", run)).isEqualTo("delivered");
                } else {
                    agent.awaitLine("nightly: pushed ");
                }
                int more = kuma.beats().size() - beats;
                assertThat(more).as("beats of round " + round).isBetween(1, mostBeats);
                beats += more;
            }
            agent.close();
            assertThat(host.status().possibleDuplicates()).isGreaterThanOrEqualTo(beats - ROUNDS);
        }
    }

    private static void failedRun(Night night, Agent agent) throws InterruptedException {
        String run = night.quickTask(101)
                .beginGuest(101, "web01")
                .failGuest(101, "no space left on device")
                .end()
                .upid();
        agent.awaitLine("no push for " + run);
    }

    private static String goodRun(Night night) {
        return night.quickTask(101).backUp(101, "web01").end().upid();
    }

    /** Where it is open whether the agent had noted the answer, only the ledger knows. */
    private static void awaitDelivered(Host host, String run) {
        await().atMost(Agent.PATIENCE).until(() -> host.status().delivery("nightly", run), "delivered"::equals);
    }

    @Test
    void sendsAgainWhatKumaHadReceivedAndNotAnswered() throws Exception {
        killedInside(false, 2);
    }

    @Test
    void sendsAtMostOnceMoreWhenKilledWithTheAnswer() throws Exception {
        killedInside(true, 2);
    }

    private void killedInside(boolean answered, int mostBeats) throws Exception {
        try (FakeKuma kuma = FakeKuma.v2();
                Night night = new Night(scratch.resolve("tasks"))) {
            Host host = Host.in(scratch).heartbeat("nightly", "task vzdump", kuma.pushUrl(kuma.addMonitor()));
            int beats = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                Agent agent = start(host, Map.of()).awaitReady();
                CountDownLatch killed = new CountDownLatch(1);
                Runnable kill = () -> {
                    if (killed.getCount() > 0) {
                        agent.close();
                        killed.countDown();
                    }
                };
                if (answered) {
                    kuma.onAnswered(request -> kill.run());
                } else {
                    kuma.onRequest(request -> kill.run());
                }
                String run = goodRun(night);
                assertThat(killed.await(Agent.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                kuma.onAnswered(request -> {});
                kuma.onRequest(request -> {});

                try (Agent next = start(host, Map.of()).awaitReady()) {
                    awaitDelivered(host, run);
                    assertThat(next.alive()).isTrue();
                }
                int more = kuma.beats().size() - beats;
                assertThat(more).as("beats of round " + round).isBetween(1, mostBeats);
                beats += more;
            }
            assertThat(host.status().possibleDuplicates()).isGreaterThanOrEqualTo(beats - ROUNDS);
        }
    }
}
