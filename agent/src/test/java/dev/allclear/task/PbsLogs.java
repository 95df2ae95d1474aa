package dev.allclear.task;

import dev.allclear.testing.RecordedPbsCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Logs of a backup server for the tests. */
final class PbsLogs {

    private static final String STAMP = "2026-08-21T03:00:00+02:00: ";

    private PbsLogs() {}

    /** A log and the task that wrote it. */
    static final class Log {
        private final Upid upid;
        private final byte[] bytes;

        Log(Upid upid, byte[] bytes) {
            this.upid = upid;
            this.bytes = bytes;
        }

        Upid upid() {
            return upid;
        }

        byte[] bytes() {
            return bytes;
        }

        DatastoreReport report() {
            PbsLogReader reader = read(upid, bytes);
            return reader.outcome(upid, reader.finalState(), Instant.EPOCH).datastore();
        }
    }

    /** A task of this type and (unescaped) worker id. */
    static Upid upid(String type, String id) {
        return new Upid(Upid.Product.PBS, "pbs1", 714, 1312, 26, 1787274000, type, id, "root@pam");
    }

    static PbsLogReader read(Upid upid, byte[] log) {
        PbsLogReader reader = new PbsLogReader(upid);
        reader.feed(log, 0, log.length);
        return reader;
    }

    static PbsLogReader read(String log) {
        return read(upid("garbage_collection", "store1"), Logs.bytes(log));
    }

    /** Messages, each with a time before it and a newline behind it. */
    static String messages(String... messages) {
        StringBuilder log = new StringBuilder();
        for (String message : messages) {
            log.append(STAMP).append(message).append('\n');
        }
        return log.toString();
    }

    /** What the log of a task tells that wrote these messages and then ended well. */
    static DatastoreReport report(String type, String id, String... messages) {
        return new Log(upid(type, id), Logs.bytes(messages(messages) + messages("TASK OK"))).report();
    }

    /** Every log of a recorded case that was judged. */
    static List<Log> of(RecordedPbsCase recorded, Path scratch) throws IOException {
        Path tree = recorded.unpackTree(scratch.resolve(recorded.name()));
        List<Log> logs = new ArrayList<>();
        for (RecordedPbsCase.ExpectedTask task : recorded.tasks()) {
            Upid upid = Upid.parse(task.upid()).orElseThrow();
            logs.add(new Log(upid, Files.readAllBytes(tree.resolve(upid.path()))));
        }
        return logs;
    }

    /** Every log of the recorded cases of the test resources. */
    static List<Log> recorded(Path scratch) throws IOException {
        List<Log> logs = new ArrayList<>();
        try (var names = Files.list(RecordedPbsCase.bundled())) {
            for (Path directory : (Iterable<Path>) names.sorted()::iterator) {
                logs.addAll(of(
                        RecordedPbsCase.named(
                                Objects.requireNonNull(directory.getFileName()).toString()),
                        scratch));
            }
        }
        return logs;
    }
}
