package dev.allclear.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpLogReader;
import dev.allclear.verdict.Verdict.AllClear;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No single fault in a log may turn a run that is no all-clear into one. The logs were written by real Proxmox code. */
class MutationTest {
    private static final Path CASES = Path.of("src/test/resources/cases/pve");

    /** The recorded logs that are no all-clear, by case and task. */
    static Stream<Path> logsWithoutAllClear() throws IOException {
        Map<String, Path> logs = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CASES)) {
            files.filter(file -> file.getFileName().toString().contains(":vzdump:"))
                    .filter(file -> !isAllClear(file, read(file)))
                    .forEach(file -> logs.put(file.toString(), file));
        }
        assertThat(logs).hasSizeGreaterThan(15);
        return logs.values().stream();
    }

    @ParameterizedTest
    @MethodSource("logsWithoutAllClear")
    void droppingAnyLineGivesNoAllClear(Path log) {
        List<byte[]> lines = lines(read(log));
        for (int dropped = 0; dropped < lines.size(); dropped++) {
            List<byte[]> others = new ArrayList<>(lines);
            others.remove(dropped);
            assertThat(isAllClear(log, join(others)))
                    .as("without line %d", dropped + 1)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("logsWithoutAllClear")
    void cuttingAnywhereGivesNoAllClear(Path log) {
        byte[] whole = read(log);
        for (int length = 0; length < whole.length; length++) {
            assertThat(isAllClear(log, Arrays.copyOf(whole, length)))
                    .as("after %d bytes", length)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("logsWithoutAllClear")
    void losingTheBeginningGivesNoAllClear(Path log) {
        byte[] whole = read(log);
        for (int from = 0; from < whole.length; from++) {
            assertThat(isAllClear(log, Arrays.copyOfRange(whole, from, whole.length)))
                    .as("from byte %d", from)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("logsWithoutAllClear")
    void swappingTwoNeighbouringLinesGivesNoAllClear(Path log) {
        List<byte[]> lines = lines(read(log));
        for (int first = 0; first + 1 < lines.size(); first++) {
            List<byte[]> swapped = new ArrayList<>(lines);
            java.util.Collections.swap(swapped, first, first + 1);
            assertThat(isAllClear(log, join(swapped)))
                    .as("with line %d after its follower", first + 1)
                    .isFalse();
        }
    }

    private static boolean isAllClear(Path log, byte[] text) {
        VzdumpLogReader reader = new VzdumpLogReader();
        reader.feed(text, 0, text.length);
        Upid upid = Upid.parse(log.getFileName().toString()).orElseThrow();
        TaskOutcome outcome =
                new TaskOutcome(upid, reader.finalState(), upid.started().plusSeconds(60), reader.report());
        return Judge.judge(Runs.everyTask(), outcome, null)
                .filter(AllClear.class::isInstance)
                .isPresent();
    }

    private static byte[] read(Path log) {
        try {
            return Files.readAllBytes(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        for (String line : new String(text, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1)) {
            lines.add(line.getBytes(StandardCharsets.ISO_8859_1));
        }
        return lines;
    }

    private static byte[] join(List<byte[]> lines) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        lines.forEach(text::writeBytes);
        return text.toByteArray();
    }
}
