package dev.allclear.pipeline;

import dev.allclear.ledger.RunRow;
import dev.allclear.task.TaskOutcome;
import java.util.List;

/**
 * A new verdict over one run.
 *
 * @param heartbeat for which heartbeat
 * @param outcomes of the tasks that the run consists of; empty when it never began
 * @param run as the ledger has it
 * @param lacking disks that the configuration leaves out, in words; empty when there are none
 */
public record Judgement(HeartbeatRule heartbeat, List<TaskOutcome> outcomes, RunRow run, String lacking) {
    public Judgement {
        outcomes = List.copyOf(outcomes);
    }
}
