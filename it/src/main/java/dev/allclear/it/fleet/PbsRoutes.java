package dev.allclear.it.fleet;

import dev.allclear.it.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the API of PBS 4.2 answers to one request. The server's lock is held meanwhile. */
final class PbsRoutes {
    private static final String API = "/api2/json";
    private static final int SHORTEST_UPID = 36;
    private static final long DEFAULT_LIMIT = 50;
    private static final Set<String> LIST_PARAMETERS = Set.of(
            "start",
            "limit",
            "running",
            "errors",
            "statusfilter",
            "typefilter",
            "userfilter",
            "since",
            "until",
            "store");

    private final FakePbs pbs;
    private final Request request;
    private final String token;
    private final Parameters parameters;

    PbsRoutes(FakePbs pbs, Request request, String token) {
        this.pbs = pbs;
        this.request = request;
        this.token = token;
        this.parameters = new Parameters(request.query());
    }

    PbsReply reply() {
        String header = Parameters.decode(request.header("authorization").replace("+", "%2B"));
        if (!header.matches("PBSAPIToken[= ]" + FakePbs.TOKEN_ID + ":" + token)) {
            return PbsReply.unauthorized();
        }
        String path = request.path().startsWith(API + "/") ? request.path().substring(API.length() + 1) : "";
        List<String> parts = Arrays.stream(path.split("/", -1))
                .map(part -> Parameters.decode(part.replace("+", "%2B")))
                .toList();
        return route(path, parts)
                .orElseGet(() -> PbsReply.error(404, "Path '" + Parameters.decode(request.path()) + "' not found."));
    }

    private Optional<PbsReply> route(String path, List<String> parts) {
        return switch (path) {
            case "version" ->
                Optional.of(PbsReply.data(new Fields()
                        .with("version", "4.2")
                        .with("release", "3")
                        .with("repoid", "bc863d45e7fbadb3690143613ea70600535f23a1")));
            case "admin/gc" -> Optional.of(PbsReply.data(audited(pbs.gcRows())));
            case "admin/prune" -> Optional.of(PbsReply.withDigest(audited(pbs.jobRows(PbsJob.Kind.PRUNE))));
            case "admin/sync" -> Optional.of(PbsReply.withDigest(audited(pbs.jobRows(PbsJob.Kind.SYNC))));
            case "admin/verify" -> Optional.of(PbsReply.withDigest(audited(pbs.jobRows(PbsJob.Kind.VERIFY))));
            case "tape/backup" -> Optional.of(PbsReply.withDigest(audited(pbs.jobRows(PbsJob.Kind.TAPE))));
            case "status/datastore-usage" ->
                Optional.of(PbsReply.data(audited(
                        pbs.stores().entrySet().stream().map(this::usage).toList())));
            case "access/permissions" -> Optional.of(PbsReply.data(permissions()));
            default ->
                parts.size() > 2 && parts.get(0).equals("nodes")
                        ? onNode(parts.subList(2, parts.size()))
                        : Optional.empty();
        };
    }

    /** Any name is that of this server. */
    private Optional<PbsReply> onNode(List<String> parts) {
        if (parts.get(0).equals("tasks")) {
            return tasks(parts.subList(1, parts.size()));
        }
        if (!String.join("/", parts).equals("apt/update")) {
            return Optional.empty();
        }
        return Optional.of(
                pbs.auditor() ? PbsReply.data(pbs.updateRows()) : PbsReply.error(403, "permission check failed"));
    }

    private List<Fields> audited(List<Fields> rows) {
        return pbs.auditor() ? rows : List.of();
    }

    private Fields usage(Map.Entry<String, Optional<String>> store) {
        if (store.getValue().isPresent()) {
            return new Fields()
                    .with("store", store.getKey())
                    .with("mount-status", "nonremovable")
                    .with("backend-type", "filesystem")
                    .with("error", store.getValue().get());
        }
        return new Fields()
                .with("store", store.getKey())
                .with("mount-status", "nonremovable")
                .with("backend-type", "filesystem")
                .with("total", 270_553_174_016L)
                .with("used", 40_997_560_320L)
                .with("avail", 67_946_733_568L)
                .with("gc-status", PbsJob.gcStatus(pbs.lastGoodGc(store.getKey())))
                .with("history", Arrays.asList(null, null))
                .with("history-delta", 1800)
                .with("history-start", 1_792_657_703L);
    }

    /** Values tell whether a privilege is passed on to what lies below. */
    private Fields permissions() {
        Fields all = new Fields();
        if (pbs.auditor()) {
            for (String path : List.of("/", "/access", "/datastore", "/remote", "/system", "/tape")) {
                all.with(
                        path,
                        new Fields()
                                .with("Datastore.Audit", true)
                                .with("Remote.Audit", true)
                                .with("Sys.Audit", true)
                                .with("Tape.Audit", true));
            }
        }
        return all;
    }

