package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskStateTest {

    @ParameterizedTest
    @CsvSource({
        "TASK OK, ok, OK",
        "TASK WARNINGS: 1, warnings, WARNINGS: 1",
        "TASK WARNINGS: 99999999999999999999, warnings, WARNINGS: 2147483647",
        "TASK ERROR: job errors, error, job errors",
        "TASK ERROR: OK, error, OK",
        "TASK ERROR: TASK OK, error, TASK OK",
    })
    void readsFinalLinesAsPveDoes(String line, String word, String status) {
        TaskState state = TaskState.ofLastLine(line);

        assertThat(state.word()).isEqualTo(word);
        assertThat(state.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TASK",
                "TASK ",
                "TASK OK ",
                " TASK OK",
                "TASK OK\r",
                "TASK OK\u0000",
                "TASK OK\n",
                "TASK OKAY",
                "task ok",
                "TASK  OK",
                "transferredTASK OK",
                "INFO: TASK OK",
                "TASK WARNINGS: ",
                "TASK WARNINGS: x",
                "TASK WARNINGS: 3 ",
                "TASK WARNINGS: -3",
                "TASK WARNINGS: /",
                "TASK WARNINGS:3",
                "TASK ERROR: ",
                "TASK ERROR:",
                "TASK unknown",
                "INFO: Backup job finished successfully",
            })
    void takesNothingElseForAFinalLine(String line) {
        assertThat(TaskState.ofLastLine(line)).isEqualTo(new TaskState.Unknown("unexpected status"));
    }

    @Test
    void namesARunningTaskAsTheTaskListDoes() {
        assertThat(new TaskState.Running().word()).isEqualTo("running");
        assertThat(new TaskState.Running().status()).isEqualTo("RUNNING");
    }

    @Test
    void saysWhyAStateIsUnknown() {
        assertThat(new TaskState.Unknown("cannot read the log").status()).isEqualTo("cannot read the log");
        assertThat(new TaskState.Unknown("cannot read the log").word()).isEqualTo("unknown");
    }
}
