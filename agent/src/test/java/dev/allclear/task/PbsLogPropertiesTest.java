package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every log of a backup server, however it is read, cut or damaged. Random, but the same every time. */
final class PbsLogPropertiesTest {

    private static final String[] TYPES = {
        "garbage_collection", "prunejob", "prune", "syncjob", "verificationjob", "tape-backup-job", "backup", "reader"
    };

    private static final String[] VOCABULARY = {
        "2026-08-21T03:00:0%d+02:00: ",
        "2026-08-21T03:00:00Z: [vm/%d]: ",
        "TASK OK",
        "TASK WARNINGS: %d",
        "TASK ERROR: job errors",
        "TASK unknown",
        "WARN: ",
        "Removed garbage: %d.5 GiB",
        "Deduplication factor: %d.%d",
        "Pending removals: %d GiB (in %d chunks)",
        "warning: unable to access non-existent chunk",
        "Pruning group :\"vm/%d\"",
        "remove vm/%d/2026-08-10T23:00:03Z",
        "failed to remove dir \"vm/%d\": no",
        "Found %d groups to sync (out of %d total)",
        "Summary: sync job pulled %d GiB in %d chunks",
        "Summary: removed vanished: snapshots: %d, groups: %d, namespaces: 0",
        "sync group vm/%d failed - no",
        "found %d groups",
        "verify store1:vm/%d/2026-08-20T23:00:03Z",
        "  verified %d.55/8192.00 MiB in 44.01 seconds",
        "Failed to verify the following snapshots/groups:",
        "\tvm/%d",
        "SKIPPED: verify store1:vm/%d (recently verified)",
        "wrote %d chunks (%d.76 MB at 2 MB/s)",
        "\u0000\r\u001b[31m \u00e4",
        "",
    };

    @TempDir
    private Path scratch;

    private static String randomLog(Random random) {
        StringBuilder log = new StringBuilder();
        int pieces = random.nextInt(60);
        for (int i = 0; i < pieces; i++) {
            log.append(random.nextInt(3) == 0 ? "" : VOCABULARY[0])
                    .append(VOCABULARY[random.nextInt(VOCABULARY.length)])
                    .append(random.nextInt(20) == 0 ? "" : "\n");
        }
        return log.toString().replace("%d", Integer.toString(random.nextInt(10)));
    }

    private List<PbsLogs.Log> logs() throws IOException {
        List<PbsLogs.Log> logs = new ArrayList<>(PbsLogs.recorded(scratch));
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            Upid upid = PbsLogs.upid(TYPES[i % TYPES.length], "store1:a:b::j");
            logs.add(new PbsLogs.Log(upid, Logs.bytes(randomLog(random))));
        }
        return logs;
    }

    @Test
    void chunksMakeNoDifference() throws IOException {
        Random random = new Random(2);
        for (PbsLogs.Log log : logs()) {
            PbsLogReader atOnce = PbsLogs.read(log.upid(), log.bytes());
            PbsLogReader inChunks = new PbsLogReader(log.upid());
            int largest = 1 + random.nextInt(200);
            for (int at = 0; at < log.bytes().length; ) {
                int length = Math.min(log.bytes().length - at, random.nextInt(largest + 1));
                inChunks.feed(log.bytes(), at, length);
                at += length;
            }
            assertThat(inChunks.finalState()).isEqualTo(atOnce.finalState());
            assertThat(inChunks.ended()).isEqualTo(atOnce.ended());
            assertThat(inChunks.lastTime()).isEqualTo(atOnce.lastTime());
            assertThat(outcome(inChunks, log)).isEqualTo(outcome(atOnce, log));
        }
    }

    private static TaskOutcome outcome(PbsLogReader reader, PbsLogs.Log log) {
        return reader.outcome(log.upid(), reader.finalState(), Instant.EPOCH);
    }

    @Test
    void aLogCutAnywhereHasNotSucceeded() throws IOException {
        for (PbsLogs.Log log : PbsLogs.recorded(scratch)) {
            PbsLogReader reader = new PbsLogReader(log.upid());
            for (int at = 0; at < log.bytes().length - 1; at++) {
                reader.feed(log.bytes(), at, 1);
                assertThat(succeeded(reader)).isFalse();
                assertThat(reader.ended()).isFalse();
            }
        }
    }

    @Test
    void aLostDoubledOrMovedLineMakesNoSuccessOfAFailure() throws IOException {
        for (PbsLogs.Log log : failed()) {
            List<String> lines =
                    new String(log.bytes(), StandardCharsets.ISO_8859_1).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                List<String> lost = new ArrayList<>(lines);
                lost.remove(i);
                List<String> doubled = new ArrayList<>(lines);
                doubled.add(i, lines.get(i));
                List<String> moved = new ArrayList<>(lines);
                Collections.swap(moved, i, lines.size() - 1);
                for (List<String> damaged : List.of(lost, doubled, moved)) {
                    byte[] bytes = (String.join("\n", damaged) + "\n").getBytes(StandardCharsets.ISO_8859_1);
                    assertThat(succeeded(PbsLogs.read(log.upid(), bytes))).isFalse();
                }
            }
        }
    }

    @Test
    void changedBytesMakeNoSuccessOfAFailure() throws IOException {
        Random random = new Random(3);
        for (PbsLogs.Log log : failed()) {
            for (int i = 0; i < 500; i++) {
                byte[] damaged = log.bytes().clone();
                for (int change = random.nextInt(4); change >= 0; change--) {
                    damaged[random.nextInt(damaged.length)] =
                            (byte) (random.nextBoolean() ? '\n' : random.nextInt(256));
                }
                assertThat(succeeded(PbsLogs.read(log.upid(), damaged))).isFalse();
            }
        }
    }

    /** Failed or crashed. */
    private List<PbsLogs.Log> failed() throws IOException {
        List<PbsLogs.Log> failed = PbsLogs.recorded(scratch).stream()
                .filter(log -> !succeeded(PbsLogs.read(log.upid(), log.bytes())))
                .toList();
        assertThat(failed).hasSizeGreaterThan(10);
        return failed;
    }

    private static boolean succeeded(PbsLogReader reader) {
        TaskState state = reader.finalState();
        return state instanceof TaskState.Ok || state instanceof TaskState.Warnings;
    }

    @Test
    void noBytesAreAnError() {
        Random random = new Random(4);
        byte[] bytes = new byte[300];
        for (int i = 0; i < 5000; i++) {
            random.nextBytes(bytes);
            bytes[bytes.length - 1] = 0;
            byte[] log = Logs.bytes(randomLog(random));
            System.arraycopy(bytes, 0, log, 0, Math.min(log.length, random.nextInt(20)));
            Upid upid = PbsLogs.upid(TYPES[i % TYPES.length], "store1:a:b::j");
            PbsLogReader reader = PbsLogs.read(upid, log);
            reader.feed(bytes, 0, bytes.length);

            assertThat(succeeded(reader)).isFalse();
            DatastoreReport report =
                    reader.outcome(upid, reader.finalState(), Instant.EPOCH).datastore();
            assertThat(report.idle()).isNull();
            assertThat(report.figures().values()).allMatch(figure -> figure >= 0);
        }
    }
}
