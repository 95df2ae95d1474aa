package dev.allclear.watch.pve;

import dev.allclear.task.Upid;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.TaskCalls;
import dev.allclear.watch.http.TaskPage;
import dev.allclear.watch.http.TaskWatch;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The tasks of one type of one node. */
record NodeTasks(PveCalls calls, String node, String type) implements TaskCalls {
    private static final String VZDUMP = "vzdump";

    /** Eight rows have about 2 KB. */
    private static final int HEAD = 8;

    /** The backup tasks of a node. */
    NodeTasks(PveCalls calls, String node) {
        this(calls, node, VZDUMP);
    }

    static TaskWatch.Plan plan(String node, Function<String, Optional<Instant>> seenUntil) {
        // PVE keeps at most about a thousand tasks, so that the first look can read all of them.
        return new TaskWatch.Plan(node, true, upid -> upid.type().equals(VZDUMP), HEAD, Integer.MAX_VALUE, seenUntil);
    }

    @Override
    public Reply<TaskPage> tasks(int start, int limit) {
        return calls.tasks(node, type, start, limit);
    }

    @Override
    public Reply<TaskPage> all(int start, int limit) {
        return calls.tasks(node, null, start, limit);
    }

    @Override
    public Reply<LogPage> log(Upid upid, int first, int limit) {
        return calls.log(upid, first, limit);
    }

    @Override
    public Reply<Boolean> running(Upid upid) {
        return calls.running(upid);
    }
}
