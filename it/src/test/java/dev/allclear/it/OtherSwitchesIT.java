package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.world.Agent;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dead man's switches of others, as the packaged agent asks them: first a failure, then a success. */
final class OtherSwitchesIT {
    private static final String TOKEN = "0a1b2c3d-0000-4000-8000-000000000003";

    private World world;
    private HttpTarget service;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
        service.close();
    }

    private static Response saying(int status, String body) {
        return Response.of(status, "OK")
                .with("Content-Type", "application/json")
                .body(body);
    }

    /** Runs a failure and a success, and returns the first request for each. */
    private Request[] nights(Function<Request, Response> answers, String path, String... more) throws Exception {
        service = HttpTarget.of(answers);
        String[] lines = new String[more.length + 1];
        System.arraycopy(more, 0, lines, 0, more.length);
        lines[more.length] = "on-failure down";
        world.host.heartbeat(World.NIGHTLY, "task vzdump", service.url() + path, lines);
        world.start().awaitReady();
        world.failedRun();
        Request down = last(1);
        world.awaitDelivery(world.goodRun(), "delivered");
        return new Request[] {down, service.taken().get(service.taken().size() - 1)};
    }

    /** The last request that tells of an end, as some are told of the start as well. */
    private Request last(int count) throws InterruptedException {
        int wanted = count;
        while (true) {
            Request newest = service.awaitTaken(wanted, Agent.PATIENCE).get(wanted - 1);
            if (!newest.query().contains("state=run")) {
                return newest;
            }
            wanted++;
        }
    }

    @Test
    void gatusShowsTheFailureAndTheSuccess() throws Exception {
        Request[] nights = nights(
                request -> saying(request.header("authorization").equals("Bearer " + TOKEN) ? 200 : 401, ""),
                "/api/v1/endpoints/backup_nightly/external",
                "kind gatus",
                "token " + TOKEN);
        assertThat(nights[0].query()).contains("success=false", "error=");
        assertThat(nights[1].query()).contains("success=true");
    }

    @Test
    void betterStackGetsTheReasonOfTheFailure() throws Exception {
        Request[] nights = nights(request -> saying(200, "{}"), "/api/v1/heartbeat/" + TOKEN, "kind betterstack");
        assertThat(nights[0].path()).endsWith("/fail");
        assertThat(nights[0].body()).contains("no space left on device");
        assertThat(nights[1].path()).endsWith("/heartbeat/" + TOKEN);
    }

    @Test
    void cronitorTiesTheBeatsOfARunTogether() throws Exception {
        Request[] nights = nights(request -> saying(200, "OK"), "/p/" + TOKEN + "/nightly", "kind cronitor");
        assertThat(nights[0].query()).contains("state=fail", "series=");
        assertThat(nights[1].query()).contains("state=complete", "series=");
    }

    @Test
    void anyUrlIsOnlyAskedAfterASuccess() throws Exception {
        service = HttpTarget.of(request -> saying(200, "thanks"));
        world.host.heartbeat(
                World.NIGHTLY,
                "task vzdump",
                service.url() + "/done",
                "kind generic",
                "method put",
                "expect-body ^thanks$");
        world.start().awaitReady();
        world.failedRun();
        world.awaitDelivery(world.goodRun(), "delivered");
        assertThat(service.taken())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.method() + " " + request.path()).isEqualTo("PUT /done"));
    }
}
