package dev.allclear.watch.pbs;

import dev.allclear.event.UpdateEvents;
import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.TaskPage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The questions that are put to the API of a backup server. Thread-safe; each call blocks at most as long as its timeouts. */
interface PbsCalls {

    /** {@code GET /nodes/localhost/tasks}: running tasks first, then the newest recorded, through all archives. */
    Reply<TaskPage> tasks(int start, int limit);

    /** {@code GET /nodes/localhost/tasks/{upid}/log}, lines from number {@code first} (from 1) on. */
    Reply<LogPage> log(Upid upid, int first, int limit);

    /** Whether the worker lives: {@code /log?test-status=1}. */
    Reply<Boolean> running(Upid upid);

    /** All jobs: {@code /admin/gc}, {@code /admin/prune}, {@code /admin/sync}, {@code /admin/verify}, {@code /tape/backup}. */
    Reply<List<JobRow>> jobs();

    /** {@code GET /status/datastore-usage}: the datastores, and what is wrong with one that cannot be opened. */
    Reply<List<StoreRow>> datastores();

    /** {@code GET /nodes/localhost/apt/update}. */
    Reply<List<UpdateEvents.Update>> updates();

    /** {@code GET /access/permissions}: per path the privileges that the token has there, in effect. */
    Reply<SortedMap<String, Set<String>>> permissions();

    /** Nothing is asked for this long: no connection need be kept. */
    void rest(Duration pause);

    /**
     * A job and its last run.
     *
     * @param lastRun the task that it started last; null when it never ran
     */
    record JobRow(StoreJob job, @Nullable Upid lastRun) {}

    /**
     * A datastore.
     *
     * @param error why it cannot be opened, or that it is not mounted or in maintenance; null when it can be used
     */
    record StoreRow(String store, @Nullable String error) {}
}
