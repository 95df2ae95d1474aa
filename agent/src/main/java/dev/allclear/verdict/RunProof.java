package dev.allclear.verdict;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Empty;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The search for what the vzdump tasks of one run prove together, whatever the order in which they became known, and for
 * what they leave unproven.
 */
final class RunProof {
    private final Heartbeat heartbeat;
    private final Expectation expected;
    private final Scene scene;
    private final List<TaskOutcome> tasks;
    private final List<TaskFindings> findings;
    private final NodeFindings nodes;
    /** Guests with a finished backup that matter to the heartbeat. */
    private final SortedSet<Integer> covered = new TreeSet<>();
    /** All guests with a finished backup. */
    private final SortedSet<Integer> finished = new TreeSet<>();

    private final SortedSet<Integer> failed = new TreeSet<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<String> waits = new ArrayList<>();

    RunProof(Heartbeat heartbeat, Expectation expected, Collection<TaskOutcome> tasks, Scene scene) {
        this.heartbeat = heartbeat;
        this.expected = expected;
        this.scene = scene;
        this.tasks = tasks.stream()
                .sorted(Comparator.comparing((TaskOutcome task) -> task.upid().node())
                        .thenComparing(task -> task.upid().started())
                        .thenComparing(task -> task.upid().toString()))
                .toList();
        this.findings = this.tasks.stream()
                .filter(task -> !(task.state() instanceof TaskState.Running))
                .map(task -> new TaskFindings(heartbeat, task))
                .toList();
        findings.forEach(found -> {
            covered.addAll(found.covered);
            finished.addAll(found.finished());
        });
        this.nodes = new NodeFindings(heartbeat, expected, scene, this.tasks, finished);
    }

    Standing standing() {
        lookForFailures();
        nodes.look(wanted());
        waits.addAll(nodes.waits);
        lookForGuests();
        gaps.addAll(nodes.gaps);
        findings.forEach(found -> found.gaps.forEach(gap -> gaps.add(at(found) + gap)));
        gaps.addAll(scene.gaps());
        if (!failures.isEmpty()) {
            return Standing.of(new Failed(joined(failures, gaps)));
        }
        if (tasks.isEmpty() && waits.isEmpty() && scene.now().isBefore(nodes.startBy)) {
            waits.add("a task to start, until " + nodes.startBy);
        }
        if (!waits.isEmpty()) {
            return new Standing(null, waits, nodes.startBy);
        }
        if (tasks.isEmpty()) {
            return Standing.of(new Absence(expected, scene, nodes.startBy).verdict());
        }
        return Standing.of(verdict());
    }

    private Verdict verdict() {
        boolean allHadTheirTurn = findings.stream().allMatch(TaskFindings::loopEnded);
        // Where it is known what had to happen, what is missing says more than that nothing was done.
        boolean onlyEmpty = gaps.isEmpty() || !expected.guestsKnown();
        if (finished.isEmpty() && allHadTheirTurn && onlyEmpty && !heartbeat.emptyOk()) {
            return new Empty(joined(
                    List.of("the task ended well and backed up nothing; "
                            + "if that is right for this heartbeat, set `empty ok`"),
                    gaps));
        }
        return gaps.isEmpty() ? allClear() : new Incomplete(joined(gaps, List.of()));
    }

    private AllClear allClear() {
        List<String> reasons = new ArrayList<>(findings.stream()
                .map(found -> at(found) + found.end())
                .distinct()
                .toList());
        reasons.add(
                covered.isEmpty()
                        ? "there was nothing to back up, and `empty ok` is set"
                        : "every guest has a finished backup: " + Words.numbers(covered));
        SortedSet<Integer> leftOut = elsewhere();
        leftOut.removeAll(covered);
        if (!leftOut.isEmpty() && heartbeat.guests().isEmpty() && !ofJob()) {
            reasons.add(
                    Words.guests(leftOut, "is", "are") + " on another node, and the request was for this node alone");
        }
        int warnings = findings.stream().mapToInt(found -> found.warnings).sum();
        if (warnings > 0) {
            reasons.add(Words.counted(warnings, "warning") + ", which `warnings ok` allows");
        }
        Exclusions.of(expected, tasks)
                .forEach((vmid, disks) -> reasons.add(
                        "guest " + vmid + ": " + Words.counted(disks, "disk") + " excluded by configuration"));
        return new AllClear(covered.size(), warnings, duration(), reasons);
    }

