package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.JsonText;
import dev.allclear.it.world.Player;
import dev.allclear.testing.RecordedCase;
import dev.allclear.testing.RecordedCase.ExpectedTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every recorded run of real Proxmox VE goes through the packaged agent twice: afterwards with {@code replay}, and live as
 * it happened. Both say what Proxmox itself said, and push exactly when the run is an all-clear.
 */
@Execution(ExecutionMode.CONCURRENT)
final class RecordedCasesIT {
    private static final List<String> HEARTBEATS = List.of("lenient", "strict");

    @TempDir
    private Path scratch;

    /** One recorded case in its own directories. */
    private record Stage(
            RecordedCase recorded, Path tree, Host host, Path proc, FakeKuma kuma, Map<String, String> tokens) {
        static Stage build(RecordedCase recorded, Path root, FakeKuma kuma) throws Exception {
            Path proc = Files.createDirectories(root.resolve("proc"));
            Host host = Host.in(root).proc(proc);
            return new Stage(recorded, recorded.unpackTree(root.resolve("tree")), host, proc, kuma, new HashMap<>());
        }

        void heartbeat(String name, String watch, String... more) {
            String token = kuma.addMonitor();
            tokens.put(name, token);
            host.heartbeat(name, watch, kuma.pushUrl(token), more);
        }

        List<Map<String, Object>> replay() throws Exception {
            Host.Result result = host.command(
                    "replay",
                    "--json",
                    "--tasks",
                    tree.toString(),
                    "--config",
                    host.config().toString());
            assertThat(result.err()).isEmpty();
            assertThat(result.exit()).isZero();
            return JsonText.lines(result.out());
        }

        long beats(String heartbeat) {
            return kuma.beats(tokens.getOrDefault(heartbeat, "")).size();
        }

        Map<String, Object> explain(String heartbeat, String upid) throws Exception {
            Host.Result result = host.command(
                    "explain",
                    heartbeat,
                    "--run",
                    upid,
                    "--json",
                    "--config",
                    host.config().toString());
            assertThat(result.exit()).as(result.err()).isZero();
            return JsonText.object(result.out());
        }
    }

    @TestFactory
    Stream<DynamicTest> replayAndLiveAgreeWithProxmox() {
        return RecordedCase.all().stream()
                .map(recorded ->
                        dynamicTest(recorded.name(), recorded.directory().toUri(), () -> replayAndLiveAgree(recorded)));
    }

    private void replayAndLiveAgree(RecordedCase recorded) throws Exception {
        Path root = Files.createTempDirectory(scratch, recorded.name());
        try (FakeKuma kuma = FakeKuma.v2()) {
            Stage stage = Stage.build(recorded, root, kuma);
            List<String> more = new ArrayList<>(List.of("max-age 366d"));
            if (hasExternalGuests(recorded)) {
                more.add("guests "
                        + String.join(
                                ",",
                                recorded.requested().stream()
                                        .map(String::valueOf)
                                        .toList()));
            }
            stage.heartbeat("lenient", "task vzdump", more.toArray(String[]::new));
            more.add("warnings fail");
            stage.heartbeat("strict", "task vzdump", more.toArray(String[]::new));

            List<Map<String, Object>> replayed = stage.replay();
            recorded.tasks().forEach(task -> checkOutcome(task, outcome(replayed, task.upid())));
            Map<String, List<String>> pushes = new HashMap<>();
            HEARTBEATS.forEach(heartbeat -> pushes.put(heartbeat, pushes(replayed, heartbeat)));
            HEARTBEATS.forEach(heartbeat -> assertThat(pushes.get(heartbeat))
                    .as(heartbeat)
                    .containsExactlyInAnyOrderElementsOf(expectedPushes(recorded, heartbeat)));

            try (Agent agent = Agent.start(stage.host).awaitReady()) {
                List<String> judged = new ArrayList<>();
                new Player(recorded, stage.tree, stage.host, stage.proc).play(0, upid -> {
                    if (upid.contains(":vzdump:")) {
                        judged.add(upid);
                        awaitVerdicts(agent, upid);
                        // A success that waits is superseded by the next one, so the next one waits until it is gone.
                        awaitBeats(kuma, pushes, judged);
                    }
                });
                assertThat(agent.terminate().exit()).isZero();
            }
            for (String heartbeat : HEARTBEATS) {
                assertThat(stage.beats(heartbeat))
                        .as(heartbeat)
                        .isEqualTo(pushes.get(heartbeat).size());
            }
            for (ExpectedTask task : recorded.tasks()) {
                for (String heartbeat : HEARTBEATS) {
                    Map<String, Object> live = stage.explain(heartbeat, task.upid());
                    checkOutcome(task, (Map<?, ?>) live.get("task"));
                    assertThat(verdict(live)).isEqualTo(verdict(verdict(replayed, heartbeat, task.upid())));
                }
            }
        }
    }

    private static boolean hasExternalGuests(RecordedCase recorded) {
        return !recorded.requested().isEmpty()
                && recorded.tasks().stream().anyMatch(task -> task.guests().containsValue("external"));
    }

