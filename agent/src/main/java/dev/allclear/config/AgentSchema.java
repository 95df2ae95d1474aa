package dev.allclear.config;

import static dev.allclear.config.StanzaKey.key;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The stanzas of {@code agent.conf} and {@code agent-priv.conf}. */
final class AgentSchema {
    static final String HEARTBEAT = "heartbeat";
    static final String PVE = "pve";
    static final String PBS = "pbs";
    static final String LEDGER = "ledger";
    static final String PAGE = "page";
    static final String NTFY = "ntfy";
    static final String ALERTMANAGER = "alertmanager";
    static final String MATCHER = NotificationSchema.MATCHER;

    /** The stanzas of notifications: a fault in one of them leaves out only that one. */
    static final Set<String> NOTIFICATIONS = Set.of(
            NotificationSchema.SENDMAIL,
            NotificationSchema.SMTP,
            NotificationSchema.GOTIFY,
            NotificationSchema.WEBHOOK,
            NTFY,
            ALERTMANAGER,
            MATCHER);

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

    private static final StanzaKey MONITOR_TOKEN = key("token", ValueKind.TEXT).asSecret();
    private static final StanzaKey TOPIC = key(
                    "topic",
                    ValueKind.where(
                            value -> value.matches("[-_A-Za-z0-9]{1,64}"),
                            "is not a topic of ntfy",
                            "write 1 to 64 letters, digits, '_' and '-'"))
            .asSecret();

    private static final StanzaType HEARTBEAT_TYPE = StanzaType.of(
            HEARTBEAT,
            Schema.ENTITY_NAME,
            key("source", Schema.ENTITY_NAME),
            key("job", JOB_ID),
            key("task", TaskWord.TASK),
            key("require", TaskWord.REQUIREMENT).asRepeatable(),
            key("self", ValueKind.SWITCH),
            key("interval", Durations.between(Duration.ofSeconds(20), DAY)),
            key("kind", ValueKind.oneOf("kuma", "healthchecks", "gatus", "betterstack", "cronitor", "generic")),
            URL,
            MONITOR_TOKEN,
            // A lambda, so that most hosts never load the engine.
            key("expect-body", value -> Expression.fault(value)),
            key("guests", GuestList.KIND).asRepeatable(),
            key("warnings", OK_OR_FAIL),
            key("empty", OK_OR_FAIL),
            key("manual", ValueKind.oneOf("count", "ignore")),
            key("grace", Durations.between(Duration.ZERO, DAY)),
            key("max-age", Durations.between(Duration.ofSeconds(1), Duration.ofDays(366))),
            key("method", ValueKind.oneOf("get", "post", "put")),
            key("msg", MsgTemplate.KIND),
            key("timeout", Durations.between(Duration.ofSeconds(1), Duration.ofMinutes(5))),
            key("on-failure", ValueKind.oneOf("silent", "down")),
            key("remind", Durations.between(Duration.ofMinutes(1), Duration.ofDays(7))),
            COMMENT,
            DISABLE);

    private static final StanzaType PVE_TYPE = source(PVE, 8006, key("jobs-cfg", PATH));

    private static final StanzaType PBS_TYPE = source(PBS, 8007, key("config-dir", PATH));

    private static final StanzaType LEDGER_TYPE =
            StanzaType.of(LEDGER, Schema.ENTITY_NAME, key("path", PATH), key("spool", PATH), COMMENT);

    private static final StanzaType PAGE_TYPE = StanzaType.of(
            PAGE, Schema.ENTITY_NAME, key("listen", PageReader.LISTEN), key("password-file", PATH), COMMENT, DISABLE);

    private static final StanzaType NTFY_TYPE = StanzaType.of(
            NTFY, Schema.ENTITY_NAME, key("server", HttpUrl.BASE).asSecret(), TOPIC, MONITOR_TOKEN, COMMENT, DISABLE);

    private static final StanzaType ALERTMANAGER_TYPE = StanzaType.of(
            ALERTMANAGER,
            Schema.ENTITY_NAME,
            key("url", HttpUrl.BASE).asRepeatable().asRequired().asSecret(),
            key("label", PropertyString.LABEL).asRepeatable(),
            COMMENT,
            DISABLE);

    /** {@code agent.conf}. */
    static final Schema PUBLIC = Schema.ofAllclear(publicTypes());

    /** {@code agent-priv.conf}. */
    static final Schema PRIVATE = Schema.ofAllclear(privateTypes());

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
                key("notifications", NotifyReader.FILES),
                key("notification-mode", ValueKind.oneOf("notification-system", "legacy-sendmail", "auto")),
                key("notify", NotifyReader.WHEN),
                key("notify-user", ValueKind.line(2, 64)),
                key("mailto", ValueKind.TEXT).asRepeatable(),
                key("mailnotification", ValueKind.oneOf("always", "failure")),
                COMMENT,
                DISABLE);
    }

    private static List<StanzaType> publicTypes() {
        List<StanzaType> types = new ArrayList<>(List.of(HEARTBEAT_TYPE, PVE_TYPE, PBS_TYPE, LEDGER_TYPE, PAGE_TYPE));
        NotificationSchema.TYPES.stream().map(AgentSchema::withOurKeys).forEach(types::add);
        types.add(withOurKeys(NTFY_TYPE));
        types.add(withOurKeys(ALERTMANAGER_TYPE));
        return types;
    }

    /** A target may wait for more to tell, and say again what is still red; its secrets may stand in the public file. */
    private static StanzaType withOurKeys(StanzaType type) {
        if (type.name().equals(MATCHER)) {
            return type;
        }
        StanzaType ours = type.with(
                key("group-wait", Durations.between(Duration.ZERO, DAY)),
                key("group-interval", Durations.between(Duration.ZERO, Duration.ofDays(7))),
                key("remind", Durations.between(Duration.ofMinutes(1), Duration.ofDays(366))));
        return switch (type.name()) {
            case NotificationSchema.SMTP ->
                ours.with(key("password", ValueKind.TEXT).asSecret());
            case NotificationSchema.GOTIFY -> ours.with(MONITOR_TOKEN);
            default -> ours;
        };
    }

    private static List<StanzaType> privateTypes() {
        List<StanzaType> types = new ArrayList<>(List.of(
                StanzaType.of(HEARTBEAT, Schema.ENTITY_NAME, URL, MONITOR_TOKEN),
                StanzaType.of(PVE, Schema.ENTITY_NAME, TOKEN.asRequired()),
                StanzaType.of(PBS, Schema.ENTITY_NAME, TOKEN.asRequired())));
        types.addAll(NotificationSchema.PRIVATE_TYPES);
        types.add(StanzaType.of(NTFY, Schema.ENTITY_NAME, TOPIC, MONITOR_TOKEN));
        return types;
    }

    private static boolean isAbsolutePath(String value) {
        try {
            return Path.of(value).isAbsolute();
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