    private Duration duration() {
        Instant start = tasks.stream()
                .map(task -> task.upid().started())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant end = tasks.stream()
                .map(TaskOutcome::ended)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Duration duration = Duration.between(start, end);
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private void lookForFailures() {
        for (TaskFindings found : findings) {
            found.failed.forEach((vmid, words) -> {
                failed.add(vmid);
                failures.add(at(found) + words + savedElsewhere(vmid, found.node()));
            });
            found.failures.forEach(failure -> failures.add(at(found) + failure));
        }
        scene.notStarted().forEach((node, reason) -> {
            if (!nodes.hasTask(node)) {
                failures.add(
                        "the scheduler of node " + node + " could not start the job, so there is no task: " + reason);
            }
        });
    }

    private String savedElsewhere(int vmid, String node) {
        if (!covered.contains(vmid)) {
            return "";
        }
        boolean there = findings.stream().anyMatch(other -> !other.node().equals(node) && other.covered.contains(vmid));
        return "; another " + (there ? "node" : "task of the run") + " has a finished backup of it";
    }

    private void lookForGuests() {
        SortedSet<Integer> notStarted = new TreeSet<>();
        findings.forEach(found -> notStarted.addAll(found.missing));
        notStarted.removeAll(covered);
        notStarted.removeAll(failed);
        notStarted.forEach(vmid -> gaps.add("guest " + vmid + " was asked for and never started"));

        SortedSet<Integer> unproven = wanted();
        unproven.removeAll(covered);
        unproven.removeAll(failed);
        unproven.removeAll(notStarted);
        SortedSet<Integer> hidden = new TreeSet<>(unproven);
        if (!expected.guestsKnown()) {
            hidden.retainAll(elsewhere());
        } else {
            hidden.removeIf(vmid -> nodes.seen(nodes.whereabouts(vmid)));
        }
        if (!hidden.isEmpty()) {
            gaps.add(Words.guests(hidden, "belongs", "belong")
                    + " to another node; add a `pve:` source with an API token to see it");
        }
        unproven.removeAll(hidden);
        // Of guests that may still have their turn nothing is said yet.
        unproven.removeIf(vmid -> expected.guestsKnown() && nodes.pending.contains(nodes.whereabouts(vmid)));
        if (expected.guestsKnown()) {
            unproven.forEach(vmid -> gaps.add(new MissingGuest(vmid, expected, scene, tasks).words()));
        } else if (!unproven.isEmpty()) {
            gaps.add(Words.guests(unproven, "is", "are") + " on this heartbeat's list and not in this run");
        }
    }

    /** The guests that have to be proven. */
    private SortedSet<Integer> wanted() {
        SortedSet<Integer> wanted = new TreeSet<>(heartbeat.guests());
        if (wanted.isEmpty()) {
            wanted.addAll(expected.guests().keySet());
            wanted.addAll(expected.unknown());
            if (!expected.guestsKnown()) {
                wanted.addAll(elsewhereThatCounts());
            }
        }
        return wanted;
    }

    private SortedSet<Integer> elsewhere() {
        SortedSet<Integer> elsewhere = new TreeSet<>();
        findings.forEach(found -> elsewhere.addAll(found.elsewhere));
        return elsewhere;
    }

    /**
     * Guests of other nodes belong to a job. They do not belong to a single task that was limited to its node by the
     * request itself, as "Run now" does for each node.
     */
    private SortedSet<Integer> elsewhereThatCounts() {
        if (ofJob()) {
            return elsewhere();
        }
        SortedSet<Integer> skipped = new TreeSet<>();
        tasks.forEach(task -> skipped.addAll(task.report().skipped()));
        return skipped;
    }

    private boolean ofJob() {
        return heartbeat.watch() instanceof JobWatch;
    }

    /** Which node is spoken of, where there are several. */
    private String at(TaskFindings found) {
        return tasks.stream().map(task -> task.upid().node()).distinct().count() > 1 ? found.node() + ": " : "";
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }
}
