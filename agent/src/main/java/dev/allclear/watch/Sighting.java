package dev.allclear.watch;

import dev.allclear.event.Event;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.StoreJob;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a watcher saw and hands over; of which source is known to the sink. Seeing the same again does no harm. Immutable
 * and thread-safe.
 */
public sealed interface Sighting {

    /** A task that has not ended yet. */
    record Running(Upid upid) implements Sighting {}

    /**
     * A task that has ended, with what its log tells.
     *
     * @param log the log for people to read, cut to a bounded size; empty when nobody kept it
     */
    record Ended(TaskOutcome outcome, String log) implements Sighting {
        /** Without the log itself. */
        public Ended(TaskOutcome outcome) {
            this(outcome, "");
        }
    }

    /**
     * Something that is no task's end and that somebody may want to know: a forwarded mail, a replication that failed, updates.
     */
    record Told(Event event) implements Sighting {}

    /** The administrator asks for a test of a target; {@code id} is what the test's delivery is found by. */
    record TestAsked(String id, String target) implements Sighting {}

    /**
     * The administrator asks to send again what was given up.
     *
     * @param what the number of a delivery, or the name of a target for all of its
     */
    record ResendAsked(String what) implements Sighting {}

    /** The state of a job names the task that it started: of a PVE backup job, or of a job of PBS. */
    record JobTask(String jobId, Upid upid) implements Sighting {}

    /**
     * The scheduler could not start a job, so that there is no task: the state file is {@code stopped} with a reason.
     *
     * @param at when it tried
     * @param reason what it says
     */
    record JobNotStarted(String jobId, String node, Instant at, String reason) implements Sighting {}

    /** The backup jobs of the cluster, as jobs.cfg or the API has them now. */
    record Jobs(List<Job> jobs) implements Sighting {}

    /** The jobs of a backup server, as its configuration has them now. */
    record StoreJobs(List<StoreJob> jobs) implements Sighting {}

    /** The nodes and guests of the cluster, as they are now. */
    record Nodes(Cluster cluster) implements Sighting {}

    /**
     * What PVE itself says a job includes ({@code included_volumes}).
     *
     * @param guests each included guest that exists, with the number of its disks that the configuration excludes
     * @param unknown guests that the job names and that do not exist
     */
    record Included(String jobId, SortedMap<Integer, Integer> guests, SortedSet<Integer> unknown) implements Sighting {}

    /**
     * The list of a node's tasks does not reach back to what was seen before: whatever ended in between was not seen.
     *
     * @param node whose tasks
     * @param from from when on nothing was seen
     * @param to from when on everything is seen again
     */
    record Gap(String node, Instant from, Instant to) implements Sighting {}

    /**
     * Up to when the tasks of a node have been seen without a gap. Handed over when tasks were new and otherwise seldom,
     * to be remembered for the next life.
     */
    record SeenUntil(String node, Instant until) implements Sighting {}

    /** All that was there when the watcher started has been handed over, or could not be. */
    record CaughtUp() implements Sighting {}

    /**
     * The watcher cannot see something, or sees it again.
     *
     * @param subject what it is about, stable, for example a path or {@code node pve2}
     * @param problem what happened, what it means, what to do; empty when it is over
     */
    record Blind(String subject, String problem) implements Sighting {}

    /**
     * How well a source sees, when that has changed.
     *
     * @param sight how well
     * @param why what is wrong, in words; empty while seeing
     * @param seen nodes whose tasks were read at the last look
     * @param nodes nodes that there are
     */
    record Health(Sight sight, String why, int seen, int nodes) implements Sighting {}

    /** How well a source sees. */
    enum Sight {
        /** Everything. */
        SEEING,
        /** Something, not everything. */
        DEGRADED,
        /** Nothing. */
        BLIND
    }
}
