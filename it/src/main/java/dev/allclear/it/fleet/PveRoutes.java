package dev.allclear.it.fleet;

import dev.allclear.it.fleet.PveReply.From;
import dev.allclear.it.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What pveproxy 9.2 answers to one request. The cluster's lock is held meanwhile. */
final class PveRoutes {
    private static final String API = "/api2/json";
    private static final List<String> AUDIT = List.of(
            "Datastore.Audit",
            "Mapping.Audit",
            "Pool.Audit",
            "SDN.Audit",
            "Sys.Audit",
            "VM.Audit",
            "VM.GuestAgent.Audit");
    private static final List<String> ON_NODE = List.of("tasks", "replication", "apt");
    private static final List<String> PATHS =
            List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");

    private final FakePve pve;
    private final PveNode asked;
    private final Request request;
    private final String token;
    private final Parameters parameters;

    PveRoutes(FakePve pve, PveNode asked, Request request, String token) {
        this.pve = pve;
        this.asked = asked;
        this.request = request;
        this.token = token;
        this.parameters = new Parameters(request.query());
    }

    PveReply reply() {
        String header = Parameters.decode(request.header("authorization").replace("+", "%2B"));
        if (header.isEmpty()) {
            return PveReply.bare(401, "No ticket");
        }
        if (!header.matches("PVEAPIToken[= ]" + FakePve.TOKEN_ID + "=" + token)) {
            return PveReply.bare(401, "Authentication failed!");
        }
        String path = request.path().startsWith(API + "/") ? request.path().substring(API.length() + 1) : "";
        List<String> parts = Arrays.stream(path.split("/", -1))
                .map(part -> Parameters.decode(part.replace("+", "%2B")))
                .toList();
        if (path.isEmpty() || !request.method().equals("GET")) {
            return notImplemented("/" + path);
        }
        return route(parts).orElseGet(() -> notImplemented("/" + path));
    }

    private PveReply notImplemented(String path) {
        String reason = "Method '" + request.method() + " " + path + "' not implemented";
        return PveReply.error(501, reason, reason);
    }

    private Optional<PveReply> route(List<String> parts) {
        return switch (String.join("/", parts.subList(0, Math.min(2, parts.size())))) {
            case "version" ->
                Optional.of(PveReply.data(new Fields()
                        .with("release", "9.2")
                        .with("version", "9.2.0")
                        .with("repoid", "14a22df3")));
            case "nodes" ->
                Optional.of(
                        PveReply.data(pve.nodes().stream().map(this::nodeRow).toList()));
            case "cluster/status" -> Optional.of(audited("/", this::clusterStatus));
            case "cluster/resources" -> Optional.of(PveReply.data(resources()));
            case "cluster/tasks" ->
                Optional.of(PveReply.data(
                        pve.auditor()
                                ? pve.nodes().stream()
                                        .flatMap(node -> PveTasks.broadcast(node).stream())
                                        .toList()
                                : List.of()));
            case "cluster/backup" -> Optional.of(audited("/", () -> backup(parts)));
            case "cluster/ha" ->
                parts.size() == 4
                                && parts.get(2).equals("status")
                                && parts.get(3).equals("manager_status")
                        ? Optional.of(audited("/", () -> PveReply.data(pve.haStatus(asked))))
                        : Optional.empty();
            case "access/permissions" -> Optional.of(PveReply.data(permissions()));
            default ->
                parts.size() > 2 && parts.get(0).equals("nodes") && ON_NODE.contains(parts.get(2))
                        ? Optional.of(onNode(parts))
                        : Optional.empty();
        };
    }

    private interface Answer {
        PveReply get();
    }

    private PveReply audited(String path, Answer answer) {
        return pve.auditor() ? answer.get() : PveReply.error(403, "Permission check failed (" + path + ", Sys.Audit)");
    }

    private Fields nodeRow(PveNode node) {
        Fields row = new Fields()
                .with("type", "node")
                .with("id", "node/" + node.name())
                .with("node", node.name())
                .with("status", node.isOnline() ? "online" : "offline")
                .with("ssl_fingerprint", node.fingerprint())
                .withIf(node.isOnline(), "level", "");
        if (!pve.auditor() || !node.isOnline()) {
            return row;
        }
        return row.with("cpu", 0.0045)
                .with("maxcpu", 2)
                .with("mem", 1_141_678_080L)
                .with("maxmem", 25_276_510_208L)
                .with("disk", 41_960_710_144L)
                .with("maxdisk", 270_553_174_016L)
                .with("uptime", 8392);
    }

