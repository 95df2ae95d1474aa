package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allclear.config.LocalHost;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.testing.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whole task directories of real runs. */
class RecordedDirectoriesTest {
    @TempDir
    private Path scratch;

    private static Map<String, String> expected(RecordedCase recorded) {
        Map<String, String> states = new TreeMap<>();
        recorded.tasks().forEach(task -> states.put(task.upid(), task.state() + " " + task.statusText()));
        return states;
    }

    private static Map<String, String> states(List<Sighting> seen) {
        Map<String, String> states = new TreeMap<>();
        for (Sighting sighting : seen) {
            if (sighting instanceof Sighting.Ended ended) {
                TaskOutcome outcome = ended.outcome();
                states.put(
                        outcome.upid().toString(),
                        outcome.state().word() + " " + outcome.state().status());
            }
        }
        return states;
    }

    private LocalHost host(RecordedCase recorded, Path tasks) throws IOException {
        return new LocalHost(
                tasks,
                scratch.resolve("jobs.cfg"),
                recorded.directory().resolve("jobstate"),
                Files.createDirectories(scratch.resolve("proc")),
                Duration.ofMinutes(1),
                Duration.ofMillis(100));
    }

    @TestFactory
    Stream<DynamicTest> givesTheStatesThatProxmoxGave() {
        return RecordedCase.all().stream()
                .filter(recorded -> !recorded.tasks().isEmpty())
                .map(recorded -> dynamicTest(recorded.name(), () -> {
                    List<Sighting> seen = new ArrayList<>();
                    Path tree = recorded.unpackTree(scratch.resolve(recorded.name()));
                    TaskDirectory.lookOnce(host(recorded, tree), seen::add, (done, all) -> {});

                    assertThat(states(seen)).containsAllEntriesOf(expected(recorded));
                }));
    }

    @Test
    void seesEachBackupOnceInADirectoryThatWasRotated() throws Exception {
        RecordedCase recorded = RecordedCase.named("21-index-rotation");
        Path tree = recorded.unpackTree(scratch.resolve("rotated"));
        List<Sighting> seen = new ArrayList<>();
        TaskDirectory.lookOnce(host(recorded, tree), seen::add, (done, all) -> {});
        List<String> logs;
        try (Stream<Path> files = Files.walk(tree)) {
            logs = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.contains(":vzdump:"))
                    .sorted()
                    .toList();
        }

        List<Upid> ended = seen.stream()
                .filter(Sighting.Ended.class::isInstance)
                .map(sighting -> ((Sighting.Ended) sighting).outcome().upid())
                .toList();
        assertThat(ended).isSortedAccordingTo(Comparator.comparingLong(Upid::starttime));
        assertThat(ended.stream().map(Upid::toString).sorted().toList()).isEqualTo(logs);
    }

    @Test
    void namesTheJobsOfScheduledRuns() throws Exception {
        RecordedCase recorded = RecordedCase.named("20-scheduler");
        Path tree = recorded.unpackTree(scratch.resolve("scheduler"));
        List<Sighting> seen = new ArrayList<>();
        TaskDirectory.lookOnce(host(recorded, tree), seen::add, (done, all) -> {});

        assertThat(seen)
                .filteredOn(Sighting.JobTask.class::isInstance)
                .extracting(sighting -> ((Sighting.JobTask) sighting).jobId())
                .containsExactlyInAnyOrder("nightly-bad", "nightly-ok", "weekly-one-fails");
    }

    @Test
    void givesTheSameOutcomesLive() throws Exception {
        for (String name : List.of("03-one-of-three-fails", "07-warnings-only", "11-kill-9-worker")) {
            RecordedCase recorded = RecordedCase.named(name);
            Path tree = recorded.unpackTree(scratch.resolve("recorded"));
            Path tasks = Files.createDirectories(scratch.resolve("live-" + name));
            List<Sighting> seen = new CopyOnWriteArrayList<>();
            TaskDirectory live =
                    new TaskDirectory("local", host(recorded, tasks), upid -> false, seen::add, InstantSource.system());
            Thread watcher = new Thread(live, "watch tasks");
            watcher.start();
            for (RecordedCase.ExpectedTask task : recorded.tasks()) {
                String log = Upid.parse(task.upid()).orElseThrow().path();
                Files.createDirectories(tasks.resolve(log).getParent());
                for (String line : Files.readString(tree.resolve(log)).split("(?<=\n)", -1)) {
                    Files.writeString(tasks.resolve(log), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }

            await().untilAsserted(() -> assertThat(states(seen)).isEqualTo(expected(recorded)));
            live.close();
            watcher.join(5000);
        }
    }
}
