package dev.allclear.watch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import dev.allclear.task.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskCursorTest {
    private static final Instant T = VirtualTimes.BEGIN;

    private final FakeTasks node = FakeTasks.pve("pve1");
    private final TaskCursor cursor = new TaskCursor(Integer.MAX_VALUE, null);

    private List<TaskRow> over(int count) {
        IntStream.range(0, count).forEach(i -> node.over("vzdump", "", T.plusSeconds(60L * i), "OK"));
        return List.copyOf(node.archive);
    }

    @Test
    void knowsTasksThatWereSeenAsEnded() {
        List<TaskRow> rows = over(3);
        Upid running = node.start("vzdump", "", T);
        cursor.seen(List.of(node.active.get(0), rows.get(0), rows.get(1)), T);
        assertThat(cursor.knows(rows.get(0).upid())).isTrue();
        assertThat(cursor.knows(rows.get(2).upid())).isFalse();
        assertThat(cursor.knows(running)).isFalse();
    }

    @Test
    void aHeadThatEndsInSeveralKnownTasksReachesBack() {
        List<TaskRow> rows = over(8);
        cursor.seen(rows.subList(4, 8), T);
        assertThat(cursor.reaches(rows.subList(0, 8))).isTrue();
        assertThat(cursor.reaches(rows.subList(0, 7))).isFalse();
    }

    @Test
    void theFirstHeadNeverReachesBack() {
        assertThat(cursor.reaches(over(8))).isFalse();
    }

    @Test
    void aFirstLookMayEndInRowsThatAreOlderThanTheEarlierLife() {
        TaskCursor later = new TaskCursor(4, T.plus(Duration.ofDays(3)));
        assertThat(later.reaches(over(8))).isTrue();
        TaskCursor sooner = new TaskCursor(4, T.plus(Duration.ofHours(3)));
        assertThat(sooner.reaches(over(8))).isFalse();
    }

    @Test
    void aListThatStillShowsAKnownTaskIsBeyondDoubt() {
        List<TaskRow> rows = over(3);
        cursor.seen(rows.subList(2, 3), T);
        assertThat(cursor.inDoubt(rows, upid -> false, T.plusSeconds(99999))).isFalse();
    }

    @Test
    void aListWithoutAnyKnownTaskIsInDoubt() {
        List<TaskRow> rows = over(3);
        cursor.seen(rows.subList(2, 3), T);
        assertThat(cursor.inDoubt(rows.subList(0, 2), upid -> false, T.plusSeconds(30)))
                .isTrue();
        assertThat(cursor.inDoubt(List.of(), upid -> false, T.plusSeconds(30))).isTrue();
    }

    @Test
    void aListThatWasEmptyIsInDoubtWithItsFirstEndedTaskOrAfterALongPause() {
        cursor.seen(List.of(), T);
        node.start("vzdump", "", T);
        assertThat(cursor.inDoubt(node.active, upid -> false, T.plusSeconds(60)))
                .isFalse();
        assertThat(cursor.inDoubt(over(1), upid -> false, T.plusSeconds(60))).isTrue();
        assertThat(cursor.inDoubt(List.of(), upid -> false, T.plusSeconds(3600)))
                .isTrue();
    }

    @Test
    void anEarlierLifeIsAskedForTheTasksItSettled() {
        List<TaskRow> rows = over(3);
        TaskCursor later = new TaskCursor(Integer.MAX_VALUE, T);
        assertThat(later.inDoubt(rows, upid -> upid.equals(rows.get(2).upid()), T))
                .isFalse();
        assertThat(later.inDoubt(rows, upid -> false, T)).isTrue();
    }

    @Test
    void withoutAnEarlierLifeNothingWasMissed() {
        assertThat(cursor.inDoubt(over(3), upid -> false, T)).isFalse();
    }

    @Test
    void aGapReachesFromTheLastLookToTheOldestTaskLeft() {
        TaskCursor later = new TaskCursor(Integer.MAX_VALUE, T);
        TaskRow oldest =
                new TaskRow(node.upid("vzdump", "", T), T.plusSeconds(900).getEpochSecond(), "OK");
        assertThat(later.gap(oldest, 600, T.plusSeconds(5000))).contains(new TaskCursor.Span(T, T.plusSeconds(900)));
    }

    @Test
    void aListThatReachesBackToTheLastLookHasNoGap() {
        TaskCursor later = new TaskCursor(Integer.MAX_VALUE, T);
        TaskRow oldest =
                new TaskRow(node.upid("aptupdate", "", T), T.minusSeconds(9).getEpochSecond(), "OK");
        assertThat(later.gap(oldest, 600, T.plusSeconds(5000))).isEmpty();
    }

    @Test
    void aShortListHasNotLostItsBottomYet() {
        TaskCursor later = new TaskCursor(Integer.MAX_VALUE, T);
        TaskRow oldest =
                new TaskRow(node.upid("vzdump", "", T), T.plusSeconds(900).getEpochSecond(), "OK");
        assertThat(later.gap(oldest, 5, T.plusSeconds(5000))).isEmpty();
    }

    @Test
    void aListThatWasWipedHasAGapUntilNow() {
        cursor.seen(over(3), T);
        assertThat(cursor.gap(null, 0, T.plusSeconds(70))).contains(new TaskCursor.Span(T, T.plusSeconds(70)));
    }

    /** Whatever starts, ends, is recorded late and in any order, and falls away: each task is seen, or in a gap. */
    @Test
    void everyEndedTaskIsSeenOrInAGap() {
        qt().withExamples(300).forAll(longs().all()).checkAssert(TaskCursorTest::liveThrough);
    }

    private static void liveThrough(long seed) {
        Random random = new Random(seed);
        FakeTasks node = FakeTasks.pve("pve1");
        int room = 120 + random.nextInt(200);
        List<Upid> unrecorded = new ArrayList<>();
        Map<Upid, Instant> ended = new HashMap<>();
        Set<Upid> seen = new HashSet<>();
        List<TaskCursor.Span> gaps = new ArrayList<>();
        TaskCursor cursor = new TaskCursor(Integer.MAX_VALUE, null);
        Instant now = T;
        look(node, cursor, seen, gaps, now);
        for (int poll = 0; poll < 40; poll++) {
            int many = random.nextInt(10) == 0 ? random.nextInt(2 * room) : random.nextInt(4);
            for (int i = 0; i < many; i++) {
                now = now.plusSeconds(1);
                unrecorded.add(node.start("vzdump", "", now));
                if (random.nextInt(3) == 0) {
                    record(node, unrecorded, ended, now, random);
                }
            }
            record(node, unrecorded, ended, now, random);
            while (node.archive.size() > room) {
                node.archive.remove(node.archive.size() - 1);
            }
            now = now.plusSeconds(30);
            look(node, cursor, seen, gaps, now);
        }
        Set<Upid> missed = new HashSet<>(ended.keySet());
        missed.removeAll(seen);
        missed.removeIf(upid -> gaps.stream().anyMatch(gap -> covers(gap, Objects.requireNonNull(ended.get(upid)))));
        assertThat(missed).isEmpty();
    }

    private static boolean covers(TaskCursor.Span gap, Instant at) {
        return !at.isBefore(gap.from()) && !at.isAfter(gap.to());
    }

    /** Some of the running tasks end and are recorded together, oldest start first. */
    private static void record(
            FakeTasks node, List<Upid> running, Map<Upid, Instant> ended, Instant at, Random random) {
        List<Upid> batch = running.stream().filter(upid -> random.nextBoolean()).toList();
        for (int i = batch.size() - 1; i >= 0; i--) {
            node.record(batch.get(i), at, "OK");
            ended.put(batch.get(i), at);
        }
        running.removeAll(batch);
    }

    private static void look(
            FakeTasks node, TaskCursor cursor, Set<Upid> seen, List<TaskCursor.Span> gaps, Instant now) {
        List<TaskRow> all = new ArrayList<>(node.active);
        all.addAll(node.archive);
        List<TaskRow> head = all;
        for (int limit = 8; limit < all.size(); limit *= 8) {
            if (cursor.reaches(all.subList(0, limit))) {
                head = all.subList(0, limit);
                break;
            }
        }
        if (head.size() == all.size() && cursor.inDoubt(head, upid -> false, now)) {
            TaskRow oldest = all.isEmpty() ? null : all.get(all.size() - 1);
            Optional<TaskCursor.Span> gap = cursor.gap(oldest, all.size(), now);
            gap.ifPresent(gaps::add);
        }
        head.stream().filter(TaskRow::ended).map(TaskRow::upid).forEach(seen::add);
        cursor.seen(head, now);
    }
}
