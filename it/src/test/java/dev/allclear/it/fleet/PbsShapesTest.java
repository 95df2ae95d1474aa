package dev.allclear.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.world.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer is made as one that was recorded from PBS 4.2; lists have every kind of row that was recorded. */
class PbsShapesTest {
    private static FakePbs pbs;
    private static PbsTask ended;
    private static PbsTask running;

    @BeforeAll
    static void start() {
        pbs = FakePbs.host("pbs1", "store1", "store2", "store3");
        Instant soon = Instant.now().plusSeconds(60);
        PbsJob collect = PbsJob.gc("store1").scheduled("*:0/1", soon);
        PbsJob prune = PbsJob.prune("s-0f3c22aa-1b2c", "store1").scheduled("*:0/1", soon);
        PbsJob verify = PbsJob.verify("v-8c3f2a10-91de", "store1").scheduled("*:0/1", soon);
        List<PbsJob> all = List.of(
                collect,
                PbsJob.gc("store2"),
                prune.with("max-depth", 0),
                PbsJob.prune("s-77aa11bb-0002", "store1").with("ns", "prod/db").scheduled("*:0/1", soon),
                new PbsJob(PbsJob.Kind.PRUNE, "s-nokeep-00001", "store1", Map.of(), null).scheduled("05:00", soon),
                new PbsJob(PbsJob.Kind.SYNC, "s-local-0001", "store2", Map.of("remove-vanished", true), null)
                        .with("ns", "mirror")
                        .with("owner", "root@pam")
                        .with("remote-ns", "prod")
                        .with("remote-store", "store1"),
                verify,
                PbsJob.verify("v-skip-00001", "store1").with("outdated-after", 30),
                PbsJob.verify("v-done-0001", "store2"));
        for (PbsJob job : all) {
            pbs.job(job).startJob(job, false).endWith("TASK OK");
        }
        PbsJob big = PbsJob.verify("v-big-0001", "store2");
        pbs.job(big).startJob(big, false);
        running = pbs.start("verify", "store1", "allclear@pbs!adm");
        pbs.start("aptupdate", "", "root@pam").endWith("TASK OK");
        pbs.start("garbage_collection", "store2", "root@pam").endWith("TASK WARNINGS: 2");
        ended = pbs.start("garbage_collection", "store1", "allclear@pbs!adm").lines("one", "two", "three", "four");
        ended.endWith("TASK ERROR: no");
    }

    @AfterAll
    static void stop() {
        pbs.close();
    }

    static Stream<Recorded> recorded() {
        return Recorded.all("pbs").stream();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void answersAsTheRealServer(Recorded recorded) throws Exception {
        String body = recorded.body();
        Asked answer = ask(recorded, body);

        assertThat(answer.status()).isEqualTo(recorded.status());
        assertThat(answer.header("content-type")).isEqualTo(recorded.asAnswer().header("content-type"));
        if (body.startsWith("{")) {
            assertThat(JsonText.object(answer.body()).keySet())
                    .isEqualTo(JsonText.object(body).keySet());
            assertThat(kinds(answer.body())).containsAll(kinds(body));
        } else {
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    /** The kinds of rows of a list, or the one kind of anything else. */
    private static Set<String> kinds(String body) {
        Set<String> kinds = new TreeSet<>();
        if (JsonText.object(body).get("data") instanceof List<?> rows) {
            rows.forEach(row -> kinds.add(Shape.shape(row)));
        } else {
            kinds.add(Shape.of(body));
        }
        return kinds;
    }

    private static Asked ask(Recorded recorded, String body) throws Exception {
        String url = recorded.url();
        if (!url.contains("nope") && url.contains("UPID%3Apbs1")) {
            String upid = (body.contains("\"exitstatus\"")
                                    || (!body.contains("\"active\":true") && url.contains("/log"))
                            ? ended
                            : running)
                    .upid();
            url = url.replaceAll("UPID%3Apbs1[^/]*", URLEncoder.encode(upid, StandardCharsets.UTF_8));
        }
        // Here the first rows are those of running tasks.
        url = url.replaceAll("tasks\\?limit=1$", "tasks?limit=1&start=2");
        String token = pbs.token();
        String name = recorded.text("case");
        String authorization = name.endsWith("noauth")
                ? "X-None: 1"
                : "Authorization: PBSAPIToken=" + FakePbs.TOKEN_ID
                        + (name.endsWith("badtoken")
                                ? ":0"
                                : name.endsWith("pve-style-token") ? "=" + token : ":" + token);
        return Asked.get(pbs.url(), url, authorization);
    }
}
