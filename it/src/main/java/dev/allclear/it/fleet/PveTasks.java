package dev.allclear.it.fleet;

import dev.allclear.it.fleet.PveReply.From;
import dev.allclear.it.world.VzdumpLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The task calls of one node ({@code PVE/API2/Tasks.pm}). */
final class PveTasks {
    private static final Pattern UPID = Pattern.compile(
            "UPID:[^:\\s/]+:[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:[0-9A-Fa-f]{8}:[^:\\s/]+:[^:\\s/]*:[^:\\s/]+:");
    private static final Set<String> LIST_PARAMETERS = Set.of(
            "start", "limit", "source", "since", "until", "typefilter", "statusfilter", "errors", "userfilter", "vmid");
    private static final Set<String> NUMBERS = Set.of("start", "limit", "since", "until");
    private static final Set<String> STATES = Set.of("ok", "warning", "error", "unknown");
    private static final int BROADCAST = 25;
    private static final long DEFAULT_LIMIT = 50;

    private final PveNode node;
    private final boolean auditor;
    private final Parameters parameters;

    PveTasks(PveNode node, boolean auditor, Parameters parameters) {
        this.node = node;
        this.auditor = auditor;
        this.parameters = parameters;
    }

    /** What a node tells the others of its tasks, as {@code /cluster/tasks} shows it. */
    static List<Fields> broadcast(PveNode node) {
        List<Listed> all = new ArrayList<>(node.active());
        all.addAll(node.archive());
        return all.subList(0, Math.min(BROADCAST, all.size())).stream()
                .map(task -> new Fields()
                        .with("upid", task.name().upid(node.name()))
                        .with("node", node.name())
                        .withIf(task.ended() == null, "pid", task.name().pid())
                        .with("type", task.name().type())
                        .with("id", task.name().id())
                        .with("user", task.name().user())
                        .with("starttime", task.name().started())
                        .withIf(task.ended() != null, "saved", "1")
                        .withIf(task.ended() != null, "endtime", task.ended())
                        .withIf(task.ended() != null, "status", task.status()))
                .toList();
    }

    Optional<PveReply> reply(List<String> rest) {
        if (rest.isEmpty()) {
            return Optional.of(list());
        }
        String upid = rest.get(0);
        if (!UPID.matcher(upid).matches()) {
            return Optional.of(PveReply.badParameter("upid", "unable to parse worker upid"));
        }
        if (rest.size() == 1) {
            return Optional.of(
                    PveReply.data(List.of(new Fields().with("name", "log"), new Fields().with("name", "status"))));
        }
        return switch (rest.get(1)) {
            case "status" -> Optional.of(status(upid).by(From.DAEMON, null));
            case "log" -> Optional.of(log(upid).by(From.DAEMON, null));
            default -> Optional.empty();
        };
    }

    private PveReply list() {
        PveReply wrong = wrongParameter();
        if (wrong != null) {
            return wrong;
        }
        List<Listed> found = new ArrayList<>();
        if (auditor) {
            String source = parameters.has("source") ? parameters.text("source") : "archive";
            if (!source.equals("archive")) {
                node.active().stream().filter(this::wanted).forEach(found::add);
            }
            if (!source.equals("active")) {
                node.archive().stream().filter(this::wanted).forEach(found::add);
            }
        }
        List<Fields> rows = found.stream()
                .skip(parameters.number("start", 0))
                .limit(parameters.number("limit", DEFAULT_LIMIT))
                .map(this::row)
                .toList();
        return PveReply.data(rows, found.size());
    }

    private @Nullable PveReply wrongParameter() {
        for (String name : parameters.names()) {
            String value = parameters.text(name);
            if (!LIST_PARAMETERS.contains(name)) {
                return PveReply.badParameter(
                        name, "property is not defined in schema and the schema does not allow additional properties");
            }
            if (NUMBERS.contains(name) && !value.matches("-?\\d+")) {
                return PveReply.badParameter(name, "type check ('integer') failed - got '" + value + "'");
            }
            if (name.equals("source") && !Set.of("archive", "active", "all").contains(value)) {
                return PveReply.badParameter(
                        name, "value '" + value + "' does not have a value in the enumeration 'archive, active, all'");
            }
            if (name.equals("statusfilter")) {
                for (String state : value.split(",", -1)) {
                    if (!STATES.contains(state.toLowerCase(Locale.ROOT))) {
                        return PveReply.badParameter(name, "invalid format - invalid status '" + state + "'\n");
                    }
                }
            }
        }
        return null;
    }

