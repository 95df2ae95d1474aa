package dev.allclear.watch.http;

import dev.allclear.task.Upid;

/** The questions about the tasks of one node, alike for both products. Thread-safe. */
public interface TaskCalls {

    /** The watched tasks: running ones first, then the newest recorded. */
    Reply<TaskPage> tasks(int start, int limit);

    /** All tasks, whatever their type, in the same order. */
    Reply<TaskPage> all(int start, int limit);

    /** Lines of the log from number {@code first} (from 1) on. */
    Reply<LogPage> log(Upid upid, int first, int limit);

    /** Whether the worker lives. */
    Reply<Boolean> running(Upid upid);
}
