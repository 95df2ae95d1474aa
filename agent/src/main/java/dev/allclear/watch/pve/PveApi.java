package dev.allclear.watch.pve;

import dev.allclear.event.ReplicationEvents;
import dev.allclear.event.UpdateEvents;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Job;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.JsonBody;
import dev.allclear.watch.http.LogDecoder;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Permissions;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.Reply.Got;
import dev.allclear.watch.http.Reply.Missing;
import dev.allclear.watch.http.Row;
import dev.allclear.watch.http.TaskListDecoder;
import dev.allclear.watch.http.TaskPage;
import dev.allclear.watch.http.UnreadableException;
import dev.allclear.watch.http.UpdateRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The API of Proxmox VE 7 to 9, over HTTPS. Any node answers for the whole cluster and passes on what concerns another one.
 * Sources: {@code PVE/API2/Tasks.pm}, {@code PVE/API2/Backup.pm}, {@code PVE/API2/Cluster.pm} and answers recorded from 9.2.
 * Thread-safe.
 */
public final class PveApi implements PveCalls {
    private static final String UNREADABLE_LOG = "unable to open file - ";
    private static final String EMPTY_LOG = "no content";
    private static final Set<String> NODE = Set.of("type", "name", "local", "online", "quorate");
    private static final Set<String> GUEST = Set.of("type", "vmid", "node", "name", "pool");

    private static final Set<String> REPLICATION =
            Set.of("id", "target", "disable", "fail_count", "last_sync", "last_try", "error");

    /** A thousand years ahead no clock is right. */
    static final long LATEST = 32_503_680_000L;

    private final ApiClient client;

    private PveApi(ApiClient client) {
        this.client = client;
    }

    /**
     * Asks through this client.
     *
     * @param client with the token of a PVE; closed by whoever made it
     */
    public static PveApi of(ApiClient client) {
        return new PveApi(client);
    }

    @Override
    public Reply<TaskPage> tasks(String node, @Nullable String typefilter, int start, int limit) {
        // Without a limit PVE lists 50 rows, with 0 none at all.
        String type = typefilter == null ? "" : "&typefilter=" + ApiClient.encode(typefilter);
        return client.get(
                "/nodes/" + ApiClient.encode(node) + "/tasks?source=all&start=" + start + "&limit=" + Math.max(1, limit)
                        + type,
                TaskListDecoder::read);
    }

    /** PVE counts from 0 and puts a line of its own in the place of a log that is empty or not there. */
    @Override
    public Reply<LogPage> log(Upid upid, int first, int limit) {
        Reply<LogDecoder> reply = client.get(
                task(upid) + "/log?start=" + (first - 1) + "&limit=" + Math.max(1, limit),
                body -> new LogDecoder(first, DoubleEncoding::repair).read(body));
        if (!(reply instanceof Got<LogDecoder> got)) {
            return reply.recast();
        }
        String only = got.value().onlyLine();
        if (only != null && only.startsWith(UNREADABLE_LOG)) {
            return new Missing<>(
                    "the log of " + upid + " cannot be read on its node: " + only.substring(UNREADABLE_LOG.length()));
        }
        return new Got<>(
                only != null && only.equals(EMPTY_LOG)
                        ? new LogPage(first, List.of(), 0)
                        : got.value().page());
    }

    @Override
    public Reply<Boolean> running(Upid upid) {
        return client.get(task(upid) + "/status", JsonBody.data(body -> {
            String status = body.row("the state of the task", Set.of("status")).text("status");
            return switch (status) {
                case "running" -> true;
                case "stopped" -> false;
                default -> throw new UnreadableException("the task is neither running nor stopped");
            };
        }));
    }

    private static String task(Upid upid) {
        return "/nodes/" + ApiClient.encode(upid.node()) + "/tasks/" + ApiClient.encode(upid.toString());
    }

