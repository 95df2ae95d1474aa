package dev.allclear.status.view;

import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.KnownRun;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a heartbeat stands now. */
public enum HeartbeatState {
    /** A task of a run without a verdict is known. */
    RUNNING,
    /** A run is due and nothing of it has begun. */
    DUE,
    /** The newest run was all-clear. */
    ALL_CLEAR,
    /** Something went wrong in the newest run. */
    FAILED,
    /** Not everything is proven in the newest run. */
    INCOMPLETE,
    /** The newest run backed up nothing. */
    EMPTY,
    /** The newest run did not take place. */
    MISSED,
    /** No run has been seen yet. */
    NEVER,
    /** It watches the agent itself, of which no runs are kept. */
    ITSELF;

    /** The word that users see; that of the verdict where it is one. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the newest run was none that all is well after. */
    public boolean bad() {
        return this == FAILED || this == INCOMPLETE || this == EMPTY || this == MISSED;
    }

    /** The state that a verdict's word names. */
    public static HeartbeatState of(RunRow run) {
        return valueOf(run.verdict().word().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static HeartbeatState of(@Nullable RunRow newest, List<KnownRun> open) {
        if (open.isEmpty()) {
            return newest == null ? NEVER : of(newest);
        }
        return open.stream().allMatch(run -> run.tasks().isEmpty()) ? DUE : RUNNING;
    }
}
