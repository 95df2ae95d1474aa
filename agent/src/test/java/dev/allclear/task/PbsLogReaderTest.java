package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the log of a backup server tells that a task ended, and how. */
final class PbsLogReaderTest {

    private static final TaskState NONE = new TaskState.Unknown(TaskState.NO_FINAL_LINE);
    private static final String BEGINNING = PbsLogs.messages("starting garbage collection on store store1");

    private static TaskState state(String log) {
        return PbsLogs.read(log).finalState();
    }

    @ParameterizedTest
    @CsvSource({"TASK OK, OK", "TASK WARNINGS: 2, WARNINGS: 2", "TASK ERROR: sync aborted, sync aborted"})
    void decidesByTheLastMessage(String message, String status) {
        PbsLogReader reader = PbsLogs.read(BEGINNING + PbsLogs.messages(message));

        assertThat(reader.finalState().status()).isEqualTo(status);
        assertThat(reader.ended()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TASK unknown",
                "TASK OK ",
                "TASK OK\r",
                "TASK OK\0",
                " TASK OK",
                "task ok",
                "the remote says TASK OK",
                "WARN: TASK OK",
                "TASK WARNINGS: ",
                "TASK ERROR: ",
            })
    void takesNothingElseForAFinalMessage(String message) {
        PbsLogReader reader = PbsLogs.read(BEGINNING + PbsLogs.messages(message));

        assertThat(reader.finalState()).isEqualTo(NONE);
        assertThat(reader.ended()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TASK OK",
                "2026-08-21T03:00:00: TASK OK",
                "2026-08-21T03:00:00+02: TASK OK",
                "2026-08-21T03:00:00 02:00: TASK OK",
                "2026-08-21T03:00:00+24:00: TASK OK",
                "2026-08-21T03:00:00+02:60: TASK OK",
                "2026-08-21T03:00:00+02:00 TASK OK",
                "2026-08-21T03:00:00+02:00:TASK OK",
                "2026-08-21 03:00:00+02:00: TASK OK",
                "2026-08-21T24:00:00+02:00: TASK OK",
                "2026-08-21T03:60:00+02:00: TASK OK",
                "2026-08-21T03:00:61+02:00: TASK OK",
                "2026-08-21T03-00:00+02:00: TASK OK",
                "2026-08-21T03:00-00+02:00: TASK OK",
                "2026-08-21Tx: TASK OK",
                "2026-00-21T03:00:00+02:00: TASK OK",
                "2026-13-21T03:00:00+02:00: TASK OK",
                "2026-08-00T03:00:00+02:00: TASK OK",
                "2026-02-30T03:00:00+02:00: TASK OK",
                "2026/08/21T03:00:00+02:00: TASK OK",
                "2026-08/21T03:00:00+02:00: TASK OK",
                "26-08-21T03:00:00+02:00: TASK OK",
                "\0\0\0\0",
            })
    void neverCountsALineWithoutATime(String line) {
        assertThat(state(BEGINNING + line + "\n")).isEqualTo(NONE);
        assertThat(state(BEGINNING + PbsLogs.messages("TASK ERROR: x") + line + "\n"))
                .isInstanceOf(TaskState.Failed.class);
    }

