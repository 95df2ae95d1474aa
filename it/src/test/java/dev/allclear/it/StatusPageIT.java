package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allclear.it.world.Agent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent's page, its metrics and its health, and the alert rules and the dashboard that go with them. */
class StatusPageIT {
    private static final String PAGE = "the status page is on ";
    private static final Pattern URL = Pattern.compile("http://\\S+/");
    private static final Path CONF = Path.of("../conf");

    /** Only there when there is an API, or Prometheus' own. */
    private static final Pattern METRIC = Pattern.compile("allclear_(?!poll_)[a-z_]+");

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void makeWorld() {
        world = new World(directory);
        world.host.page("listen 127.0.0.1:0");
    }

    @AfterEach
    void endWorld() {
        world.close();
    }

    private static String url(Agent agent) throws InterruptedException {
        Matcher url = URL.matcher(agent.awaitLine(PAGE));
        assertThat(url.find()).isTrue();
        return url.group();
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Its page, after a run that it judged and pushed. */
    private String afterARun() throws IOException, InterruptedException {
        Agent agent = world.start().awaitReady();
        String url = url(agent);
        world.night().quickTask(101).backUp(101, "<script>alert(1)</script>").end();
        agent.awaitLine("nightly: pushed");
        return url;
    }

    @Test
    void showsARunThatItJudgedAndPushed() throws Exception {
        String url = afterARun();
        assertThat(get(url)).contains("All clear.").doesNotContain(world.token);
        assertThat(get(url + "guests"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script");
        assertThat(get(url + "healthz")).isEqualTo("ok\n");
        assertThat(get(url + "metrics"))
                .contains("allclear_guests_proven{heartbeat=\"nightly\"} 1\n")
                .contains("allclear_pushes_total{heartbeat=\"nightly\",outcome=\"delivered\",reason=\"\"} 1\n")
                .doesNotContain(world.token);
    }

    @Test
    void aPortThatIsTakenIsOneWarningAndNothingElse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            world.host.page("listen 127.0.0.1:" + other.getLocalPort());
            Agent agent = world.start().awaitReady();
            assertThat(agent.awaitLine("the status page is not shown")).contains("another program has the port");
            world.goodRun();
            agent.awaitLine("nightly: pushed");
            assertThat(agent.said("the status page")).isEqualTo(1);
        }
    }

    @Test
    void aReloadShowsThePageOrTakesItAway() throws Exception {
        world.host.page("disable yes");
        Agent agent = world.start().awaitReady();
        world.host.page("listen 127.0.0.1:0");
        agent.hangUp();
        String url = url(agent);
        assertThat(get(url)).contains("Waiting for the first run.");
    }

    @Test
    void promtoolFindsNoFaultInTheMetrics() throws Exception {
        Path metrics = Files.writeString(directory.resolve("metrics.txt"), get(afterARun() + "metrics"));
        assertThat(promtool(metrics, "check", "metrics")).isEmpty();
    }

    @Test
    void promtoolFindsNoFaultInTheAlertRules() throws Exception {
        assertThat(promtool(CONF.resolve("alert-rules.yml"), "check", "rules")).contains("SUCCESS");
    }

    @Test
    void rulesAndDashboardAskForMetricsThatThereAre() throws Exception {
        String metrics = get(afterARun() + "metrics");
        String asked = Files.readString(CONF.resolve("alert-rules.yml"))
                + Files.readString(CONF.resolve("grafana-dashboard.json"));
        List<String> names = METRIC.matcher(asked)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(names)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(metrics).contains("\n# TYPE " + name + " "));
    }

    /** What it prints, of this file on its standard input or as its argument. */
    private String promtool(Path file, String... arguments) throws IOException, InterruptedException {
        Path program = Path.of(Objects.requireNonNullElse(System.getenv("PROMTOOL"), "/usr/bin/promtool"));
        assumeTrue(Files.isExecutable(program), "promtool is not there (it comes with Debian's package prometheus)");
        boolean rules = arguments[1].equals("rules");
        ProcessBuilder call = rules
                ? new ProcessBuilder(program.toString(), arguments[0], arguments[1], file.toString())
                : new ProcessBuilder(program.toString(), arguments[0], arguments[1]).redirectInput(file.toFile());
        Process process = call.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(said).isZero();
        return said;
    }
}
