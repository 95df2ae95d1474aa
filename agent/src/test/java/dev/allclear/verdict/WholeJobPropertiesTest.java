package dev.allclear.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Cluster.Resident;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for the run of any job on any cluster, whatever goes wrong. Random, but the same every time. */
class WholeJobPropertiesTest {
    private static final int CASES = 100_000;

    private static void forRandomNights(long seed, int cases, Consumer<RandomNight> check) {
        Random random = new Random(seed);
        for (int i = 0; i < cases; i++) {
            check.accept(RandomNight.from(random));
        }
    }

    @Test
    void anAllClearIsGivenExactlyWhenEverythingIsProven() {
        int[] allClears = new int[1];
        forRandomNights(1, CASES, night -> {
            boolean proven = proven(night);
            allClears[0] += proven ? 1 : 0;
            assertThat(night.isAllClear()).as(night::toString).isEqualTo(proven);
        });
        assertThat(allClears[0]).isBetween(CASES / 5, CASES * 4 / 5);
    }

    @Test
    void theOrderInWhichTasksBecameKnownChangesNothing() {
        Random random = new Random(2);
        forRandomNights(3, CASES / 5, night -> {
            Standing before = night.judged();
            Collections.shuffle(night.tasks, random);
            assertThat(night.judged()).as(night::toString).isEqualTo(before);
        });
    }

    @Test
    void nothingElseThatGoesWrongMakesAnAllClear() {
        Random random = new Random(4);
        forRandomNights(5, CASES, night -> {
            if (!night.isAllClear()) {
                RandomNight worse = new RandomNight(night);
                spoil(worse, random);
                assertThat(worse.isAllClear())
                        .as(() -> "before:\n" + night + "\nafter:\n" + worse)
                        .isFalse();
            }
        });
    }

    @Test
    void whatIsAllClearEarlyIsAllClearLater() {
        forRandomNights(6, CASES / 5, night -> {
            night.early = true;
            if (night.isAllClear()) {
                night.early = false;
                assertThat(night.isAllClear()).as(night::toString).isTrue();
            }
        });
    }

    @Test
    void afterTheGraceOnlyATaskThatRunsIsWaitedFor() {
        forRandomNights(7, CASES / 5, night -> {
            night.early = false;
            boolean runs = night.tasks.stream().anyMatch(task -> task.state() instanceof TaskState.Running)
                    || !night.busy.isEmpty();
            assertThat(runs || night.judged().verdict() != null)
                    .as(night::toString)
                    .isTrue();
        });
    }

    @Test
    void everyStandingSaysWhy() {
        forRandomNights(8, CASES / 5, night -> {
            Standing standing = night.judged();
            Verdict verdict = standing.verdict();
            assertThat(verdict == null ? standing.waitsFor() : verdict.reasons())
                    .as(night::toString)
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        });
    }

    /** The definition of an all-clear, told a second time and as plainly as can be. */
    private static boolean proven(RandomNight night) {
        Set<Integer> finished = night.tasks.stream()
                .filter(task -> !(task.state() instanceof TaskState.Running))
                .flatMap(task -> task.report().guests().stream())
                .filter(guest -> guest.state() == Guest.State.OK || guest.state() == Guest.State.WARNING)
                .map(Guest::vmid)
                .collect(Collectors.toSet());
        return !night.tasks.isEmpty()
                && night.gaps.isEmpty()
                && night.tasks.stream().allMatch(task -> endedWell(night, task, finished))
                && finished.containsAll(required(night))
                && (night.emptyOk || !finished.isEmpty())
                && night.nodesThen.keySet().stream()
                        .allMatch(node -> hasTask(night, node) || silenceIsFine(night, node, finished));
    }

    private static Set<Integer> required(RandomNight night) {
        if (!night.list.isEmpty()) {
            return night.list;
        }
        Set<Integer> required = new TreeSet<>();
        if (night.known) {
            night.guestsThen.values().stream()
                    .filter(guest -> included(night, guest))
                    .forEach(guest -> required.add(guest.vmid()));
            required.addAll(night.named);
        } else {
            night.tasks.forEach(task -> task.report().guests().stream()
                    .filter(guest -> guest.state() == Guest.State.EXTERNAL)
                    .forEach(guest -> required.add(guest.vmid())));
        }
        return required;
    }

    private static boolean included(RandomNight night, Resident guest) {
        boolean beside = night.pinned != null && !night.pinned.equals(guest.node());
        return night.asked(guest.vmid()) && !(night.all && beside);
    }

    private static boolean endedWell(RandomNight night, TaskOutcome task, Set<Integer> finished) {
        int warnings = 0;
        boolean anotherFailed = false;
        for (Guest guest : task.report().guests()) {
            boolean matters = night.list.isEmpty() || night.list.contains(guest.vmid());
            if (!matters) {
                anotherFailed |= guest.state() == Guest.State.FAILED;
                continue;
            }
            boolean bad = switch (guest.state()) {
                case FAILED, ABORTED -> true;
                case MISSING -> !finished.contains(guest.vmid());
                case OK, WARNING, EXTERNAL -> false;
            };
            if (bad) {
                return false;
            }
            warnings += guest.warnings();
        }
        boolean good = task.state() instanceof TaskState.Ok
                || task.state() instanceof TaskState.Warnings
                || (anotherFailed && task.state().equals(new TaskState.Failed("job errors")));
        return good && task.report().loopEnded() && (night.warningsOk || warnings == 0);
    }

