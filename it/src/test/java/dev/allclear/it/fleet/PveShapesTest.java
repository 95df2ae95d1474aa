package dev.allclear.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.world.JsonText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer is made as the one that was recorded from PVE 9.2 in the same situation. */
class PveShapesTest {
    private static FakePve pve;
    private static PveTask task;

    @BeforeAll
    static void start() {
        pve = FakePve.standAlone("pve1");
        pve.guest(PveGuest.container(101, "web01", "pve1").in("gold"))
                .guest(PveGuest.container(102, "mail01", "pve1").in("gold"))
                .guest(PveGuest.container(103, "files01", "pve1"))
                .guest(new PveGuest(201, "qemu", "winsrv", "pve1", null, List.of(), List.of()))
                .guest(PveGuest.machine(202, "db01", "pve1"))
                .guest(PveGuest.container(301, "remote-ct", "pve2"))
                .guest(new PveGuest(302, "qemu", "remote-vm", "pve2", null, List.of(), List.of()));
        pve.job(job("nightly-all", "comment", "schedule", "compress", "mode", "notes-template", "exclude", "all"))
                .job(job("old-disabled", "schedule", "vmid"))
                .job(job("node2-only", "schedule", "node", "all"))
                .job(job("web-list", "schedule", "mode", "vmid"))
                .job(job("gold-pool", "schedule", "mode", "pool"));
        pve.node("pve1").startVzdump(101, 102).failGuest(101, "no").end();
        task = pve.node("pve1").startVzdump(101).backUp(101, "web01").end();
    }

    private static PveJob job(String id, String... options) {
        Map<String, String> values = Map.of(
                "vmid", id.equals("web-list") ? "101,201,301,999" : "103",
                "pool", "gold",
                "node", "pve2",
                "all", "1",
                "exclude", "103");
        PveJob job = new PveJob(id, Map.of("enabled", "1", "storage", "local", "next-run", "1795312800"));
        for (String option : options) {
            job = job.with(option, values.getOrDefault(option, "some"));
        }
        return job;
    }

    @AfterAll
    static void stop() {
        pve.close();
    }

    static Stream<Recorded> recorded() {
        return Recorded.all("pve").stream();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void answersAsTheRealServer(Recorded recorded) throws Exception {
        Asked answer = ask(recorded);

        assertThat(answer.status()).isEqualTo(recorded.status());
        assertThat(answer.reason()).isEqualTo(recorded.text("reason"));
        assertThat(Shape.of(answer.body())).isEqualTo(Shape.of(recorded.body()));
        assertThat(names(answer)).isEqualTo(names(recorded.asAnswer()));
        assertThat(answer.header("Connection")).isEqualTo(recorded.asAnswer().header("Connection"));
    }

    /** Error texts are answers by themselves. */
    @ParameterizedTest
    @MethodSource("errors")
    void saysTheSameAboutAnError(Recorded recorded) throws Exception {
        assertThat(JsonText.object(ask(recorded).body())).isEqualTo(JsonText.object(recorded.body()));
    }

    static Stream<Recorded> errors() {
        return recorded()
                .filter(answer -> answer.status() >= 400)
                .filter(answer -> !answer.body().isEmpty());
    }

    private static Asked ask(Recorded recorded) throws IOException {
        pve.rights(recorded.text("as").equals("norights") ? FakePve.Rights.NONE : FakePve.Rights.AUDITOR);
        String url = recorded.url()
                .replace("THE-TASK", task.upid())
                .replace("THE-ENCODED-TASK", URLEncoder.encode(task.upid(), StandardCharsets.UTF_8));
        String token = "Authorization: PVEAPIToken=" + FakePve.TOKEN_ID + "=" + pve.token();
        String authorization = switch (recorded.text("as")) {
            case "anonymous" -> "X-None: 1";
            case "badtoken" -> token + "0";
            default -> token;
        };
        String connection = recorded.text("keepalive").equals("true") ? "X-None: 1" : "Connection: close";
        return Asked.get(pve.node("pve1").url(), url, authorization, connection);
    }

    /** The recorder of some answers left the date out. */
    private static String names(Asked answer) {
        return Stream.of(answer.headerNames().split(" ", -1))
                .filter(name -> !name.equals("date"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
