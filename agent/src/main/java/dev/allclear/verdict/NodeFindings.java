package dev.allclear.verdict;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the nodes that have no task in a run say to it: whether they may still start one, and what they leave unproven. */
final class NodeFindings {
    private final Heartbeat heartbeat;
    private final Expectation expected;
    private final Scene scene;
    private final List<TaskOutcome> tasks;
    private final Set<Integer> finished;
    private final boolean early;

    /** Until when every node has to have started. */
    final Instant startBy;
    /** What is still to come. */
    final List<String> waits = new ArrayList<>();
    /** Nodes of which something is still to come. */
    final Set<String> pending = new TreeSet<>();
    /** What the silence of a node leaves unproven. */
    final List<String> gaps = new ArrayList<>();

    NodeFindings(
            Heartbeat heartbeat, Expectation expected, Scene scene, List<TaskOutcome> tasks, Set<Integer> finished) {
        this.heartbeat = heartbeat;
        this.expected = expected;
        this.scene = scene;
        this.tasks = tasks;
        this.finished = finished;
        this.startBy = begin().plus(heartbeat.grace());
        this.early = scene.now().isBefore(startBy);
    }

    /** From when on the nodes have their time to start: a run that begins late as a whole begins then. */
    private Instant begin() {
        Instant due = expected.due();
        Instant first = tasks.stream()
                .map(task -> task.upid().started())
                .min(Comparator.naturalOrder())
                .orElse(due == null ? expected.frozenAt() : due);
        return due == null || first.isAfter(due.plus(heartbeat.grace())) ? first : due;
    }

    /** Looks at every node that runs a task, has to run one or may run one. */
    void look(Set<Integer> wanted) {
        tasks.stream().filter(task -> task.state() instanceof TaskState.Running).forEach(this::lookAtRunning);
        scene.busy().stream()
                .filter(node -> !expected.nodes().contains(node) && mayRunIt(node, wanted))
                .forEach(node -> {
                    if (inSight(node) || early) {
                        waitForBusy(node);
                    } else {
                        gaps.add("a backup ran on node " + node + " when it was seen last, which may be this run's");
                    }
                });
        expected.nodes().stream().filter(node -> !hasTask(node)).forEach(node -> lookAtSilent(node, wanted));
    }

    private void lookAtRunning(TaskOutcome task) {
        String node = task.upid().node();
        pending.add(node);
        if (inSight(node) || early) {
            waits.add("the task on " + node + ", running since " + task.upid().started());
        } else {
            String why = scene.unseen().get(node);
            gaps.add("the task on " + node + " was running, and now the node "
                    + (why == null ? "is offline" : "cannot be seen: " + why));
        }
    }

    private void lookAtSilent(String node, Set<Integer> wanted) {
        boolean busy = scene.busy().contains(node);
        if (busy && (inSight(node) || early)) {
            waitForBusy(node);
        } else if (seen(node) && early) {
            pending.add(node);
            waits.add("node " + node + " to start, until " + startBy);
        } else if (!tasks.isEmpty() && (busy || (matters(node) && !excused(node)))) {
            sayWhatIsMissing(node, wanted);
        }
    }

    private void sayWhatIsMissing(String node, Set<Integer> wanted) {
        if (!seen(node)) {
            // Guests that are still to be proven are named one by one.
            if (expected.everyNode() || finished.containsAll(guestsOf(node, wanted))) {
                gaps.add("node " + node + (expected.everyNode() ? " runs" : " may have run")
                        + " a task of its own, which this agent does not see; "
                        + "add a `pve:` source with an API token to see it");
            }
        } else if (scene.unseen().containsKey(node)) {
            gaps.add("node " + node + " cannot be seen: " + scene.unseen().get(node));
        } else if (inSight(node)) {
            gaps.add("node " + node + " started nothing by " + startBy);
        } else {
            gaps.add("node " + node + " is offline and ran nothing");
        }
    }

    private void waitForBusy(String node) {
        pending.add(node);
        waits.add("the backup that runs on node " + node + ": it may be this run's, or this run starts after it");
    }

    /** Whether a backup of a node that owes nothing may be one of this run, as long as nobody knows its job. */
    private boolean mayRunIt(String node, Set<Integer> wanted) {
        if (hasTask(node) || (expected.pinned() != null && !expected.pinned().equals(node))) {
            return false;
        }
        return tasks.isEmpty()
                || !expected.guestsKnown()
                || wanted.stream()
                        .anyMatch(vmid ->
                                !finished.contains(vmid) && whereabouts(vmid).equals(node));
    }

    /** With a list of guests only nodes that held one of them have to run a task. */
    private boolean matters(String node) {
        return heartbeat.guests().isEmpty()
                || !guestsOf(node, heartbeat.guests()).isEmpty();
    }

    /**
     * A node whose guests have all moved away has nothing to do, and then starts no task. Of one that cannot be seen nobody
     * knows whether it started one and failed.
     */
    private boolean excused(String node) {
        List<Integer> lived = guestsOf(node, expected.guests().keySet());
        return !expected.everyNode()
                && expected.unknown().isEmpty()
                && inSight(node)
                && seen(node)
                && !lived.isEmpty()
                && finished.containsAll(lived);
    }

    /** Those of these guests that lived on a node when the run was due. */
    private List<Integer> guestsOf(String node, Set<Integer> these) {
        return expected.guests().entrySet().stream()
                .filter(guest -> guest.getValue().node().equals(node) && these.contains(guest.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What runs on a node that is offline or cannot be seen is not waited for, as its end may never be told. */
    private boolean inSight(String node) {
        return !scene.unseen().containsKey(node)
                && !Boolean.FALSE.equals(scene.cluster().nodes().get(node));
    }

    /** Whether this agent would see a task of the node; of one that left the cluster there is nothing to see. */
    boolean seen(String node) {
        boolean left =
                !scene.cluster().nodes().isEmpty() && !scene.cluster().nodes().containsKey(node);
        return left
                || scene.cluster().watched().contains(node)
                || scene.unseen().containsKey(node)
                || hasTask(node);
    }

    /** The node where a guest lives now, or lived when the run was due; any, for a guest that nobody knows. */
    String whereabouts(int vmid) {
        Cluster.Resident now = scene.cluster().guests().get(vmid);
        Expectation.Included then = expected.guests().get(vmid);
        return now != null ? now.node() : then != null ? then.node() : anyNode();
    }

    private String anyNode() {
        return Stream.concat(tasks.stream().map(task -> task.upid().node()), scene.cluster().watched().stream())
                .findFirst()
                .orElse("");
    }

    boolean hasTask(String node) {
        return tasks.stream().anyMatch(task -> task.upid().node().equals(node));
    }
}
