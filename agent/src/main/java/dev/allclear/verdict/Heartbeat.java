package dev.allclear.verdict;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a configured dead man's switch watches, and how strictly. Where to push is not its business. Immutable.
 *
 * @param name the id of its stanza in agent.conf
 * @param watch what it watches
 * @param guests the guests that must be covered; empty means those that the run itself has to cover
 * @param warningsOk whether a run with warnings is an all-clear
 * @param emptyOk whether a run that did nothing is an all-clear
 * @param manualCounts whether a run that a person started counts like a scheduled one
 * @param grace how long after it is due a run may start, and its nodes may lag behind each other
 * @param maxAge how long after its end an all-clear may still be pushed; null for until the next run is due, or 20 hours
 *     when no schedule is known
 */
public record Heartbeat(
        String name,
        Watch watch,
        SortedSet<Integer> guests,
        boolean warningsOk,
        boolean emptyOk,
        boolean manualCounts,
        Duration grace,
        @Nullable Duration maxAge) {

    /** The grace of a heartbeat that sets none. */
    public static final Duration DEFAULT_GRACE = Duration.ofMinutes(15);

    /** With the usual grace, in which runs started by hand count. */
    public Heartbeat(
            String name,
            Watch watch,
            SortedSet<Integer> guests,
            boolean warningsOk,
            boolean emptyOk,
            @Nullable Duration maxAge) {
        this(name, watch, guests, warningsOk, emptyOk, true, DEFAULT_GRACE, maxAge);
    }

    /** What a heartbeat watches. */
    public sealed interface Watch {}

    /**
     * The runs of one job or kind of task.
     */
    public sealed interface RunWatch extends Watch {
        /** The source whose tasks count; null for any source. */
        @Nullable
        String source();
    }

    /** The PVE backup job with this id, over all nodes. */
    public record JobWatch(@Nullable String source, String jobId) implements RunWatch {
        public JobWatch(String jobId) {
            this(null, jobId);
        }
    }

    /** Every task of this worker type, each a run of its own. */
    public record TaskWatch(@Nullable String source, String type) implements RunWatch {
        public TaskWatch(String type) {
            this(null, type);
        }
    }

    /** A job of a backup server; every task of it is a run. For garbage collection the id is the datastore's name. */
    public record StoreWatch(@Nullable String source, StoreJob.Kind kind, String id) implements RunWatch {}

    /** Several requirements, each of which must have succeeded, in this order, since the last push. */
    public record ChainWatch(List<RunWatch> requirements) implements Watch {
        public ChainWatch {
            requirements = List.copyOf(requirements);
        }
    }

    /** The agent itself: pushed every interval while all sources see and all targets deliver. */
    public record SelfWatch(Duration interval) implements Watch {}
}