    private boolean wanted(Listed task) {
        TaskName name = task.name();
        String state = state(task.status());
        boolean stateFits = parameters.flag("errors")
                ? !state.equals("ok")
                : !parameters.has("statusfilter")
                        || Arrays.asList(parameters
                                        .text("statusfilter")
                                        .toLowerCase(Locale.ROOT)
                                        .split(",", -1))
                                .contains(state);
        return stateFits
                && (!parameters.has("typefilter") || name.type().equals(parameters.text("typefilter")))
                && (!parameters.has("vmid") || name.id().equals(parameters.text("vmid")))
                && name.userWithoutToken()
                        .toLowerCase(Locale.ROOT)
                        .contains(parameters.text("userfilter").toLowerCase(Locale.ROOT))
                && name.started() >= parameters.number("since", Long.MIN_VALUE)
                && name.started() <= parameters.number("until", Long.MAX_VALUE);
    }

    /** Running ones are unknown, as are those without a final line. */
    private static String state(@Nullable String status) {
        if (status == null || status.equals("unexpected status")) {
            return "unknown";
        }
        return status.equals("OK") ? "ok" : status.startsWith("WARNINGS: ") ? "warning" : "error";
    }

    private Fields row(Listed task) {
        boolean archived = task.ended() != null;
        Fields row = base(task);
        return archived
                ? user(row, task).with("endtime", task.ended()).with("status", task.status())
                : row.with("user", task.name().user()).with("status", "RUNNING");
    }

    private Fields base(Listed task) {
        TaskName name = task.name();
        return new Fields()
                .with("upid", name.upid(node.name()))
                .with("node", node.name())
                .with("pid", name.pid())
                .with("pstart", name.pstart())
                .with("starttime", name.started())
                .with("type", name.type())
                .with("id", name.id());
    }

    private static Fields user(Fields row, Listed task) {
        return row.with("user", task.name().userWithoutToken())
                .withIf(!task.name().token().isEmpty(), "tokenid", task.name().token());
    }

    private PveReply status(String upid) {
        Optional<Listed> task = node.find(upid);
        if (task.isEmpty()) {
            return PveReply.badParameter("upid", "no such task");
        }
        if (!auditor) {
            return forbidden();
        }
        Listed found = task.get();
        Fields fields = user(base(found), found).with("status", found.running() ? "running" : "stopped");
        return PveReply.data(fields.withIf(!found.running(), "exitstatus", exitStatus(found)));
    }

    private static String exitStatus(Listed task) {
        List<String> log = task.log();
        return VzdumpLines.status(log.isEmpty() ? "" : log.get(log.size() - 1));
    }

    private PveReply forbidden() {
        return PveReply.error(403, "Permission check failed (/nodes/" + node.name() + ", Sys.Audit)");
    }

    private PveReply log(String upid) {
        if (!auditor) {
            return forbidden();
        }
        Optional<Listed> task = node.find(upid);
        List<String> lines = task.map(Listed::log).orElse(List.of("unable to open file - No such file or directory"));
        if (parameters.flag("download")) {
            return PveReply.text(String.join("\n", lines) + "\n");
        }
        if (lines.isEmpty()) {
            lines = List.of("no content");
        }
        long start = parameters.number("start", 0);
        long limit = parameters.number("limit", DEFAULT_LIMIT);
        List<Fields> rows = new ArrayList<>();
        for (long n = start; n < lines.size() && (limit == 0 || n < start + limit); n++) {
            rows.add(new Fields().with("n", n + 1).with("t", twiceEncoded(lines.get((int) n))));
        }
        return PveReply.data(rows, lines.size());
    }

    /** The bytes of a line are taken for characters, and so encoded once more. */
    private static String twiceEncoded(String line) {
        return new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
