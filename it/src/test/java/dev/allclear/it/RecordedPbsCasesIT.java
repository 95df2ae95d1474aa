package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.testing.RecordedPbsCase;
import dev.allclear.testing.RecordedPbsCase.ExpectedTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real backup server left behind, seen by the packaged agent in its task directory. */
class RecordedPbsCasesIT {
    private static final Map<String, String> WORDS = Map.of(
            "garbage_collection", "gc",
            "prunejob", "prune",
            "syncjob", "sync",
            "verificationjob", "verify",
            "tape-backup-job", "tape");

    static List<RecordedPbsCase> cases() {
        return RecordedPbsCase.all().stream().filter(RecordedPbsCase::hasTree).toList();
    }

    /** {@code sync:s-offsite}, as agent.conf wants it. */
    private static String watch(ExpectedTask task) {
        String job = task.jobId() == null ? task.datastore() : task.jobId();
        return WORDS.get(task.workerType()) + ":" + job;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isJudgedAsTheServerItselfDid(RecordedPbsCase recorded, @TempDir Path root) throws Exception {
        List<ExpectedTask> tasks = recorded.tasks().stream()
                .filter(task -> WORDS.containsKey(task.workerType()))
                .filter(task -> task.jobId() != null || task.workerType().equals("garbage_collection"))
                .toList();
        Map<String, String> heartbeats = new TreeMap<>();
        tasks.forEach(task -> heartbeats.putIfAbsent(watch(task), "h" + heartbeats.size()));
        Host host = Host.in(root);
        Path states = states(recorded, root);
        StringBuilder conf = new StringBuilder("pbs: here\n\ttasks " + recorded.unpackTree(root.resolve("pbs"))
                + "\n\tconfig-dir " + Files.createDirectories(root.resolve("etc")) + "\n\tjob-state " + states
                + "\n\tproc " + Files.createDirectories(root.resolve("empty-proc"))
                + "\n\tgrace 0s\n\npage: off\n\tdisable yes\n\nledger: main\n\tpath "
                + host.ledger() + "\n");
        heartbeats.forEach((watch, name) -> conf.append("\nheartbeat: " + name + "b\n\ttask " + watch + "\n"));
        host.config(conf.toString());
        try (Agent agent = Agent.start(host, Map.of()).awaitReady()) {
            for (ExpectedTask task : tasks) {
                String verdict = host.status().verdict(heartbeats.get(watch(task)) + "b", task.upid());
                assertThat(verdict).as("%s %s", task.state(), task.upid()).isIn(verdicts(task));
            }
            assertThat(agent.alive()).isTrue();
        }
    }

    /** A success is never more than that; what failed is never one. */
    private static List<String> verdicts(ExpectedTask task) {
        return switch (task.state()) {
            case "ok" -> List.of("all-clear", "empty");
            case "warnings" ->
                task.workerType().equals("garbage_collection")
                                || task.workerType().equals("prunejob")
                        ? List.of("all-clear", "empty", "failed")
                        : List.of("failed");
            // Without the daemon of the recording nothing runs any more.
            case "running" -> List.of("failed", "incomplete");
            default -> List.of("failed", "incomplete");
        };
    }

    private static Path states(RecordedPbsCase recorded, Path root) throws IOException {
        Path states = Files.createDirectories(root.resolve("states"));
        if (Files.isDirectory(recorded.jobStates())) {
            try (Stream<Path> files = Files.list(recorded.jobStates())) {
                for (Path file : files.toList()) {
                    Files.copy(file, states.resolve(file.getFileName().toString()));
                }
            }
        }
        return states;
    }
}
