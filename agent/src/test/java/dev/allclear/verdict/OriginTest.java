package dev.allclear.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Runs of the scheduler and runs by hand. */
class OriginTest {
    private static final String SCHEDULED = "vzdump 101 --quiet 1 --storage local";
    private static final String RUN_NOW = "vzdump 101 --node pve1 --storage local --all 0";

    private static TaskOutcome task(String command) {
        return Runs.run().command(command).guest(101, Guest.State.OK).outcome();
    }

    private static TaskOutcome by(String user, String command) {
        TaskOutcome task = task(command);
        Upid upid = task.upid();
        return new TaskOutcome(
                new Upid(
                        upid.product(),
                        upid.node(),
                        upid.pid(),
                        upid.pstart(),
                        upid.taskId(),
                        upid.starttime(),
                        upid.type(),
                        upid.id(),
                        user),
                task.state(),
                task.ended(),
                task.report());
    }

    private static final Heartbeat SCHEDULED_ONLY = new Heartbeat(
            "nightly", new TaskWatch("vzdump"), new TreeSet<>(), true, false, false, Heartbeat.DEFAULT_GRACE, null);

    @Test
    void aQuietTaskOfRootIsTheSchedulers() {
        assertThat(Origin.of(task(SCHEDULED), false)).isEqualTo(Origin.SCHEDULE);
    }

    @Test
    void aTaskThatIsNotQuietWasStartedByHand() {
        assertThat(Origin.of(task(RUN_NOW), false)).isEqualTo(Origin.HAND);
    }

    @Test
    void aQuietTaskOfAnotherUserWasStartedByHand() {
        assertThat(Origin.of(by("admin@pve", SCHEDULED), false)).isEqualTo(Origin.HAND);
    }

    @Test
    void aTaskThatTheSchedulersStateNamesIsTheSchedulersWhateverItSays() {
        assertThat(Origin.of(task(RUN_NOW), true)).isEqualTo(Origin.SCHEDULE);
    }

    @Test
    void aTaskThatEndedBeforeItsFirstLineIsTakenForTheSchedulers() {
        assertThat(Origin.of(Runs.run().command(null).outcome(), false)).isEqualTo(Origin.SCHEDULE);
    }

    @Test
    void aTaskByHandIsNoRunWhereTheseAreIgnored() {
        assertThat(Judge.judge(SCHEDULED_ONLY, task(RUN_NOW), null)).isEmpty();
    }

    @Test
    void aScheduledTaskIsARunWhereThoseByHandAreIgnored() {
        assertThat(Judge.judge(SCHEDULED_ONLY, task(SCHEDULED), null)).isPresent();
    }
}
