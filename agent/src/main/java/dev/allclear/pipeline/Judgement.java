package dev.allclear.pipeline;

import dev.allclear.ledger.RunRow;
import dev.allclear.task.TaskOutcome;

/**
 * A new verdict over one run.
 *
 * @param heartbeat for which heartbeat
 * @param outcome of the task that the run consists of
 * @param run as the ledger has it
 */
public record Judgement(HeartbeatRule heartbeat, TaskOutcome outcome, RunRow run) {}
