package dev.allclear.watch.pbs;

import dev.allclear.event.UpdateEvents;
import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import dev.allclear.verdict.StoreJob.Kind;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.JsonBody;
import dev.allclear.watch.http.LogDecoder;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Permissions;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.Reply.Denied;
import dev.allclear.watch.http.Reply.Got;
import dev.allclear.watch.http.Row;
import dev.allclear.watch.http.TaskListDecoder;
import dev.allclear.watch.http.TaskPage;
import dev.allclear.watch.http.UnreadableException;
import dev.allclear.watch.http.UpdateRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The API of Proxmox Backup Server 3 and 4, over HTTPS. Sources: {@code src/api2/node/tasks.rs}, {@code src/api2/admin} and
 * answers recorded from 4.2.3. Thread-safe.
 */
public final class PbsApi implements PbsCalls {
    private static final String TASKS = "/nodes/localhost/tasks";
    private static final Set<String> JOB = Set.of("id", "store", "schedule", "disable", "last-run-upid", "upid");
    private static final Set<String> STORE = Set.of("store", "error", "mount-status");

    private final ApiClient client;

    private PbsApi(ApiClient client) {
        this.client = client;
    }

    /**
     * Asks through this client.
     *
     * @param client with the token of a backup server; closed by whoever made it
     */
    public static PbsApi of(ApiClient client) {
        return new PbsApi(client);
    }

    /** Without {@code since}: PBS stops at the first row that ended before it, and after a crash such a row hides newer ones. */
    @Override
    public Reply<TaskPage> tasks(int start, int limit) {
        return client.get(TASKS + "?start=" + start + "&limit=" + Math.max(1, limit), TaskListDecoder::read);
    }

    /** PBS counts from 1 in effect: {@code start} 0 and 1 give the same. */
    @Override
    public Reply<LogPage> log(Upid upid, int first, int limit) {
        return client.get(
                task(upid) + "/log?start=" + first + "&limit=" + Math.max(1, limit),
                body -> new LogDecoder(first, UnaryOperator.identity())
                        .read(body)
                        .page());
    }

    @Override
    public Reply<Boolean> running(Upid upid) {
        return client.get(task(upid) + "/log?test-status=1&limit=1", body -> {
            Boolean active =
                    new LogDecoder(1, UnaryOperator.identity()).read(body).active();
            if (active == null) {
                throw new UnreadableException("'active' is missing");
            }
            return active;
        });
    }

    private static String task(Upid upid) {
        return TASKS + "/" + ApiClient.encode(upid.toString());
    }

    /**
     * A list that the token may not see is left out, all five denied are denied. For garbage collection PBS names the last
     * run that was successful, not the last one.
     */
    @Override
    public Reply<List<JobRow>> jobs() {
        List<JobRow> jobs = new ArrayList<>();
        @Nullable Reply<List<JobRow>> denied = null;
        boolean seen = false;
        for (Kind kind : Kind.values()) {
            Reply<List<JobRow>> reply = client.get(path(kind), JsonBody.rows(JOB, row -> job(kind, row)));
            if (reply instanceof Got<List<JobRow>> got) {
                jobs.addAll(got.value());
                seen = true;
            } else if (reply instanceof Denied<List<JobRow>> no && no.status() != 401) {
                denied = reply;
            } else {
                return reply;
            }
        }
        return denied == null || seen ? new Got<>(List.copyOf(jobs)) : denied;
    }

    private static String path(Kind kind) {
        return switch (kind) {
            case GC -> "/admin/gc";
            case PRUNE -> "/admin/prune";
            case SYNC -> "/admin/sync";
            case VERIFY -> "/admin/verify";
            case TAPE -> "/tape/backup";
        };
    }

    private static JobRow job(Kind kind, Row row) throws UnreadableException {
        String store = row.text("store");
        boolean gc = kind == Kind.GC;
        String schedule = row.flag("disable", false) ? null : row.optional("schedule");
        String last = row.optional(gc ? "upid" : "last-run-upid");
        return new JobRow(
                new StoreJob(kind, gc ? store : row.text("id"), store, schedule),
                last == null ? null : Upid.parse(last).orElse(null));
    }

    @Override
    public Reply<List<StoreRow>> datastores() {
        return client.get("/status/datastore-usage", JsonBody.rows(STORE, row -> {
            String error = row.optional("error");
            boolean away = "notmounted".equals(row.optional("mount-status"));
            return new StoreRow(row.text("store"), error == null && away ? "it is not mounted" : error);
        }));
    }

    @Override
    public Reply<List<UpdateEvents.Update>> updates() {
        return client.get("/nodes/localhost/apt/update", UpdateRows::read);
    }

    @Override
    public Reply<SortedMap<String, Set<String>>> permissions() {
        return client.get("/access/permissions", JsonBody.data(Permissions::read));
    }

    @Override
    public void rest(Duration pause) {
        client.rest(pause);
    }
}
