package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allclear.config.LocalHost;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.testing.RecordedPbsCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whole task directories of a real backup server. */
class RecordedPbsDirectoriesTest {
    @TempDir
    private Path scratch;

    /** A task that was running when its directory was copied has no daemon here. */
    private static Map<String, String> expected(RecordedPbsCase recorded, Path tree) {
        Map<String, String> states = new TreeMap<>();
        for (RecordedPbsCase.ExpectedTask task : recorded.tasks()) {
            boolean there = Upid.parse(task.upid())
                    .map(upid -> Files.exists(tree.resolve(upid.path())))
                    .orElse(false);
            if (there && TaskLayout.PBS.parse(task.upid()).isPresent()) {
                String state = task.state().equals("running") ? "unknown" : task.state();
                boolean told = !state.equals("unknown");
                states.put(task.upid(), told ? state + " " + task.statusText() + " at " + task.endtime() : state);
            }
        }
        return states;
    }

    private static Map<String, String> states(List<Sighting> seen) {
        Map<String, String> states = new TreeMap<>();
        for (Sighting sighting : seen) {
            if (sighting instanceof Sighting.Ended ended) {
                TaskOutcome outcome = ended.outcome();
                String state = outcome.state().word();
                boolean told = !state.equals("unknown");
                states.put(
                        outcome.upid().toString(),
                        told
                                ? state + " " + outcome.state().status() + " at "
                                        + outcome.ended().getEpochSecond()
                                : state);
            }
        }
        return states;
    }

    private List<Sighting> lookAt(RecordedPbsCase recorded, Path tree) throws Exception {
        List<Sighting> seen = new ArrayList<>();
        TaskDirectory.lookOnce(host(recorded, tree), seen::add, (done, all) -> {});
        return seen;
    }

    private LocalHost host(RecordedPbsCase recorded, Path tree) throws IOException {
        return new LocalHost(
                Upid.Product.PBS,
                tree,
                scratch.resolve("etc"),
                recorded.jobStates(),
                Files.createDirectories(scratch.resolve("proc")),
                Duration.ofMinutes(1),
                Duration.ofMillis(100));
    }

    @TestFactory
    Stream<DynamicTest> givesTheStatesThatTheServerGave() {
        return RecordedPbsCase.all().stream()
                .filter(RecordedPbsCase::hasTree)
                .map(recorded -> dynamicTest(recorded.name(), () -> {
                    Path tree = recorded.unpackTree(scratch.resolve(recorded.name()));

                    assertThat(states(lookAt(recorded, tree))).containsAllEntriesOf(expected(recorded, tree));
                }));
    }

    @Test
    void namesTheJobsOfScheduledRuns() throws Exception {
        RecordedPbsCase recorded = RecordedPbsCase.named("pbs-50-scheduled-jobs");
        List<Sighting> seen = lookAt(recorded, recorded.unpackTree(scratch.resolve("scheduled")));

        for (RecordedPbsCase.ExpectedTask task : recorded.tasks()) {
            if (task.jobId() != null) {
                assertThat(seen)
                        .contains(new Sighting.JobTask(
                                task.jobId(), Upid.parse(task.upid()).orElseThrow()));
            }
        }
    }
}