    @Override
    public Reply<ClusterStatus> clusterStatus() {
        return client.get("/cluster/status", JsonBody.data(body -> {
            SortedMap<String, Boolean> nodes = new TreeMap<>();
            String local = null;
            boolean quorate = true;
            body.list();
            while (body.item()) {
                Row row = body.row("a row of 'data'", NODE);
                String type = row.text("type");
                if (type.equals("cluster")) {
                    quorate = row.flag("quorate", false);
                } else if (type.equals("node")) {
                    nodes.put(row.text("name"), row.flag("online", false));
                    local = row.flag("local", false) ? row.text("name") : local;
                }
            }
            if (local == null) {
                throw new UnreadableException("'local' is missing: no node says that it is the one that was asked");
            }
            return new ClusterStatus(nodes, local, quorate);
        }));
    }

    @Override
    public Reply<List<GuestRow>> guests() {
        return client.get("/cluster/resources?type=vm", JsonBody.rows(GUEST, row -> {
            String kind = row.text("type");
            return kind.equals("qemu") || kind.equals("lxc")
                    ? new GuestRow(row.vmid("vmid"), kind, row.text("node"), row.optional("name"), row.optional("pool"))
                    : null;
        }));
    }

    @Override
    public Reply<List<Job>> jobs() {
        return client.get("/cluster/backup", JsonBody.data(JobDecoder::jobs));
    }

    @Override
    public Reply<IncludedVolumes> included(String jobId) {
        return client.get(
                "/cluster/backup/" + ApiClient.encode(jobId) + "/included_volumes", JsonBody.data(PveApi::included));
    }

    private static IncludedVolumes included(JsonBody body) throws UnreadableException {
        Map<Integer, Integer> excluded = new TreeMap<>();
        SortedSet<Integer> unknown = new TreeSet<>();
        boolean found = false;
        body.object();
        while (body.field()) {
            if (!body.name().equals("children")) {
                body.skip();
                continue;
            }
            found = true;
            body.list();
            while (body.item()) {
                guest(body, excluded, unknown);
            }
        }
        if (!found) {
            throw new UnreadableException("'children' is missing");
        }
        return new IncludedVolumes(excluded, unknown);
    }

    private static void guest(JsonBody body, Map<Integer, Integer> excluded, Set<Integer> unknown)
            throws UnreadableException {
        long vmid = -1;
        String type = null;
        int disks = 0;
        if (!body.isObject()) {
            throw new UnreadableException("a guest is no object");
        }
        while (body.field()) {
            switch (body.name()) {
                case "id" -> vmid = body.number(-1);
                case "type" -> type = body.scalar();
                case "children" -> disks = excludedDisks(body);
                default -> body.skip();
            }
        }
        if (vmid < 1 || vmid > Integer.MAX_VALUE || type == null) {
            throw new UnreadableException("'id' or 'type' is missing in a guest");
        }
        if (type.equals("unknown")) {
            unknown.add((int) vmid);
        } else {
            excluded.put((int) vmid, disks);
        }
    }

    private static int excludedDisks(JsonBody body) throws UnreadableException {
        int excluded = 0;
        if (body.isNull()) {
            return excluded;
        }
        body.list();
        while (body.item()) {
            excluded += body.row("a disk", Set.of("included")).flag("included", true) ? 0 : 1;
        }
        return excluded;
    }

    @Override
    public Reply<List<ReplicationEvents.Job>> replication(String node) {
        return client.get(
                "/nodes/" + ApiClient.encode(node) + "/replication",
                JsonBody.rows(
                        REPLICATION,
                        row -> new ReplicationEvents.Job(
                                node,
                                row.text("id"),
                                row.optional("target"),
                                row.flag("disable", false) ? 0 : failures(row.number("fail_count", 0)),
                                time(row.number("last_sync", 0)),
                                time(row.number("last_try", 0)),
                                Objects.requireNonNullElse(row.optional("error"), ""))));
    }

    private static int failures(long count) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, count));
    }

    /** 0 stands for never. */
    private static @Nullable Instant time(long seconds) {
        return seconds <= 0 || seconds > LATEST ? null : Instant.ofEpochSecond(seconds);
    }

    @Override
    public Reply<List<UpdateEvents.Update>> updates(String node) {
        return client.get("/nodes/" + ApiClient.encode(node) + "/apt/update", UpdateRows::read);
    }

    @Override
    public Reply<SortedMap<String, HaNode>> haNodes() {
        return client.get("/cluster/ha/status/manager_status", JsonBody.data(HaDecoder::nodes));
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
