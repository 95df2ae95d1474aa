package dev.allclear.verdict;

import dev.allclear.verdict.Verdict.Incomplete;
import dev.allclear.verdict.Verdict.Missed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The verdict over a run of which no task is known although it should have begun.
 *
 * @param expected what had to happen
 * @param scene what is known now
 * @param startBy until when it should have begun
 */
record Absence(Expectation expected, Scene scene, Instant startBy) {

    Verdict verdict() {
        List<String> watched = expected.nodes().stream()
                .filter(node -> scene.cluster().watched().contains(node))
                .toList();
        if (!expected.nodes().isEmpty() && watched.isEmpty() && scene.unseen().isEmpty()) {
            return new Incomplete(List.of("the job runs on " + String.join(", ", expected.nodes())
                    + ", which this agent does not see; add a `pve:` source with an API token to see it"));
        }
        List<String> reasons = new ArrayList<>();
        if (!scene.unseen().isEmpty()) {
            scene.unseen().forEach((node, why) -> reasons.add("node " + node + " cannot be seen: " + why));
            if (scene.unseen().keySet().containsAll(watched)) {
                return new Incomplete(reasons);
            }
        }
        reasons.add(
                0,
                "nothing was started by " + startBy
                        + (expected.due() == null ? "" : " although the job was due at " + expected.due()));
        if (!scene.cluster().quorate()) {
            reasons.add("the cluster has no quorum, and without it the scheduler starts nothing"
                    + " (`pvecm status` shows which nodes are missing)");
        }
        expected.nodes().stream()
                .filter(node -> Boolean.FALSE.equals(scene.cluster().nodes().get(node)))
                .forEach(node -> reasons.add("node " + node + " is offline"));
        if (expected.guestsKnown()
                && expected.guests().isEmpty()
                && expected.unknown().isEmpty()) {
            reasons.add("the job includes no guest");
        }
        if (expected.nodes().isEmpty()) {
            // The only node that runs the job holds none of its guests, and then starts no task.
            expected.guests()
                    .keySet()
                    .forEach(vmid -> reasons.add(new MissingGuest(vmid, expected, scene, List.of()).words()));
        }
        reasons.addAll(scene.gaps());
        if (!scene.gaps().isEmpty()) {
            return new Incomplete(reasons);
        }
        if (reasons.size() == 1) {
            reasons.add("look at `systemctl status pvescheduler` and `journalctl -u pvescheduler`");
        }
        return new Missed(reasons);
    }
}
