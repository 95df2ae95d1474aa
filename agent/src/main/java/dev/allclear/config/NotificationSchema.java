package dev.allclear.config;

import static dev.allclear.config.StanzaKey.key;

import java.util.List;

/**
 * The stanzas of Proxmox's {@code notifications.cfg} and its private part. Source: observed behaviour of proxmox-notify
 * 1.0.3.
 */
public final class NotificationSchema {
    /** The header's name as a key: accepted by Proxmox, and without effect. */
    static final String NAME = "name";

    static final String SENDMAIL = "sendmail";
    static final String SMTP = "smtp";
    static final String GOTIFY = "gotify";
    static final String WEBHOOK = "webhook";
    static final String MATCHER = "matcher";

    private static final ValueKind ADDRESS = ValueKind.line(2, 64);
    private static final StanzaKey COMMENT = key("comment", ValueKind.line(0, 128));
    private static final StanzaKey DISABLE = key("disable", ValueKind.SWITCH);
    private static final StanzaKey ORIGIN =
            key("origin", ValueKind.oneOf("user-created", "builtin", "modified-builtin"));
    private static final StanzaKey CHECKED_NAME = key(NAME, Schema.ENTITY_NAME);
    private static final StanzaKey ANY_NAME = key(NAME, ValueKind.TEXT);
    private static final StanzaKey MAILTO = key("mailto", ADDRESS).asRepeatable();
    private static final StanzaKey MAILTO_USER = key("mailto-user", ADDRESS).asRepeatable();
    private static final StanzaKey AUTHOR = key("author", ValueKind.TEXT);
    private static final StanzaKey FROM_ADDRESS = key("from-address", ValueKind.TEXT);
    private static final StanzaKey SERVER = key("server", ValueKind.TEXT).asRequired();
    /** Obsolete; still accepted and ignored. */
    private static final StanzaKey FILTER = key("filter", ValueKind.TEXT);

    private static final StanzaKey SECRET =
            key("secret", PropertyString.NAME_AND_VALUE).asRepeatable().asSecret();

    /** The types of the public file. */
    static final List<StanzaType> TYPES = List.of(
            type(SENDMAIL, MAILTO, MAILTO_USER, FROM_ADDRESS, AUTHOR, FILTER),
            type(
                    SMTP,
                    SERVER,
                    key("port", ValueKind.number(0, 65535)),
                    key("mode", ValueKind.oneOf("insecure", "starttls", "tls")),
                    key("username", ValueKind.TEXT),
                    MAILTO,
                    MAILTO_USER,
                    FROM_ADDRESS.asRequired(),
                    AUTHOR),
            type(GOTIFY, SERVER, FILTER),
            type(
                    WEBHOOK,
                    key("method", ValueKind.oneOf("post", "put", "get")).asRequired(),
                    // The path may hold a token, and a header or the body a password.
                    key("url", WebhookUrl.KIND).asRequired().asSecret(),
                    key("header", PropertyString.NAME_AND_VALUE).asRepeatable().asSecret(),
                    key("body", ValueKind.TEXT).asSecret(),
                    SECRET),
            type(
                    MATCHER,
                    key("match-severity", ValueKind.TEXT).asRepeatable(),
                    key("match-field", ValueKind.TEXT).asRepeatable(),
                    key("match-calendar", ValueKind.TEXT).asRepeatable(),
                    key("mode", ValueKind.oneOf("all", "any")),
                    key("invert-match", ValueKind.SWITCH),
                    key("target", Schema.ENTITY_NAME).asRepeatable()));

    /** The types of the private file. Only a webhook's name is checked there. */
    static final List<StanzaType> PRIVATE_TYPES = List.of(
            StanzaType.of(SMTP, ValueKind.TEXT, key("password", ValueKind.TEXT).asSecret(), ANY_NAME),
            StanzaType.of(
                    GOTIFY,
                    ValueKind.TEXT,
                    key("token", ValueKind.TEXT).asRequired().asSecret(),
                    ANY_NAME),
            StanzaType.of(WEBHOOK, Schema.ENTITY_NAME, SECRET, CHECKED_NAME));

    /** {@code notifications.cfg}. */
    public static final Schema PUBLIC = Schema.ofProxmox(TYPES);

    /** {@code priv/notifications.cfg} on PVE, {@code notifications-priv.cfg} on PBS. */
    public static final Schema PRIVATE = Schema.ofProxmox(PRIVATE_TYPES);

    private NotificationSchema() {}

    private static StanzaType type(String name, StanzaKey... keys) {
        StanzaKey[] all = java.util.Arrays.copyOf(keys, keys.length + 4);
        System.arraycopy(new StanzaKey[] {COMMENT, DISABLE, ORIGIN, CHECKED_NAME}, 0, all, keys.length, 4);
        return StanzaType.of(name, Schema.ENTITY_NAME, all);
    }
}
