package dev.allclear.task;

import dev.allclear.testing.RecordedCase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Logs for the tests. */
final class Logs {

    private Logs() {}

    static VzdumpLogReader read(String log) {
        return read(bytes(log));
    }

    static VzdumpLogReader read(byte[] log) {
        VzdumpLogReader reader = new VzdumpLogReader();
        reader.feed(log, 0, log.length);
        return reader;
    }

    static byte[] bytes(String log) {
        return log.getBytes(StandardCharsets.UTF_8);
    }

    /** An example of the test resources, composed by the format strings of vzdump. */
    static byte[] example(String name) throws IOException {
        try (InputStream in = Logs.class.getResourceAsStream("/examples/" + name + ".log")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** Every log of the recorded cases that was judged. */
    static List<byte[]> recorded(Path scratch) throws IOException {
        List<byte[]> logs = new ArrayList<>();
        for (RecordedCase recorded : RecordedCase.all()) {
            if (recorded.tasks().isEmpty()) {
                continue;
            }
            Path tree = recorded.unpackTree(scratch.resolve(recorded.name()));
            for (RecordedCase.ExpectedTask task : recorded.tasks()) {
                logs.add(Files.readAllBytes(
                        tree.resolve(Upid.parse(task.upid()).orElseThrow().path())));
            }
        }
        return logs;
    }

    static SortedMap<Integer, String> states(VzdumpReport report) {
        SortedMap<Integer, String> words = new TreeMap<>();
        report.guests().forEach(guest -> words.put(guest.vmid(), guest.state().word()));
        return words;
    }

    static SortedSet<Integer> finished(VzdumpReport report) {
        SortedSet<Integer> vmids = new TreeSet<>();
        report.guests().stream().filter(Guest::finished).forEach(guest -> vmids.add(guest.vmid()));
        return vmids;
    }
}
