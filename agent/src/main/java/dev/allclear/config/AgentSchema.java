package dev.allclear.config;

import static dev.allclear.config.StanzaKey.key;
import static dev.allclear.config.StanzaKey.later;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stanzas of {@code agent.conf} and {@code agent-priv.conf}. */
final class AgentSchema {
    static final String HEARTBEAT = "heartbeat";
    static final String PVE = "pve";
    static final String LEDGER = "ledger";

    private static final String NO_API =
            "this release sees only this host's own task directory, the API arrives in a later one";
    private static final Map<String, String> LATER_TYPES = Map.of("pbs", NO_API);

    private static final ValueKind OK_OR_FAIL = ValueKind.oneOf("ok", "fail");
    private static final ValueKind PATH = ValueKind.where(
            AgentSchema::isAbsolutePath, "is not an absolute path", "begin it with '/', for example /var/lib/allclear");
    private static final ValueKind JOB_ID = ValueKind.where(
            AgentSchema::isOneJob,
            "is not the id of one job",
            "write only the id that stands behind 'vzdump:' in /etc/pve/jobs.cfg");
    private static final ValueKind TASK = ValueKind.where(
            "vzdump"::equals,
            "cannot be watched by this release",
            "write 'task vzdump' (every such task is a run of its own), or 'job' with the id of a backup job");
    private static final StanzaKey URL = key("url", ValueKind.TEXT).asSecret();
    private static final StanzaKey COMMENT = key("comment", ValueKind.TEXT);

    private static final StanzaType HEARTBEAT_TYPE = StanzaType.of(
            HEARTBEAT,
            Schema.ENTITY_NAME,
            key("job", JOB_ID),
            key("task", TASK),
            URL,
            key("guests", GuestList.KIND).asRepeatable(),
            key("warnings", OK_OR_FAIL),
            key("empty", OK_OR_FAIL),
            key("max-age", Durations.between(Duration.ofSeconds(1), Duration.ofDays(366))),
            key("method", ValueKind.oneOf("get", "post")),
            key("msg", MsgTemplate.KIND),
            key("timeout", Durations.between(Duration.ofSeconds(1), Duration.ofMinutes(5))),
            key("on-failure", ValueKind.oneOf("silent")),
            COMMENT,
            key("disable", ValueKind.SWITCH),
            later("source", NO_API));

    private static final StanzaType PVE_TYPE = StanzaType.of(
            PVE,
            Schema.ENTITY_NAME,
            key("tasks", PATH),
            key("jobs-cfg", PATH),
            key("job-state", PATH),
            key("proc", PATH),
            key("full-look", Durations.between(Duration.ofSeconds(1), Duration.ofHours(1))),
            key("grace", Durations.between(Duration.ZERO, Duration.ofMinutes(10))),
            COMMENT,
            later("url", NO_API),
            later("token-id", NO_API),
            later("fingerprint", NO_API));

    private static final StanzaType LEDGER_TYPE = StanzaType.of(LEDGER, Schema.ENTITY_NAME, key("path", PATH), COMMENT);

    /** {@code agent.conf}. */
    static final Schema PUBLIC = schema(List.of(HEARTBEAT_TYPE, PVE_TYPE, LEDGER_TYPE), NotificationSchema.TYPES);

    /** {@code agent-priv.conf}. */
    static final Schema PRIVATE = schema(
            List.of(StanzaType.of(HEARTBEAT, Schema.ENTITY_NAME, URL.asRequired())), NotificationSchema.PRIVATE_TYPES);

    private AgentSchema() {}

    private static Schema schema(List<StanzaType> own, List<StanzaType> pasted) {
        List<StanzaType> types = new ArrayList<>(own);
        types.addAll(pasted);
        return Schema.ofAllclear(LATER_TYPES, types);
    }

    /** Not a URL either: the id is shown everywhere, and a push URL must not be. */
    private static boolean isOneJob(String value) {
        return !value.isEmpty()
                && Blank.next(value, 0) == value.length()
                && value.length() <= 128
                && !value.contains("://");
    }

    private static boolean isAbsolutePath(String value) {
        try {
            return Path.of(value).isAbsolute();
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