    private static List<String> expectedPushes(RecordedCase recorded, String heartbeat) {
        List<String> states = heartbeat.equals("strict") ? List.of("ok") : List.of("ok", "warnings");
        return switch (recorded.push()) {
            case "yes", "warnings", "see-tasks" ->
                recorded.tasks().stream()
                        .filter(task -> states.contains(task.state()))
                        .filter(task -> task.guests().values().stream()
                                .anyMatch(guest -> guest.equals("ok") || guest.equals("warning")))
                        .map(ExpectedTask::upid)
                        .toList();
            default -> List.of();
        };
    }

    private static void checkOutcome(ExpectedTask expected, Map<?, ?> outcome) {
        assertThat(outcome.get("state")).as(expected.upid()).isEqualTo(expected.state());
        assertThat(outcome.get("status")).as(expected.upid()).isEqualTo(expected.statusText());
        Map<String, String> guests = new TreeMap<>();
        expected.guests().forEach((vmid, state) -> guests.put(String.valueOf(vmid), state));
        if (outcome.get("guests") instanceof Map<?, ?> seen && seen.isEmpty()) {
            // Where the log ends before it names its guests, only the job knows which ones are missing.
            guests.values().removeIf("missing"::equals);
        }
        assertThat(outcome.get("guests")).as(expected.upid()).isEqualTo(guests);
    }

    private static Map<String, Object> outcome(List<Map<String, Object>> replayed, String upid) {
        return replayed.stream()
                .filter(line -> "outcome".equals(line.get("kind")) && upid.equals(line.get("upid")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no outcome of " + upid));
    }

    private static Map<String, Object> verdict(List<Map<String, Object>> replayed, String heartbeat, String upid) {
        return replayed.stream()
                .filter(line -> "verdict".equals(line.get("kind"))
                        && heartbeat.equals(line.get("heartbeat"))
                        && upid.equals(line.get("run")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no verdict of " + heartbeat + " on " + upid));
    }

    private static List<Object> verdict(Map<String, Object> line) {
        return List.of(
                String.valueOf(line.get("run")),
                String.valueOf(line.get("verdict")),
                String.valueOf(line.get("reasons")),
                String.valueOf(line.get("rule")),
                String.valueOf(line.get("started")));
    }

    private static List<String> pushes(List<Map<String, Object>> replayed, String heartbeat) {
        return replayed.stream()
                .filter(line -> "push".equals(line.get("kind")) && heartbeat.equals(line.get("heartbeat")))
                .map(line -> (String) line.get("run"))
                .toList();
    }

    private static void awaitVerdicts(Agent agent, String upid) throws InterruptedException {
        agent.awaitLine(" for " + upid + ":", HEARTBEATS.size(), Agent.PATIENCE);
    }

    private static void awaitBeats(FakeKuma kuma, Map<String, List<String>> pushes, List<String> judged)
            throws InterruptedException {
        long due = pushes.values().stream()
                .flatMap(List::stream)
                .filter(judged::contains)
                .count();
        kuma.awaitBeats((int) due, Agent.PATIENCE);
    }

    @Test
    void tiesEachScheduledRunToItsJob() throws Exception {
        RecordedCase recorded = RecordedCase.named("20-scheduler");
        Map<String, String> jobOf = new HashMap<>();
        for (RecordedCase.Change change : recorded.jobStateHistory()) {
            Map<String, Object> state =
                    JsonText.object(String.valueOf(change.details().get("content")));
            if (state.get("upid") instanceof String upid) {
                jobOf.put(upid, change.file().replaceAll("vzdump-|\\.json", ""));
            }
        }
        try (FakeKuma kuma = FakeKuma.v2()) {
            Stage stage = Stage.build(recorded, scratch, kuma);
            Files.writeString(stage.host.jobsCfg(), """
                    vzdump: nightly-ok
                    \tschedule *:0/1
                    \tvmid 101,201
                    \tmode stop
                    \tcompress zstd
                    \tstorage local

                    vzdump: nightly-bad
                    \tschedule *:0/1
                    \tvmid 101
                    \tmode stop
                    \tstorage nas-backup

                    vzdump: weekly-one-fails
                    \tschedule *:0/1
                    \tvmid 102,999
                    \tmode stop
                    \tstorage local
                    """);
            for (String job : new TreeSet<>(jobOf.values())) {
                stage.heartbeat(job, "job " + job, "max-age 366d");
            }
            try (Agent agent = Agent.start(stage.host).awaitReady()) {
                List<String> judged = new ArrayList<>();
                new Player(recorded, stage.tree, stage.host, stage.proc).play(0, upid -> {
                    judged.add(upid);
                    // By the agent's clock these tasks began long ago, so one that is seen at work is overdue as well.
                    agent.awaitLine(" for due ", line -> !line.contains("overdue"), judged.size(), Agent.PATIENCE);
                    long due = judged.stream()
                            .filter(run -> "nightly-ok".equals(jobOf.get(run)))
                            .count();
                    kuma.awaitBeats((int) due, Agent.PATIENCE);
                });
                assertThat(agent.terminate().exit()).isZero();
            }

            assertThat(stage.beats("nightly-ok")).isEqualTo(2);
            assertThat(kuma.beats()).hasSize(2);
            for (ExpectedTask task : recorded.tasks()) {
                String job = jobOf.getOrDefault(task.upid(), "none");
                Map<String, Object> explained = stage.explain(job, task.upid());
                assertThat(explained.get("verdict")).isEqualTo(task.state().equals("ok") ? "all-clear" : "failed");
                assertThat(String.valueOf(explained.get("rule"))).contains(job);
            }
        }
    }
}
