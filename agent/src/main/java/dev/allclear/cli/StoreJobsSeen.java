package dev.allclear.cli;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.pipeline.HeartbeatRule;
import dev.allclear.pipeline.Judgement;
import dev.allclear.pipeline.Replay;
import dev.allclear.task.TaskOutcome;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds out which jobs of a backup server a directory has tasks of, to judge each without a configuration. */
final class StoreJobsSeen implements Replay.Listener {
    private final Replay.Listener progress;
    private final Map<String, HeartbeatRule> rules = new TreeMap<>();

    /** @param progress is told how far it is, and nothing else */
    StoreJobsSeen(Replay.Listener progress) {
        this.progress = progress;
    }

    /** A heartbeat for each job, named as in a configuration: {@code sync:s-offsite}. */
    List<HeartbeatRule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public void outcome(TaskOutcome outcome) {
        String job = outcome.datastore().jobId();
        for (StoreJob.Kind kind : StoreJob.Kind.values()) {
            if (job != null && kind.workerType().equals(outcome.upid().type())) {
                String name = kind.word() + ":" + job;
                Heartbeat rule = new Heartbeat(
                        name, new StoreWatch(null, kind, job), new TreeSet<>(), kind.warningsOk(), false, null);
                rules.put(name, HeartbeatRule.of(rule, null));
            }
        }
    }

    @Override
    public void verdict(Judgement judgement) {
        // Nothing is judged yet.
    }

    @Override
    public void push(DeliveryRow delivery) {
        // Nothing is pushed yet.
    }

    @Override
    public void blind(Sighting.Blind blind) {
        // It is told when the directory is replayed.
    }

    @Override
    public void progress(int done, int total) {
        progress.progress(done, total);
    }
}
