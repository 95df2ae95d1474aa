package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.http.Request;
import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.receiver.Services;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check of Healthchecks as the dead man's switch: it learns of the start, the report and the failure. */
final class HealthchecksIT {
    private static final String CHECK = "6e1a9b0c-93f4-4f5e-8d3b-2c1f7a5b9e10";
    private static final String PING = "/ping/" + CHECK;

    private final HttpTarget checks = HttpTarget.of(Services.healthchecks(Set.of(CHECK)));
    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
        world.host.heartbeat(World.NIGHTLY, "task vzdump", checks.url() + PING, "kind healthchecks");
    }

    @AfterEach
    void close() {
        world.close();
        checks.close();
    }

    private static List<String> paths(List<Request> requests) {
        return requests.stream().map(Request::path).toList();
    }

    @Test
    void learnsOfTheStartAndGetsTheReportWithTheSuccess() throws Exception {
        world.start().awaitReady();
        VzdumpTask run = world.night().task(101, 102);
        checks.awaitTaken(1, Agent.PATIENCE);
        run.backUp(101, "web01");
        run.backUp(102, "db01");
        run.end();
        List<Request> pings = checks.awaitTaken(2, Agent.PATIENCE);

        assertThat(paths(pings)).containsExactly(PING + "/start", PING);
        assertThat(pings).extracting(Request::method).containsOnly("POST");
        assertThat(pings).extracting(Request::query).allMatch(query -> query.startsWith("rid="));
        assertThat(pings.get(0).query()).isEqualTo(pings.get(1).query());
        assertThat(pings.get(1).body()).contains("vzdump: 2/2 guests", "every guest has a finished backup: 101, 102");
    }

    @Test
    void getsOnlyALogEntryOfAFailure() throws Exception {
        world.start().awaitReady();
        world.failedRun();
        await().atMost(Agent.PATIENCE).until(() -> paths(checks.taken()).contains(PING + "/log"));
        VzdumpTask good = world.goodRun();
        world.awaitDelivery(good, "delivered");

        assertThat(paths(checks.requests()))
                .filteredOn(path -> !path.endsWith("/start"))
                .containsExactly(PING + "/log", PING);
        assertThat(checks.requests())
                .filteredOn(ping -> ping.path().endsWith("/log"))
                .allSatisfy(ping -> assertThat(ping.body()).contains("no space left on device"));
    }

    @Test
    void failsTheCheckWhenTheAdministratorWantsThat() throws Exception {
        world.host.heartbeat(World.NIGHTLY, "task vzdump", checks.url() + PING, "kind healthchecks", "on-failure down");
        world.start().awaitReady();
        world.failedRun();
        await().atMost(Agent.PATIENCE).until(() -> paths(checks.taken()).contains(PING + "/fail"));
        world.awaitDelivery(world.goodRun(), "delivered");

        assertThat(paths(checks.requests())).contains(PING + "/fail", PING);
    }
}
