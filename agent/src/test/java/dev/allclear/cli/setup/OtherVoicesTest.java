package dev.allclear.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.cli.setup.HookScript.Says;
import dev.allclear.cli.setup.OtherVoices.Said;
import dev.allclear.config.LocalHost;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.pipeline.Judgement;
import dev.allclear.pipeline.Replay;
import dev.allclear.task.TaskOutcome;
import dev.allclear.testing.RecordedCase;
import dev.allclear.watch.Sighting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Proxmox's notification and hook said in the recorded runs, against what is said that they said. */
class OtherVoicesTest {
    @TempDir
    private Path directory;

    /** Of a foreground run whose terminal was killed nobody wrote the log any more: that there was a mail cannot be told. */
    static List<RecordedCase> cases() {
        return RecordedCase.all().stream()
                .filter(recorded -> !recorded.name().equals("17e-cli-kill9-parent"))
                .toList();
    }

    private List<TaskOutcome> outcomes(RecordedCase recorded) throws Exception {
        List<TaskOutcome> outcomes = new ArrayList<>();
        Path tasks = recorded.unpackTree(directory.resolve(recorded.name()));
        Replay.run(LocalHost.DEFAULT.withTasks(tasks), List.of(), Instant.EPOCH, new Replay.Listener() {
            @Override
            public void outcome(TaskOutcome outcome) {
                boolean wanted = recorded.tasks().stream()
                        .anyMatch(task -> task.upid().equals(outcome.upid().toString()));
                if (wanted) {
                    outcomes.add(outcome);
                }
            }

            @Override
            public void verdict(Judgement judgement) {}

            @Override
            public void push(DeliveryRow delivery) {}

            @Override
            public void blind(Sighting.Blind blind) {}

            @Override
            public void progress(int done, int total) {}
        });
        return outcomes;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysOfTheMailWhatProxmoxSent(RecordedCase recorded) throws Exception {
        List<String> said = outcomes(recorded).stream()
                .map(OtherVoices::mail)
                .filter(mail -> mail != Said.NOTHING)
                .map(mail -> mail == Said.GOOD ? "info" : "error")
                .sorted()
                .toList();
        assertThat(said).isEqualTo(recorded.notificationSeverities());
    }

    private List<Said> hook(String recorded, Says says) throws Exception {
        return outcomes(RecordedCase.named(recorded)).stream()
                .map(outcome -> OtherVoices.hook(outcome, says))
                .toList();
    }

    @Test
    void theHookPushesAlthoughAGuestFailed() throws Exception {
        assertThat(hook("15b-hook-one-guest-failed", Says.AT_JOB_END)).containsExactly(Said.GOOD);
    }

    @Test
    void theHookThatFailsWasCalledAllTheSame() throws Exception {
        assertThat(hook("15-hookfail-job-end", Says.AT_JOB_END)).containsExactly(Said.GOOD);
    }

    @Test
    void nobodyCallsTheHookOfAKilledTask() throws Exception {
        assertThat(hook("11-kill-9-worker", Says.AT_JOB_END)).containsExactly(Said.NOTHING);
    }

    @Test
    void nobodyCallsTheHookWithoutTheLock() throws Exception {
        assertThat(hook("08-lock-not-available-lockwait-0", Says.AT_JOB_END)).containsExactly(Said.NOTHING);
    }

    @Test
    void theHookThatWaitsForOkIsSilentAboutAGoodRun() throws Exception {
        assertThat(hook("15-hook-all-ok", Says.NEVER)).containsExactly(Said.NOTHING);
    }

    @Test
    void theHookPerGuestPushesWhenOneSucceeded() throws Exception {
        assertThat(hook("15b-hook-one-guest-failed", Says.AFTER_EACH_GUEST)).containsExactly(Said.GOOD);
    }
}
