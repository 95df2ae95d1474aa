package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every log, however it is read, cut or damaged. Random, but the same every time. */
final class VzdumpLogPropertiesTest {

    private static final String[] VOCABULARY = {
        "INFO: starting new backup job: vzdump 1 2 3 --node pve1",
        "INFO: skip external VMs: 3, 4",
        "INFO: Starting Backup of VM %d (qemu)",
        "INFO: Starting Backup of VM %d (lxc)",
        "INFO: Finished Backup of VM %d (00:00:0%d)",
        "INFO: Finished Backup of VM %d (00:01:00)",
        "INFO: Backup started at 2026-08-21 01:00:0%d",
        "INFO: Backup finished at 2026-08-21 01:00:0%d",
        "INFO: archive file size: %d.5GB",
        "ERROR: Backup of VM %d failed - reason",
        "WARN: careful",
        "INFO: Backup job finished successfully",
        "TASK OK",
        "TASK WARNINGS: %d",
        "TASK ERROR: job errors",
        "\u0000\r\u001b[31m \u00e4",
        "",
    };

    @TempDir
    private Path scratch;

    private static String randomLog(Random random) {
        StringBuilder log = new StringBuilder();
        int lines = random.nextInt(30);
        for (int i = 0; i < lines; i++) {
            String line = VOCABULARY[random.nextInt(VOCABULARY.length)];
            log.append(line.replace("%d", Integer.toString(1 + random.nextInt(5))));
            log.append(random.nextInt(20) == 0 ? "" : "\n");
        }
        return log.toString();
    }

    private List<byte[]> logs() throws IOException {
        List<byte[]> logs = new ArrayList<>(Logs.recorded(scratch));
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            logs.add(Logs.bytes(randomLog(random)));
        }
        return logs;
    }

    @Test
    void chunksMakeNoDifference() throws IOException {
        Random random = new Random(2);
        for (byte[] log : logs()) {
            VzdumpLogReader atOnce = Logs.read(log);
            VzdumpLogReader inChunks = new VzdumpLogReader();
            int largest = 1 + random.nextInt(200);
            for (int at = 0; at < log.length; ) {
                int length = Math.min(log.length - at, random.nextInt(largest + 1));
                inChunks.feed(log, at, length);
                at += length;
            }
            assertThat(inChunks.report()).isEqualTo(atOnce.report());
            assertThat(inChunks.finalState()).isEqualTo(atOnce.finalState());
            assertThat(inChunks.ended()).isEqualTo(atOnce.ended());
        }
    }

    @Test
    void aLogCutAnywhereFinishesNoOtherGuestAndNoTask() throws IOException {
        for (byte[] log : Logs.recorded(scratch)) {
            VzdumpLogReader whole = Logs.read(log);
            SortedSet<Integer> finished = Logs.finished(whole.report());
            VzdumpLogReader reader = new VzdumpLogReader();
            for (int at = 0; at < log.length - 1; at++) {
                assertThat(reader.ended()).isFalse();
                assertThat(reader.finalState()).isNotInstanceOf(TaskState.Ok.class);
                reader.feed(log, at, 1);
                if (log[at] == '\n') {
                    assertThat(finished).containsAll(Logs.finished(reader.report()));
                }
            }
        }
    }

    @Test
    void aLostDoubledOrMovedLineFinishesNoOtherGuest() throws IOException {
        for (byte[] log : Logs.recorded(scratch)) {
            SortedSet<Integer> finished = Logs.finished(Logs.read(log).report());
            List<String> lines =
                    new String(log, StandardCharsets.ISO_8859_1).lines().toList();
            for (int i = 0; i + 1 < lines.size(); i++) {
                List<String> lost = new ArrayList<>(lines);
                lost.remove(i);
                List<String> doubled = new ArrayList<>(lines);
                doubled.add(i, lines.get(i));
                List<String> moved = new ArrayList<>(lines);
                Collections.swap(moved, i, i + 1);
                for (List<String> damaged : List.of(lost, doubled, moved)) {
                    assertThat(finished).containsAll(Logs.finished(read(damaged).report()));
                }
            }
        }
    }

    private static VzdumpLogReader read(List<String> lines) {
        return Logs.read((String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aFailedGuestIsNeverFinished() {
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            String log = randomLog(random);
            String complete = "\n" + log.substring(0, log.lastIndexOf('\n') + 1);
            for (Guest guest : Logs.read(log).report().guests()) {
                boolean failed = complete.contains("\nERROR: Backup of VM " + guest.vmid() + " failed - ");
                assertThat(guest.state() == Guest.State.FAILED).isEqualTo(failed);
                assertThat(guest.duration() != null).isEqualTo(guest.finished());
            }
        }
    }

    @Test
    void noBytesAreAnError() {
        Random random = new Random(4);
        byte[] bytes = new byte[300];
        for (int i = 0; i < 5000; i++) {
            random.nextBytes(bytes);
            byte[] log = Logs.bytes(randomLog(random));
            System.arraycopy(bytes, 0, log, 0, Math.min(log.length, random.nextInt(20)));
            VzdumpLogReader reader = Logs.read(log);
            reader.feed(bytes, 0, bytes.length);
            assertThat(reader.finalState()).isNotInstanceOf(TaskState.Ok.class);
            assertThat(reader.report().guests()).isSortedAccordingTo((a, b) -> Integer.compare(a.vmid(), b.vmid()));
        }
    }
}
