package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOutcomeTest {

    private static TaskOutcome outcome(String id, TaskState state, String log) {
        Upid upid = Upid.parse("UPID:pve1:00000001:00000001:6B01483C:vzdump:" + id + ":root@pam:")
                .orElseThrow();
        VzdumpLogReader reader = new VzdumpLogReader();
        byte[] bytes = log.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length);
        return new TaskOutcome(upid, state, upid.started(), reader.report());
    }

    @Test
    void theGuestOfTheUpidIsMissingWhenTheLogSpeaksOfNone() {
        assertThat(outcome("101", new TaskState.Failed("no storage"), "TASK ERROR: no storage\n")
                        .report()
                        .guests())
                .extracting(Guest::vmid, Guest::state)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(101, Guest.State.MISSING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "local", "1234567890"})
    void whatIsNoVmidIsNoGuest(String id) {
        assertThat(outcome(id, new TaskState.Failed("no storage"), "").report().guests())
                .isEmpty();
    }

    @Test
    void nothingIsMissingWhileTheTaskRuns() {
        assertThat(outcome("101", new TaskState.Running(), "").report().guests())
                .isEmpty();
    }

    @Test
    void whatTheLogSaysIsBelievedBeforeTheUpid() {
        String log = "INFO: starting new backup job: vzdump 101 102\n";
        assertThat(outcome("101", new TaskState.Failed("x"), log).report().guests())
                .hasSize(2);
    }

    @Test
    void nothingIsKnownOfALogThatCouldNotBeRead() {
        assertThat(outcome("101", new TaskState.Unknown("cannot read its log"), "")
                        .report()
                        .guests())
                .isEmpty();
    }
}
