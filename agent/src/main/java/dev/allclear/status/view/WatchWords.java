package dev.allclear.status.view;

import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Heartbeat.Watch;
import java.util.stream.Collectors;

/** What a heartbeat watches, in the words of agent.conf. */
public final class WatchWords {
    private WatchWords() {}

    /** {@code job backup-1 on cluster}, {@code task sync:s-offsite}, {@code the agent itself}; a chain's with "then". */
    public static String of(Watch watch) {
        if (watch instanceof ChainWatch chain) {
            return chain.requirements().stream().map(WatchWords::of).collect(Collectors.joining(", then "));
        }
        if (watch instanceof RunWatch run) {
            return run(run) + (run.source() == null ? "" : " on " + run.source());
        }
        return "the agent itself";
    }

    private static String run(RunWatch watch) {
        if (watch instanceof StoreWatch store) {
            return "task " + store.kind().word() + ":" + store.id();
        }
        return watch instanceof JobWatch job ? "job " + job.jobId() : "task " + ((TaskWatch) watch).type();
    }
}