    @Test
    void forgetsAFinalMessageWhenAnotherFollows() {
        PbsLogReader reader = PbsLogs.read(PbsLogs.messages("TASK OK", "queued notification (id=1)"));

        assertThat(reader.finalState()).isEqualTo(NONE);
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void forgetsAQuotedErrorWhenTheTaskGoesOn() {
        assertThat(state(PbsLogs.messages("TASK ERROR: quoted", "verify store1:vm/100", "TASK OK")))
                .isEqualTo(new TaskState.Ok());
    }

    @Test
    void believesNoSuccessThatAnErrorQuotes() {
        assertThat(state(PbsLogs.messages("TASK ERROR: HTTP error 400: no", "TASK OK")))
                .isEqualTo(new TaskState.Failed("HTTP error 400: no"));
        assertThat(state(PbsLogs.messages("TASK ERROR: no", "TASK WARNINGS: 1")))
                .isEqualTo(new TaskState.Failed("no"));
    }

    @Test
    void takesTheLastOfSeveralErrors() {
        assertThat(state(PbsLogs.messages("TASK ERROR: first", "TASK ERROR: second")))
                .isEqualTo(new TaskState.Failed("second"));
    }

    @Test
    void staysOkWhenALineWithoutTimeFollows() {
        assertThat(state(PbsLogs.messages("TASK OK") + "\n")).isEqualTo(new TaskState.Ok());
    }

    @Test
    void readsAnErrorOfSeveralLines() {
        String log = PbsLogs.messages("TASK ERROR: verification failed") + "\n  caused by: disk\nTASK OK\n";

        assertThat(state(log)).isEqualTo(new TaskState.Failed("verification failed caused by: disk TASK OK"));
    }

    @Test
    void keepsTheBeginningOfAVeryLongError() {
        String log = PbsLogs.messages("TASK ERROR: x") + "more of it\n".repeat(100_000);

        assertThat(state(log).status()).startsWith("x more of it more of it ").hasSize(LogLine.TEXT);
    }

    @Test
    void provesNoSuccessByALineThatLacksItsNewline() {
        String log = PbsLogs.messages("TASK OK");

        assertThat(state(log.substring(0, log.length() - 1))).isEqualTo(NONE);
        assertThat(state(log + "2026-08-21T03:0")).isEqualTo(NONE);
        assertThat(state(log + "\0\0\0")).isEqualTo(NONE);
    }

    @Test
    void provesAnErrorEvenByALineThatLacksItsNewline() {
        String log = PbsLogs.messages("TASK ERROR: sync aborted").strip();

        assertThat(state(log)).isEqualTo(new TaskState.Failed("sync aborted"));
        assertThat(state(log + "\ncaused")).isEqualTo(new TaskState.Failed("sync aborted"));
        assertThat(state(log + "\n" + PbsLogs.messages("TASK OK").strip()))
                .isEqualTo(new TaskState.Failed("sync aborted"));
        assertThat(state(log + "\n" + PbsLogs.messages("more").strip())).isEqualTo(NONE);
    }

    @Test
    void isNotEndedWhileALineIsUnfinished() {
        assertThat(PbsLogs.read(PbsLogs.messages("TASK OK") + "x").ended()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-21T03:00:00+02:00, 2026-08-21T01:00:00Z",
        "2026-08-21T03:00:00-03:30, 2026-08-21T06:30:00Z",
        "2024-02-29T23:59:59+00:00, 2024-02-29T23:59:59Z",
        "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
        "2016-12-31T23:59:60+00:00, 2017-01-01T00:00:00Z",
    })
    void readsTheTimeOfTheLastMessage(String stamp, Instant time) {
        assertThat(PbsLogs.read(BEGINNING + stamp + ": x\nand so on\n").lastTime())
                .isEqualTo(time);
    }

    @Test
    void knowsNoTimeOfALogWithoutMessages() {
        assertThat(PbsLogs.read("").lastTime()).isNull();
        assertThat(PbsLogs.read("nothing\n").lastTime()).isNull();
        assertThat(PbsLogs.read("nothing\n").finalState()).isEqualTo(NONE);
    }

    @Test
    void tellsThatTheScheduleStartedATask() {
        assertThat(PbsLogs.report("garbage_collection", "s", "task triggered by schedule '03:00'")
                        .scheduled())
                .isTrue();
        assertThat(PbsLogs.report("garbage_collection", "s", "x", "[a]: task triggered by schedule '03:00'")
                        .scheduled())
                .isFalse();
    }

    @Test
    void survivesALineOf200Megabytes() {
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        PbsLogReader reader =
                PbsLogs.read(BEGINNING + PbsLogs.messages("TASK ERROR: ").strip() + " ");
        for (int i = 0; i < 200; i++) {
            reader.feed(piece, 0, piece.length);
        }
        byte[] end = Logs.bytes("\n");
        reader.feed(end, 0, 1);

        assertThat(reader.finalState().status()).hasSize(LogLine.TEXT - "TASK ERROR: ".length());
        assertThat(reader.ended()).isTrue();
    }

    @Test
    void keepsABoundedNumberOfDoubtsOfALogThatOnlyComplains() {
        String complaint = "warning: unable to access non-existent chunk " + "a".repeat(2000);
        String[] messages = new String[10_000];
        Arrays.fill(messages, complaint);

        DatastoreReport report = PbsLogs.report("garbage_collection", "store1", messages);

        assertThat(report.doubts()).hasSize(PbsDoubts.LIMIT + 1).last().isEqualTo("and 9980 more like that");
        assertThat(report.doubts()).allSatisfy(doubt -> assertThat(doubt).hasSizeLessThan(600));
    }

    @Test
    void replacesBytesThatAreNoText() {
        byte[] log = PbsLogs.messages("TASK ERROR: a\u00ffb").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(PbsLogs.read(PbsLogs.upid("sync", "s"), log).finalState().status())
                .isEqualTo("a\ufffdb");
    }

    @Test
    void isTheReaderForTasksOfABackupServer() {
        assertThat(TaskLogReader.of(PbsLogs.upid("syncjob", "x"))).isInstanceOf(PbsLogReader.class);
    }
}
