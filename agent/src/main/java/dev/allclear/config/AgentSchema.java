package dev.allclear.config;

import static dev.allclear.config.StanzaKey.key;

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
    static final String PBS = "pbs";
    static final String LEDGER = "ledger";

    /** The key that holds the secret of each type of stanza that has one. */
    static final Map<String, String> SECRET_KEYS = Map.of(HEARTBEAT, "url", PVE, "token", PBS, "token");

    /** What only an API has. */
    static final List<String> API_KEYS = List.of("token-id", "token", "fingerprint", "ca-file", "node", "poll");

    /** What only the own directory of this host has. */
    static final List<String> LOCAL_KEYS =
            List.of("tasks", "jobs-cfg", "config-dir", "job-state", "proc", "full-look", "grace");

    private static final Duration DAY = Duration.ofDays(1);
    private static final ValueKind OK_OR_FAIL = ValueKind.oneOf("ok", "fail");
    private static final ValueKind PATH = ValueKind.where(
            AgentSchema::isAbsolutePath, "is not an absolute path", "begin it with '/', for example /var/lib/allclear");
    private static final ValueKind JOB_ID = ValueKind.where(
            TaskWord::isOneJob,
            "is not the id of one job",
            "write only the id that stands behind 'vzdump:' in /etc/pve/jobs.cfg");
    private static final StanzaKey URL = key("url", ValueKind.TEXT).asSecret();
    private static final StanzaKey TOKEN = key("token", ApiAccess.TOKEN).asSecret();
    private static final StanzaKey COMMENT = key("comment", ValueKind.TEXT);
    private static final StanzaKey DISABLE = key("disable", ValueKind.SWITCH);

    private static final StanzaType HEARTBEAT_TYPE = StanzaType.of(
            HEARTBEAT,
            Schema.ENTITY_NAME,
            key("source", Schema.ENTITY_NAME),
            key("job", JOB_ID),
            key("task", TaskWord.TASK),
            key("require", TaskWord.REQUIREMENT).asRepeatable(),
            key("self", ValueKind.SWITCH),
            key("interval", Durations.between(Duration.ofSeconds(20), DAY)),
            URL,
            key("guests", GuestList.KIND).asRepeatable(),
            key("warnings", OK_OR_FAIL),
            key("empty", OK_OR_FAIL),
            key("manual", ValueKind.oneOf("count", "ignore")),
            key("grace", Durations.between(Duration.ZERO, DAY)),
            key("max-age", Durations.between(Duration.ofSeconds(1), Duration.ofDays(366))),
            key("method", ValueKind.oneOf("get", "post")),
            key("msg", MsgTemplate.KIND),
            key("timeout", Durations.between(Duration.ofSeconds(1), Duration.ofMinutes(5))),
            key("on-failure", ValueKind.oneOf("silent", "down")),
            key("remind", Durations.between(Duration.ofMinutes(1), Duration.ofDays(7))),
            COMMENT,
            DISABLE);

    private static final StanzaType PVE_TYPE = source(PVE, 8006, key("jobs-cfg", PATH));

    private static final StanzaType PBS_TYPE = source(PBS, 8007, key("config-dir", PATH));

    private static final StanzaType LEDGER_TYPE = StanzaType.of(LEDGER, Schema.ENTITY_NAME, key("path", PATH), COMMENT);

    /** {@code agent.conf}. */
    static final Schema PUBLIC =
            schema(List.of(HEARTBEAT_TYPE, PVE_TYPE, PBS_TYPE, LEDGER_TYPE), NotificationSchema.TYPES);

    /** {@code agent-priv.conf}. */
    static final Schema PRIVATE = schema(
            List.of(
                    StanzaType.of(HEARTBEAT, Schema.ENTITY_NAME, URL.asRequired()),
                    StanzaType.of(PVE, Schema.ENTITY_NAME, TOKEN.asRequired()),
                    StanzaType.of(PBS, Schema.ENTITY_NAME, TOKEN.asRequired())),
            NotificationSchema.PRIVATE_TYPES);

    private AgentSchema() {}

    private static StanzaType source(String name, int port, StanzaKey jobs) {
        return StanzaType.of(
                name,
                Schema.ENTITY_NAME,
                // Not shown when wrong: it may hold a password, or be a token in the wrong line.
                key("url", new ApiUrl(port)).asRepeatable().asSecret(),
                key("token-id", ApiAccess.TOKEN_ID).asSecret(),
                TOKEN,
                key("fingerprint", ApiAccess.FINGERPRINT).asRepeatable().asSecret(),
                key("ca-file", PATH),
                key("node", NodeList.KIND).asRepeatable(),
                key("poll", Durations.between(Duration.ofSeconds(5), Duration.ofMinutes(10))),
                key("local", ValueKind.SWITCH),
                key("tasks", PATH),
                jobs,
                key("job-state", PATH),
                key("proc", PATH),
                key("full-look", Durations.between(Duration.ofSeconds(1), Duration.ofHours(1))),
                key("grace", Durations.between(Duration.ZERO, Duration.ofMinutes(10))),
                COMMENT,
                DISABLE);
    }

    private static Schema schema(List<StanzaType> own, List<StanzaType> pasted) {
        List<StanzaType> types = new ArrayList<>(own);
        types.addAll(pasted);
        return Schema.ofAllclear(types);
    }

    private static boolean isAbsolutePath(String value) {
        try {
            return Path.of(value).isAbsolute();
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