    private static boolean hasTask(RandomNight night, String node) {
        return night.tasks.stream().anyMatch(task -> task.upid().node().equals(node));
    }

    /** Whether it is certain that a node without a task had none to run. */
    private static boolean silenceIsFine(RandomNight night, String node, Set<Integer> finished) {
        boolean mayRun = night.pinned == null || night.pinned.equals(node);
        boolean inSight = !night.unseen.containsKey(node) && !Boolean.FALSE.equals(night.nodesLater.get(node));
        boolean runsSomething = night.busy.contains(node);
        if (night.notStarted.containsKey(node)) {
            return false;
        }
        if (!night.known) {
            return !(runsSomething && mayRun);
        }
        Set<Integer> lived = night.guestsThen.values().stream()
                .filter(guest -> guest.node().equals(node) && night.asked(guest.vmid()))
                .map(Resident::vmid)
                .collect(Collectors.toSet());
        boolean orphans = !night.guestsThen.keySet().containsAll(night.named);
        boolean startsAnyway = (night.all || orphans) && Boolean.TRUE.equals(night.nodesThen.get(node));
        if (!mayRun || (lived.isEmpty() && !startsAnyway)) {
            return true;
        }
        boolean unlisted = !night.list.isEmpty() && Collections.disjoint(lived, night.list);
        boolean left = !night.nodesLater.isEmpty() && !night.nodesLater.containsKey(node);
        boolean seen = left || night.watched.contains(node);
        if (runsSomething || (night.early && (seen || night.unseen.containsKey(node)))) {
            return false;
        }
        boolean moved = !night.all && !orphans && finished.containsAll(lived);
        return unlisted || (moved && inSight && seen);
    }

    /** One more thing goes wrong, or out of sight. */
    private static void spoil(RandomNight night, Random random) {
        String node = RandomNight.anyOf(night.nodesThen.keySet(), random);
        switch (random.nextInt(9)) {
            case 0 -> night.unseen.put(node, "no route to host");
            case 1 -> {
                // A list may well be watched from its guests' node alone.
                if (night.list.isEmpty()) {
                    night.watched.remove(node);
                }
            }
            case 2 -> night.nodesLater.replace(node, false);
            case 3 -> night.gaps.add("a node was not seen");
            case 4 -> night.notStarted.put(node, "no such storage");
            case 5 -> removeTaskThatIsOwed(night, random);
            case 6 -> changeTask(night, random, WholeJobPropertiesTest::cut);
            case 7 -> changeTask(night, random, WholeJobPropertiesTest::unread);
            default -> changeTask(night, random, task -> withFailedGuest(task, random));
        }
    }

    /** The only task of a node that runs one in any case; whether others have run nobody could tell without it. */
    private static void removeTaskThatIsOwed(RandomNight night, Random random) {
        List<TaskOutcome> owed = night.tasks.stream()
                .filter(task -> night.known
                        && night.all
                        && night.list.isEmpty()
                        && Boolean.TRUE.equals(night.nodesThen.get(task.upid().node()))
                        && (night.pinned == null
                                || night.pinned.equals(task.upid().node()))
                        && night.tasks.stream()
                                        .filter(other -> other.upid()
                                                .node()
                                                .equals(task.upid().node()))
                                        .count()
                                == 1)
                .toList();
        if (!owed.isEmpty()) {
            night.tasks.remove(RandomNight.anyOf(owed, random));
        }
    }

    private static void changeTask(RandomNight night, Random random, UnaryOperator<TaskOutcome> change) {
        if (!night.tasks.isEmpty()) {
            int index = random.nextInt(night.tasks.size());
            night.tasks.set(index, change.apply(night.tasks.get(index)));
        }
    }

    private static TaskOutcome cut(TaskOutcome task) {
        List<Guest> guests = task.report().guests();
        return changed(task, TaskState.ofLastLine(""), guests.subList(0, guests.size() / 2), false);
    }

    private static TaskOutcome unread(TaskOutcome task) {
        return changed(task, new TaskState.Unknown("cannot read its log"), List.of(), false);
    }

    private static TaskOutcome withFailedGuest(TaskOutcome task, Random random) {
        List<Guest> guests = new ArrayList<>(task.report().guests());
        if (guests.isEmpty()) {
            return changed(task, new TaskState.Failed("no such storage"), guests, false);
        }
        int index = random.nextInt(guests.size());
        guests.set(index, RandomNight.guest(guests.get(index).vmid(), Guest.State.FAILED));
        boolean ended = task.state() instanceof TaskState.Ok || task.state() instanceof TaskState.Warnings;
        return changed(
                task,
                ended ? new TaskState.Failed("job errors") : task.state(),
                guests,
                task.report().loopEnded());
    }

    private static TaskOutcome changed(TaskOutcome task, TaskState state, List<Guest> guests, boolean whole) {
        return new TaskOutcome(
                task.upid(),
                state,
                task.ended(),
                new VzdumpReport(task.report().command(), guests, List.of(), whole, null, false, false, 0));
    }
}
