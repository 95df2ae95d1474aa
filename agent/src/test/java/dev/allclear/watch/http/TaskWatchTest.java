package dev.allclear.watch.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.Sighting.Ended;
import dev.allclear.watch.Sighting.Gap;
import dev.allclear.watch.Sighting.Running;
import dev.allclear.watch.Sighting.SeenUntil;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskWatchTest {
    private static final Instant T = VirtualTimes.BEGIN;

    private final FakeTasks node = FakeTasks.pve("pve1");
    private final List<Sighting> seen = new ArrayList<>();
    private final Set<Upid> settled = new HashSet<>();
    private Optional<Instant> earlier = Optional.empty();
    private Instant now = T;
    private TaskWatch watch = newWatch();

    private TaskWatch newWatch() {
        TaskWatch.Eyes eyes = new TaskWatch.Eyes(
                settled::contains,
                seen::add,
                () -> now,
                () -> Duration.between(T, now).toNanos());
        return new TaskWatch(
                node,
                eyes,
                new TaskWatch.Plan(
                        "pve1", true, upid -> upid.type().equals("vzdump"), 8, Integer.MAX_VALUE, name -> earlier));
    }

    /** One look, so much later; what was seen, without the notes of how far. */
    private List<Sighting> look(int secondsLater) {
        now = now.plusSeconds(secondsLater);
        seen.clear();
        node.asked.clear();
        try {
            if (watch.list() instanceof TaskWatch.Read) {
                watch.follow();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return seen.stream()
                .filter(sighting -> !(sighting instanceof SeenUntil))
                .toList();
    }

    private static TaskOutcome outcome(List<Sighting> sightings) {
        return ((Ended) sightings.get(sightings.size() - 1)).outcome();
    }

    @Test
    void anIdleLookIsOneSmallRequest() {
        for (int i = 0; i < 20; i++) {
            settled.add(node.over("vzdump", "", T.minusSeconds(9000 - i), "OK"));
        }
        look(0);
        look(30);
        assertThat(node.asked).containsExactly("tasks 0 8");
    }

    @Test
    void handsOverARunningTaskOnceAndItsEndOnce() {
        look(0);
        Upid task = node.start("vzdump", "", now, "INFO: starting new backup job: vzdump 100 --quiet 1");
        assertThat(look(30)).containsExactly(new Running(task));
        assertThat(look(30)).isEmpty();
        node.exit(task, "TASK OK");
        assertThat(outcome(look(30)).state()).isEqualTo(new TaskState.Ok());
        assertThat(look(30)).isEmpty();
        node.record(task, now, "OK");
        assertThat(look(30)).isEmpty();
    }

    @Test
    void theReportTellsOfTheGuestsInTheLog() {
        Upid task = node.start(
                "vzdump",
                "",
                now,
                "INFO: starting new backup job: vzdump 100 --quiet 1",
                "INFO: Starting Backup of VM 100 (qemu)");
        look(0);
        node.exit(
                task,
                "INFO: Finished Backup of VM 100 (00:00:01)",
                "INFO: Backup job finished successfully",
                "TASK OK");
        assertThat(outcome(look(30)).report().guests()).hasSize(1);
    }

    @Test
    void handsOverTheLogOfATaskThatItFollowed() {
        Upid task = node.start("vzdump", "", now, "INFO: starting new backup job: vzdump 100");
        look(0);
        node.exit(task, "TASK ERROR: no space");
        List<Sighting> sightings = look(30);
        assertThat(((Ended) sightings.get(sightings.size() - 1)).log())
                .isEqualTo("INFO: starting new backup job: vzdump 100\nTASK ERROR: no space\n");
    }

    @Test
    void keepsNoLogOfATaskThatEndedLongAgo() {
        Upid task = node.start("vzdump", "", T.minusSeconds(9000), "INFO: something");
        node.exit(task, "TASK OK");
        node.record(task, T.minusSeconds(8000), "OK");
        List<Sighting> sightings = look(0);
        assertThat(sightings.get(sightings.size() - 1)).isEqualTo(new Ended(outcome(sightings), ""));
    }

    @Test
    void aListThatSaysOkProvesNothingWhileTheWorkerLives() {
        Upid task = node.start("vzdump", "", now, "INFO: something", "TASK OK");
        node.record(task, now, "OK");
        assertThat(look(0)).containsExactly(new Running(task));
    }

    @Test
    void aWorkerThatLingersAfterItsFinalLineIsAskedForSoon() throws InterruptedException {
        node.start("vzdump", "", now, "INFO: something", "TASK OK");
        watch.list();
        assertThat(watch.follow().again()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void unexpectedStatusInTheListIsOverruledByTheLog() {
        Upid task = node.start("vzdump", "", now, "INFO: something");
        look(0);
        node.exit(task, "TASK OK");
        node.record(task, now.plusSeconds(9), "unexpected status");
        assertThat(outcome(look(30)).state()).isEqualTo(new TaskState.Ok());
    }

    @Test
    void aMissingFinalLineIsWaitedForAndThenUnknown() throws InterruptedException {
        Upid task = node.start("vzdump", "", now, "INFO: something");
        look(0);
        node.exit(task);
        assertThat(look(30)).isEmpty();
        watch.list();
        assertThat(watch.follow().again()).isEqualTo(Duration.ofSeconds(10));
        assertThat(outcome(look(10)).state()).isEqualTo(new TaskState.Unknown(TaskState.NO_FINAL_LINE));
    }

    @Test
    void aFinalLineThatComesWithinTheGraceCounts() {
        Upid task = node.start("vzdump", "", now, "INFO: something");
        look(0);
        node.exit(task, "TASK");
        assertThat(look(30)).isEmpty();
        List<String> log = node.lines(task);
        log.set(log.size() - 1, "TASK OK");
        assertThat(outcome(look(5)).state()).isEqualTo(new TaskState.Ok());
    }

    @Test
    void aTaskThatEndedLongAgoWithoutAFinalLineIsNotWaitedFor() {
        Upid task = node.start("vzdump", "", T.minusSeconds(9000), "INFO: something");
        node.exit(task);
        node.record(task, T.minusSeconds(8000), "unexpected status");
        assertThat(outcome(look(0)).state()).isEqualTo(new TaskState.Unknown(TaskState.NO_FINAL_LINE));
    }

    @Test
    void theHalfWrittenLastLineIsReadAgain() {
        Upid task = node.start("vzdump", "", now, "INFO: starting new backup job: vzdump 100", "INFO: Starting Ba");
        look(0);
        List<String> log = node.lines(task);
        log.set(1, "INFO: Starting Backup of VM 100 (qemu)");
        log.add("ERROR: Backup of VM 100 failed - no space");
        look(30);
        assertThat(node.asked).contains("log 2");
        node.exit(task, "INFO: Backup job finished with errors", "TASK ERROR: job errors");
        TaskOutcome outcome = outcome(look(30));
        assertThat(outcome.state()).isEqualTo(new TaskState.Failed("job errors"));
        assertThat(outcome.report().guests()).hasSize(1);
    }

    @Test
    void aLongLogIsReadInPages() {
        Upid task = node.start("vzdump", "", T.minusSeconds(900));
        for (int i = 0; i < 12_000; i++) {
            node.lines(task).add("INFO: line " + i);
        }
        node.exit(task, "TASK OK");
        node.record(task, T.minusSeconds(30), "OK");
        assertThat(outcome(look(0)).state()).isEqualTo(new TaskState.Ok());
        assertThat(node.asked).containsSubsequence("log 1", "log 5001", "log 10001");
    }

    @Test
    void aLogThatShrankIsAnotherLog() {
        Upid task = node.start("vzdump", "", now, "INFO: a", "INFO: b", "INFO: c");
        look(0);
        node.logs.put(task, new ArrayList<>(List.of("TASK OK")));
        node.exit(task);
        assertThat(outcome(look(30)).state()).isEqualTo(new TaskState.Ok());
    }

    @Test
    void okInTheListWithoutALogProvesNothing() {
        Upid task = node.over("vzdump", "", T.minusSeconds(900), "OK");
        node.logs.remove(task);
        TaskState state = outcome(look(0)).state();
        assertThat(state)
                .isEqualTo(new TaskState.Unknown("the task list says OK, but its log is gone, so nothing is proven"));
    }

    @Test
    void endsWhenTheListSays() {
        node.over("vzdump", "", T.minusSeconds(900), "OK");
        assertThat(outcome(look(0)).ended()).isEqualTo(T.minusSeconds(895));
    }

    @Test
    void endsNowWhenTheListDoesNotKnowYet() {
        Upid task = node.start("vzdump", "", now);
        node.exit(task, "TASK OK");
        assertThat(outcome(look(7)).ended()).isEqualTo(T.plusSeconds(7));
    }

    @Test
    void settledTasksAreNotOpened() {
        settled.add(node.over("vzdump", "", T.minusSeconds(900), "OK"));
        assertThat(look(0)).isEmpty();
        assertThat(node.asked).containsExactly("tasks 0 512");
    }

    @Test
    void moreNewTasksThanTheHeadHoldsAreAllFound() {
        for (int i = 0; i < 10; i++) {
            settled.add(node.over("vzdump", "", T.minusSeconds(9000 - i), "OK"));
        }
        look(0);
        for (int i = 0; i < 30; i++) {
            node.over("vzdump", "", now, "OK");
        }
        assertThat(look(600)).hasSize(30);
        assertThat(node.asked).contains("tasks 0 8", "tasks 0 64");
    }

    @Test
    void aTaskThatStartsBetweenTwoPagesIsNeitherDoubledNorDoesItHideAnother() {
        for (int i = 0; i < 1100; i++) {
            node.over("vzdump", "", T.minusSeconds(9000 - i), "OK");
        }
        node.beforePage = () -> node.start("vzdump", "", T);
        List<Sighting> first = look(0);
        assertThat(first.stream().filter(Ended.class::isInstance).distinct()).hasSize(1100);
        assertThat(first).doesNotHaveDuplicates();
    }

    @Test
    void otherTypesAreNotOpened() {
        node.over("aptupdate", "", T.minusSeconds(900), "OK");
        assertThat(look(0)).isEmpty();
    }

    @Test
    void handsOverTheBacklogInOrderOfStart() {
        Upid second = node.over("vzdump", "", T.minusSeconds(800), "OK");
        Upid first = node.over("vzdump", "", T.minusSeconds(900), "job errors");
        assertThat(look(0).stream().map(sighting -> ((Ended) sighting).outcome().upid()))
                .containsExactly(first, second);
    }

    @Test
    void aHistoryThatNoLongerReachesBackIsAGap() {
        earlier = Optional.of(T.minusSeconds(90_000));
        watch = newWatch();
        node.filter = row -> row.upid().type().equals("vzdump");
        for (int i = 0; i < 500; i++) {
            node.over("qmstart", "100", T.minusSeconds(5000 - i), "OK");
        }
        Upid task = node.over("vzdump", "", T.minusSeconds(100), "OK");
        List<Sighting> first = look(0);
        assertThat(first.get(0)).isEqualTo(new Gap("pve1", T.minusSeconds(90_000), T.minusSeconds(4995)));
        assertThat(outcome(first).upid()).isEqualTo(task);
        assertThat(node.asked).contains("tasks 0 512", "all 0 1", "all 500 1");
    }

    @Test
    void aGapIsSaidOnce() {
        aHistoryThatNoLongerReachesBackIsAGap();
        assertThat(look(30)).isEmpty();
        assertThat(node.asked).containsExactly("tasks 0 8");
    }

    @Test
    void afterAFailureNothingIsTakenForSeen() {
        look(0);
        node.broken = new Reply.NodeDown<>("595");
        node.over("vzdump", "", T, "OK");
        assertThat(look(30)).isEmpty();
        assertThat(seen).isEmpty();
        node.broken = null;
        assertThat(look(30)).hasSize(1);
    }

    @Test
    void aLogThatIsRefusedKeepsItsTaskOpen() {
        node.over("vzdump", "", T.minusSeconds(90), "OK");
        node.brokenLogs = new Reply.Denied<>(403, "Sys.Audit");
        assertThat(look(0)).isEmpty();
        assertThat(seen).isEmpty();
        node.brokenLogs = null;
        assertThat(look(30)).hasSize(1);
    }

    @Test
    void saysUpToWhenItHasSeenOnlyWithNewsOrEveryTenMinutes() {
        look(0);
        assertThat(seen).containsExactly(new SeenUntil("pve1", T));
        look(30);
        assertThat(seen).isEmpty();
        look(600);
        assertThat(seen).containsExactly(new SeenUntil("pve1", T.plusSeconds(630)));
        node.over("vzdump", "", T, "OK");
        look(30);
        assertThat(seen).hasSize(2).last().isEqualTo(new SeenUntil("pve1", T.plusSeconds(660)));
    }
}