    private PveReply clusterStatus() {
        List<Fields> rows = new ArrayList<>();
        long online = pve.nodes().stream().filter(PveNode::isOnline).count();
        pve.clusterName()
                .ifPresent(name -> rows.add(new Fields()
                        .with("type", "cluster")
                        .with("id", "cluster")
                        .with("name", name)
                        .with("version", 4)
                        .with("nodes", pve.nodes().size())
                        .with("quorate", 2 * online > pve.nodes().size() ? 1 : 0)));
        int id = pve.clusterName().isPresent() ? 1 : 0;
        for (PveNode node : pve.nodes()) {
            rows.add(new Fields()
                    .with("type", "node")
                    .with("id", "node/" + node.name())
                    .with("name", node.name())
                    .with("nodeid", id++)
                    .with("ip", "127.0.0.1")
                    .with("local", node == asked ? 1 : 0)
                    .with("online", node.isOnline() ? 1 : 0)
                    .with("level", ""));
        }
        return PveReply.data(rows);
    }

    private List<Fields> resources() {
        List<Fields> rows = new ArrayList<>();
        if (pve.auditor()) {
            pve.guests()
                    .forEach(guest -> rows.add(guest.resource(
                            pve.known(guest.node()).map(PveNode::isOnline).orElse(false))));
        }
        if (!parameters.text("type").equals("vm")) {
            pve.nodes().forEach(node -> rows.add(nodeRow(node)));
        }
        return rows;
    }

    private PveReply backup(List<String> parts) {
        if (parts.size() == 2) {
            return PveReply.data(pve.jobs().stream().map(job -> job.shown(true)).toList());
        }
        Optional<PveJob> job =
                pve.jobs().stream().filter(one -> one.id().equals(parts.get(2))).findFirst();
        if (job.isEmpty()) {
            return PveReply.badParameter("id", "No such job '" + parts.get(2) + "'");
        }
        if (parts.size() == 3) {
            return PveReply.data(job.get().shown(false));
        }
        if (parts.size() == 4 && parts.get(3).equals("included_volumes")) {
            return included(job.get()).by(From.DAEMON, null);
        }
        return notImplemented("/" + String.join("/", parts));
    }

    private PveReply included(PveJob job) {
        List<Fields> children = new ArrayList<>();
        Set<Integer> gone = new TreeSet<>(job.named());
        for (PveGuest guest : pve.guests()) {
            gone.remove(guest.vmid());
            if (job.includes(guest)) {
                children.add(guest.included());
            }
        }
        gone.forEach(vmid -> children.add(
                new Fields().with("id", vmid).with("type", "unknown").with("leaf", 1)));
        return PveReply.data(new Fields().with("children", children));
    }

    private Fields permissions() {
        Set<String> paths = new LinkedHashSet<>();
        if (parameters.has("path")) {
            paths.add(parameters.text("path"));
        } else if (pve.auditor()) {
            paths.addAll(PATHS);
            pve.guests().stream()
                    .filter(guest -> guest.pool() != null)
                    .forEach(guest -> paths.add("/vms/" + guest.vmid()));
        }
        Fields all = new Fields();
        for (String path : paths) {
            Fields rights = new Fields();
            if (pve.auditor()) {
                AUDIT.forEach(privilege -> rights.with(privilege, 1));
            }
            if (pve.modifier() && path.startsWith("/nodes")) {
                rights.with("Sys.Modify", 1);
            }
            all.with(path, rights);
        }
        return all;
    }

    private PveReply onNode(List<String> parts) {
        Optional<PveNode> known = pve.known(parts.get(1));
        if (known.isEmpty()) {
            return PveReply.error(
                    500,
                    "hostname lookup '" + parts.get(1) + "' failed - failed to get address info for: " + parts.get(1)
                            + ": Name or service not known");
        }
        PveNode node = known.get();
        if (!node.isOnline()) {
            return PveReply.bare(595, "No route to host");
        }
        if (node != asked && node.isDead()) {
            return PveReply.bare(596, "Connection timed out").by(From.PROXY_TIMEOUT, node);
        }
        PveReply reply = about(node, parts).orElseGet(() -> notImplemented("/" + String.join("/", parts)));
        return node == asked ? reply : reply.by(From.OTHER_NODE, node);
    }

    private Optional<PveReply> about(PveNode node, List<String> parts) {
        return switch (String.join("/", parts.subList(2, parts.size()))) {
            // Of the jobs of a guest that the token may not see nothing is told.
            case "replication" -> Optional.of(PveReply.data(pve.auditor() ? node.replicationRows() : List.of()));
            case "apt/update" ->
                Optional.of(
                        pve.modifier()
                                ? PveReply.data(node.updateRows())
                                : PveReply.error(
                                        403, "Permission check failed (/nodes/" + node.name() + ", Sys.Modify)"));
            default ->
                parts.get(2).equals("tasks")
                        ? new PveTasks(node, pve.auditor(), parameters).reply(parts.subList(3, parts.size()))
                        : Optional.empty();
        };
    }
}