    private Optional<PbsReply> tasks(List<String> rest) {
        if (rest.isEmpty()) {
            return Optional.of(list());
        }
        String upid = rest.get(0);
        if (upid.length() < SHORTEST_UPID) {
            return Optional.of(PbsReply.error(
                    400,
                    "parameter verification failed - 'upid': value must be at least " + SHORTEST_UPID
                            + " characters long"));
        }
        if (!pbs.auditor()) {
            return Optional.of(PbsReply.error(403, "task access not allowed"));
        }
        PbsTask task = pbs.tasks().stream()
                .filter(one -> one.upid().equals(upid))
                .findFirst()
                .orElse(null);
        return switch (rest.size() > 1 ? rest.get(1) : "") {
            case "status" -> Optional.of(PbsReply.data(task == null ? unknown(upid) : task.shown()));
            case "log" -> Optional.of(log(task));
            default -> Optional.empty();
        };
    }

    private static Fields unknown(String upid) {
        String[] fields = upid.split(":", -1);
        return new Fields()
                .with("exitstatus", "unknown")
                .with("id", fields[7])
                .with("node", fields[1])
                .with("pid", Long.parseLong(fields[2], 16))
                .with("pstart", Long.parseLong(fields[3], 16))
                .with("starttime", Long.parseLong(fields[5], 16))
                .with("status", "stopped")
                .with("type", fields[6])
                .with("upid", upid)
                .with("user", fields[8]);
    }

    private PbsReply log(@Nullable PbsTask task) {
        if (task == null) {
            return PbsReply.error(400, "No such file or directory (os error 2)");
        }
        if (parameters.flag("download")) {
            return PbsReply.text(String.join("\n", task.log()) + "\n");
        }
        long start = Math.max(1, parameters.number("start", 0));
        long limit = parameters.number("limit", DEFAULT_LIMIT);
        List<String> lines = task.log();
        List<Fields> rows = new ArrayList<>();
        for (long n = start; n <= lines.size() && (limit == 0 || n < start + limit); n++) {
            rows.add(new Fields().with("n", n).with("t", lines.get((int) n - 1)));
        }
        return PbsReply.log(new Fields()
                .withIf(parameters.flag("test-status"), "active", task.running())
                .with("data", rows)
                .with("success", 1)
                .with("total", lines.size()));
    }

    private PbsReply list() {
        for (String name : parameters.names()) {
            if (!LIST_PARAMETERS.contains(name)) {
                return PbsReply.error(
                        400,
                        "parameter verification failed - '" + name + "': schema does not allow additional properties.");
            }
        }
        long start = parameters.number("start", 0);
        long limit = parameters.number("limit", DEFAULT_LIMIT);
        long since = parameters.number("since", 0);
        List<Fields> rows = new ArrayList<>();
        long matching = 0;
        for (PbsTask task : pbs.auditor() ? pbs.tasks() : List.<PbsTask>of()) {
            if (task.ended() < since) {
                // As measured: the scan ends at the first row that ended before then, whatever comes behind it.
                break;
            }
            if (wanted(task)) {
                matching++;
                if (matching > start && (limit == 0 || rows.size() < limit)) {
                    rows.add(task.row());
                }
            }
        }
        long total = start + rows.size() + (limit > 0 && rows.size() == limit ? 1 : 0);
        return PbsReply.tasks(total, rows);
    }

    private boolean wanted(PbsTask task) {
        List<String> states = parameters.all("statusfilter");
        return (!parameters.flag("running") || task.running())
                && (!parameters.flag("errors")
                        || task.running()
                        || !task.status().equals("OK"))
                && (states.isEmpty() || (!task.running() && states.contains(state(task.status()))))
                && task.type().contains(parameters.text("typefilter"))
                && task.user().contains(parameters.text("userfilter"))
                && task.started() >= parameters.number("since", Long.MIN_VALUE)
                && task.started() <= parameters.number("until", Long.MAX_VALUE)
                && (!parameters.has("store") || ofStore(task, parameters.text("store")));
    }

    private static String state(String status) {
        return status.equals("OK")
                ? "ok"
                : status.startsWith("WARNINGS") ? "warning" : status.equals("unknown") ? "unknown" : "error";
    }

    private static boolean ofStore(PbsTask task, String store) {
        String[] parts = task.id().split(":", -1);
        String type = task.type().toLowerCase(Locale.ROOT);
        if (type.equals("syncjob")) {
            return parts.length > 2 && parts[2].equals(store);
        }
        boolean known = type.startsWith("verif")
                || Set.of("prune", "prunejob", "backup", "garbage_collection").contains(type);
        return known && parts[0].equals(store);
    }
}
