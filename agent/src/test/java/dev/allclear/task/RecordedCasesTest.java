package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.allclear.testing.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The logs of real runs give what Proxmox itself made of them. */
final class RecordedCasesTest {

    @TempDir
    private Path scratch;

    @TestFactory
    Stream<DynamicTest> judgesEveryTaskAsProxmoxDid() {
        return RecordedCase.all().stream()
                .flatMap(recorded -> recorded.tasks().stream()
                        .map(task -> dynamicTest(recorded + " " + task.upid(), () -> check(recorded, task))));
    }

    private void check(RecordedCase recorded, RecordedCase.ExpectedTask expected) throws IOException {
        Path tree = recorded.unpackTree(scratch.resolve(recorded.name()));
        Upid upid = Upid.parse(expected.upid()).orElseThrow();

        VzdumpLogReader reader = Logs.read(Files.readAllBytes(tree.resolve(upid.path())));

        TaskState state = reader.finalState();
        assertThat(state.word()).isEqualTo(expected.state());
        assertThat(state.status()).isEqualTo(expected.statusText());
        assertThat(reader.ended()).isEqualTo(!state.word().equals("unknown"));
        assertThat(guests(reader.report(), recorded)).isEqualTo(expected.guests());
    }

    /** Where the log ended before naming its guests, what the job asked for helps, if the job had but one task. */
    private static SortedMap<Integer, String> guests(VzdumpReport report, RecordedCase recorded) {
        boolean asksTheJob = report.command() == null && recorded.tasks().size() == 1;
        List<Guest> guests = asksTheJob ? report.guestsOf(recorded.requested()) : report.guests();
        SortedMap<Integer, String> words = new TreeMap<>();
        guests.forEach(guest -> words.put(guest.vmid(), guest.state().word()));
        return words;
    }

    @Test
    void findsEveryLogWhereItsUpidSays() throws IOException {
        Path tree = RecordedCase.named("21-index-rotation").unpackTree(scratch.resolve("rotation"));

        try (Stream<Path> files = Files.walk(tree)) {
            List<String> logs = files.map(file -> tree.relativize(file).toString())
                    .filter(file -> file.contains("UPID:"))
                    .toList();
            assertThat(logs)
                    .hasSize(760)
                    .allSatisfy(log -> assertThat(
                                    Upid.parse(log.substring(2)).orElseThrow().path())
                            .isEqualTo(log));
        }
    }
}
