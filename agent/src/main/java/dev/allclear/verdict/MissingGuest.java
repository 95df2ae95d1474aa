package dev.allclear.verdict;

import dev.allclear.task.TaskOutcome;
import java.util.List;

/**
 * Why a guest that had to get a backup has none, in words.
 *
 * @param vmid which guest
 * @param expected what had to happen
 * @param scene what is known now
 * @param tasks the tasks of the run
 */
record MissingGuest(int vmid, Expectation expected, Scene scene, List<TaskOutcome> tasks) {

    String words() {
        String guest = "guest " + vmid;
        Expectation.Included then = expected.guests().get(vmid);
        Cluster.Resident now = scene.cluster().guests().get(vmid);
        if (then == null) {
            return expected.unknown().contains(vmid)
                    ? guest + " is on the job's list and does not exist any more; take it off the list"
                    : guest + " is on this heartbeat's list and not in this run";
        }
        String pinned = expected.pinned();
        if (pinned != null && !pinned.equals(then.node())) {
            return guest + " lives on " + then.node() + ", and the job runs on " + pinned
                    + " only, so it is never backed up by it";
        }
        if (now == null && scene.cluster().guestsKnown()) {
            return guest + " was deleted after the run was due, and no node backed it up before";
        }
        String node = now == null ? then.node() : now.node();
        if (!node.equals(then.node())) {
            return guest + " moved from " + then.node() + " to " + node
                    + " after the run was due, and no node backed it up";
        }
        String why = scene.unseen().get(node);
        if (why != null) {
            return guest + " has no proven backup: node " + node + " cannot be seen: " + why;
        }
        if (Boolean.FALSE.equals(scene.cluster().nodes().get(node))) {
            return guest + " was not backed up: node " + node + " is offline";
        }
        boolean ran = tasks.stream().anyMatch(task -> task.upid().node().equals(node));
        return guest + " was not backed up: node " + node
                + (ran ? " ended its task without it" : " has run no task for it");
    }
}
