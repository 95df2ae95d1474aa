package dev.allclear.it;

import static dev.allclear.it.Notified.deliveries;
import static dev.allclear.it.Notified.matcher;
import static dev.allclear.it.Notified.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.http.Request;
import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.receiver.Services;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIGKILL at each step of a notification, several times. Every event arrives, at most one message of each kill is a
 * repetition, and that is recognisable by its key.
 */
@Execution(ExecutionMode.CONCURRENT)
final class OutboxCrashIT {
    private static final int ROUNDS = 5;

    private final HttpTarget hook = HttpTarget.of(Services.webhook());
    private World world;
    private Path armed;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
        armed = scratch.resolve("armed");
        world.host.stanzas(
                webhook("hook", hook.url(), "s3cret") + matcher("all", "match-field exact:type=vzdump", "target hook"));
    }

    @AfterEach
    void close() {
        world.close();
        hook.close();
    }

    private static List<String> keys(List<Request> requests) {
        return requests.stream()
                .map(request -> request.header("idempotency-key"))
                .toList();
    }

    private static Set<String> titles(List<Request> requests) {
        return requests.stream()
                .map(request -> (String) JsonText.object(request.body()).get("text"))
                .collect(Collectors.toSet());
    }

    private void awaitAllDelivered(int events) {
        await().atMost(Agent.PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> deliveries(world, "hook").stream()
                                .filter(each -> "delivered".equals(each.get("state")))
                                .count()
                        == events);
    }

    /** Told twice or not, they are as many messages as events, by key as by content. */
    private void assertNothingLost(int events, int mostRequests) {
        awaitAllDelivered(events);
        List<Request> taken = hook.taken();
        assertThat(Set.copyOf(keys(taken))).hasSize(events);
        assertThat(titles(taken)).hasSize(events);
        assertThat(taken).hasSizeBetween(events, mostRequests);
    }

    @ParameterizedTest
    @CsvSource({"seen,0", "judged,0", "committed,0", "claimed,0", "sent,1", "answered,1", "closed,0"})
    void losesNothingWhenKilledAt(String step, int repetitions) throws Exception {
        Map<String, String> hold = Map.of("ALLCLEAR_HOLD", step, "ALLCLEAR_HOLD_FILE", armed.toString());
        Agent agent = world.start(hold).awaitReady();
        for (int round = 1; round <= ROUNDS; round++) {
            Files.createFile(armed);
            // The push of its heartbeat goes through the same steps, so a failed one makes the notification alone.
            world.night()
                    .quickTask(100 + round)
                    .beginGuest(100 + round, "guest" + round)
                    .failGuest(100 + round, "no space left on device")
                    .end();
            agent.awaitLine("holding at " + step);
            agent.kill9();
            Files.delete(armed);
            agent = world.start(hold).awaitReady();
            awaitAllDelivered(round);
        }
        assertNothingLost(ROUNDS, ROUNDS + repetitions * ROUNDS);
    }

    @Test
    void sendsAgainWithTheSameKeyWhatWasReceivedAndNotAnswered() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            Agent agent = world.start().awaitReady();
            CountDownLatch killed = new CountDownLatch(1);
            hook.onRequest(request -> {
                agent.close();
                killed.countDown();
            });
            world.night()
                    .quickTask(100 + round)
                    .beginGuest(100 + round, "guest" + round)
                    .failGuest(100 + round, "no space left on device")
                    .end();
            assertThat(killed.await(Agent.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            hook.onRequest(request -> {});
            try (Agent next = world.start().awaitReady()) {
                awaitAllDelivered(round);
                assertThat(next.alive()).isTrue();
            }
        }
        assertNothingLost(ROUNDS, 2 * ROUNDS);
        assertThat(deliveries(world, "hook"))
                .allSatisfy(each -> assertThat(each).containsEntry("interrupted", 1L));
    }
}
