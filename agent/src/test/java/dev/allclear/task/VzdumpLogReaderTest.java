package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines at their limits, and what the end of a log proves. */
final class VzdumpLogReaderTest {

    private static final String START = "INFO: Starting Backup of VM 100 (qemu)\n";
    private static final String FINISH = "INFO: Finished Backup of VM 100 (00:01:36)\n";

    /** The only guest of a log with these lines in its turn. */
    private static Guest guest(String... lines) {
        List<Guest> guests = Logs.read(START + String.join("\n", lines) + "\n" + FINISH)
                .report()
                .guests();
        assertThat(guests).hasSize(1);
        return guests.get(0);
    }

    @Test
    void decidesByALastLineThatLacksItsNewline() {
        VzdumpLogReader reader = Logs.read("INFO: x\nTASK OK");

        assertThat(reader.finalState()).isEqualTo(new TaskState.Ok());
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void endsWithACompleteFinalLine() {
        VzdumpLogReader reader = Logs.read("INFO: x\nTASK WARNINGS: 2\n");

        assertThat(reader.finalState()).isEqualTo(new TaskState.Warnings(2));
        assertThat(reader.ended()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "TASK OK\n\n",
                "TASK OK\nINFO: more\n",
                "TASK OK\nmore",
                "TASK OK\n\u0000\u0000",
                "INFO: glued TASK OK\n",
                "TASK maybe\n",
            })
    void provesNothingWithoutAFinalLineAtTheEnd(String log) {
        VzdumpLogReader reader = Logs.read(log);

        assertThat(reader.finalState()).isEqualTo(new TaskState.Unknown("unexpected status"));
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void forgetsAFinalLineWhenMoreComes() {
        VzdumpLogReader reader = Logs.read("TASK OK\n");
        byte[] more = Logs.bytes("TASK ERROR: job errors\n");

        reader.feed(more, 0, more.length);

        assertThat(reader.finalState()).isEqualTo(new TaskState.Failed("job errors"));
    }

    @Test
    void readsOnlyTheGivenPartOfTheBuffer() {
        VzdumpLogReader reader = new VzdumpLogReader();
        byte[] buffer = Logs.bytes("xxTASK OK\nxx");

        reader.feed(buffer, 2, buffer.length - 4);

        assertThat(reader.ended()).isTrue();
        assertThatThrownBy(() -> reader.feed(buffer, 2, buffer.length)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsTheBeginningOfALongError() {
        VzdumpLogReader reader = Logs.read("TASK ERROR: " + "\u00e4".repeat(5000) + "\n");

        assertThat(reader.finalState().status()).matches("\u00e4{2042}");
    }

    @Test
    void neverTakesALongLineForASuccess() {
        assertThat(Logs.read("TASK WARNINGS: " + "0".repeat(5000) + "x\n").finalState())
                .isInstanceOf(TaskState.Unknown.class);
        assertThat(Logs.read("TASK WARNINGS: " + "0".repeat(70_000)).finalState())
                .isInstanceOf(TaskState.Unknown.class);
    }

    @Test
    void survivesALineOf200Megabytes() {
        VzdumpLogReader reader = Logs.read(START + "INFO: ");
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        for (int i = 0; i < 200; i++) {
            reader.feed(chunk, 0, chunk.length);
        }
        byte[] rest = Logs.bytes("\n" + FINISH + "TASK OK\n");
        reader.feed(rest, 0, rest.length);

        assertThat(reader.ended()).isTrue();
        assertThat(Logs.states(reader.report())).hasToString("{100=ok}");
    }

    @Test
    void takesALineWithinOneChunkAsLongAsOneInMany() {
        String longName = "INFO: VM Name: " + "n".repeat(300_000);

        assertThat(guest(longName).name()).hasSize(LogLine.TEXT);
    }

    @Test
    void readsACommandThatNamesThousandsOfGuests() {
        String vmids =
                IntStream.range(100_000, 109_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));

        VzdumpReport report = Logs.read("INFO: starting new backup job: vzdump " + vmids + " --mode stop\n")
                .report();

        assertThat(report.guests()).hasSize(9000);
        assertThat(report.command()).endsWith("108999 --mode stop");
    }

    @Test
    void dropsTheWordThatACommandTooLongIsCutIn() {
        VzdumpReport report = Logs.read(
                        "INFO: starting new backup job: vzdump " + "123456789 ".repeat(LineScanner.KEPT) + "\n")
                .report();

        assertThat(Logs.states(report)).hasToString("{123456789=missing}");
    }

    @Test
    void remembersABoundedNumberOfGuests() {
        StringBuilder log = new StringBuilder();
        for (int vmid = 1; vmid <= GuestTable.LIMIT + 5; vmid++) {
            log.append("INFO: Starting Backup of VM ").append(vmid).append(" (lxc)\n");
            log.append("WARN: x\n");
            log.append("ERROR: Backup of VM ").append(vmid).append(" failed - x\n");
        }

        assertThat(Logs.read(log.toString()).report().guests()).hasSize(GuestTable.LIMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "00:00:00, PT0S",
        "00:01:36, PT1M36S",
        "23:59:59, PT23H59M59S",
        "123:04:05, PT123H4M5S",
    })
    void readsDurations(String text, Duration duration) {
        Guest guest = Logs.read(START + "INFO: Finished Backup of VM 100 (" + text + ")\n")
                .report()
                .guests()
                .get(0);

        assertThat(guest.duration()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO: Finished Backup of VM 100",
                "INFO: Finished Backup of VM 100 ",
                "INFO: Finished Backup of VM 100 (",
                "INFO: Finished Backup of VM 100 ()",
                "INFO: Finished Backup of VM 100 (00:01:36",
                "INFO: Finished Backup of VM 100 (00:01:36) ",
                "INFO: Finished Backup of VM 100 (00:01:36)\r",
                "INFO: Finished Backup of VM 100 (00:01)",
                "INFO: Finished Backup of VM 100 (00:60:00)",
                "INFO: Finished Backup of VM 100 (00:00:60)",
                "INFO: Finished Backup of VM 100 (00:1:36)",
                "INFO: Finished Backup of VM 100 (00:001:36)",
                "INFO: Finished Backup of VM 100 (1234567:01:36)",
                "INFO: Finished Backup of VM 100 (-1:01:36)",
                "INFO: Finished Backup of VM 100(00:01:36)",
                "INFO: Finished Backup of VM  100 (00:01:36)",
                "INFO: Finished Backup of VM 0000000100 (00:01:36)",
                "INFO: Finished Backup of VM 1000 (00:01:36)",
                "INFO: Finished Backup of VM 0 (00:01:36)",
                "INFO: Finished Backup of VM x (00:01:36)",
                "INFO:  Finished Backup of VM 100 (00:01:36)",
                "info: Finished Backup of VM 100 (00:01:36)",
                "WARN: Finished Backup of VM 100 (00:01:36)",
                "ERROR: Finished Backup of VM 100 (00:01:36)",
                "INFO: INFO: Finished Backup of VM 100 (00:01:36)",
                "INFO: Finished backup of VM 100 (00:01:36)",
                "Finished Backup of VM 100 (00:01:36)",
                "INFO: TASK OK",
            })
    void takesNothingElseForAFinishedBackup(String line) {
        assertThat(Logs.states(Logs.read(START + line + "\n").report())).hasToString("{100=aborted}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO: Starting Backup of VM 100",
                "INFO: Starting Backup of VM 100 (qemu",
                "INFO: Starting Backup of VM 100 (qemu) ",
                "INFO: Starting Backup of VM 100 (lxc)x",
                "INFO: Starting Backup of VM 100 (openvz)",
                "INFO: Starting Backup of VM 0 (qemu)",
                "INFO: Starting Backup of VM (qemu)",
                "INFO: Starting now",
                "ERROR: Backup of VM 100",
                "ERROR: Backup of VM 0 failed - x",
                "ERROR: Backup of VM 100 failed",
                "ERROR: something else",
                "ERRORS",
                "INFORMATION",
                "WARNING: x",
                "I",
            })
    void takesNothingElseForAGuest(String line) {
        assertThat(Logs.read(line + "\n" + FINISH).report().guests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "archive file size: 4KB, 4096",
        "archive file size: 0KB, 0",
        "archive file size: 1.50GB, 1610612736",
        "archive file size: 2.00TB, 2199023255552",
        "archive file size: 7B, 7",
        "archive file size: 999999999999999PB, 9223372036854775807",
        "archive file size: GB, -1",
        "archive file size: 5.61XB, -1",
        "archive file size: 5.61, -1",
        "archive file size: 1., -1",
        "Total bytes written: 1288490188, 1288490188",
        "'Total bytes written: 1288490188 (1.2GiB, 45MiB/s)', 1288490188",
        "Total bytes written: many, -1",
        "transferred 512.00 MiB in <1 seconds, 536870912",
        "transferred 0.00 B in <1 seconds, 0",
        "transferred /etc/hosts, -1",
        "Total, -1",
    })
    void readsSizes(String line, long bytes) {
        assertThat(guest("INFO: " + line).sizeBytes()).isEqualTo(bytes);
    }

    @Test
    void prefersTheSizeOfTheArchive() {
        assertThat(guest(
                                "INFO: archive file size: 3KB",
                                "INFO: Total bytes written: 2",
                                "INFO: transferred 1.00 KiB in 1 seconds")
                        .sizeBytes())
                .isEqualTo(3072);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-21 01:00:03, 2026-08-21T01:00:03",
        "2024-02-29 23:59:59, 2024-02-29T23:59:59",
        "2026-02-29 23:59:59,",
        "2026-13-01 00:00:00,",
        "2026-08-21 24:00:00,",
        "2026-08-21,",
        "2026-8-21 01:00:03,",
        "12026-08-21 01:00:03,",
        "-08-21 01:00:03,",
        "soon,",
    })
    void readsTimes(String text, @Nullable LocalDateTime time) {
        assertThat(guest("INFO: Backup started at " + text).started()).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "creating vzdump archive '/mnt/it's/x.vma', /mnt/it's/x.vma",
        "creating Proxmox Backup Server archive 'ct/101/2026-08-20T23:00:03Z', ct/101/2026-08-20T23:00:03Z",
        "creating My Provider archive 'x', x",
        "creating vzdump archive 'x,",
        "creating nothing,",
        "cleanup temporary 'vzdump' snapshot,",
    })
    void readsArchives(String line, @Nullable String archive) {
        assertThat(guest("INFO: " + line).archive()).isEqualTo(archive);
    }

    @Test
    void keepsTheModeThatWorked() {
        assertThat(guest("INFO: backup mode: snapshot", "INFO: backup mode: suspend", "INFO: backup mode: other")
                        .mode())
                .isEqualTo("suspend");
    }

    @Test
    void replacesBytesThatAreNoText() {
        byte[] log = (START + "INFO: VM Name: a\u00ffb\u0000\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Logs.read(log).report().guests().get(0).name()).isEqualTo("a\ufffdb\u0000");
    }

    @Test
    void takesGuestsOfASkipLineAsFarAsItCanBeRead() {
        String log = "INFO: starting new backup job: vzdump --all 1\nINFO: skip external VMs: ";

        assertThat(Logs.read(log + "201, 202,x\n").report().skipped()).containsExactly(201, 202);
        assertThat(Logs.read(log + "201,202\n").report().skipped()).containsExactly(201);
        assertThat(Logs.read(log + "none\n").report().skipped()).isEmpty();
    }

    @Test
    void addsUpPrunedBackups() {
        String log = """
                INFO: pruned 2 backup(s)
                INFO: pruned 3 backup(s) not covered by keep-retention policy
                INFO: pruned 4 trees
                INFO: pruned x
                INFO: prune older backups
                """;

        assertThat(Logs.read(log).report().pruned()).isEqualTo(5);
        assertThat(Logs.read("INFO: pruned 999999999 backup(s)\n".repeat(3))
                        .report()
                        .pruned())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void addsGuestsThatOnlyTheJobKnows() {
        VzdumpReport report = Logs.read(START + FINISH).report();

        assertThat(report.guestsOf(List.of(101, 100)))
                .extracting(Guest::vmid, guest -> guest.state().word())
                .containsExactly(tuple(100, "ok"), tuple(101, "missing"));
    }
}
