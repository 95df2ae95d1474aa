package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.config.TargetConf.Alertmanager;
import dev.allclear.config.TargetConf.Common;
import dev.allclear.config.TargetConf.Encryption;
import dev.allclear.config.TargetConf.Gotify;
import dev.allclear.config.TargetConf.Header;
import dev.allclear.config.TargetConf.Ntfy;
import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.config.TargetConf.Sendmail;
import dev.allclear.config.TargetConf.Smtp;
import dev.allclear.config.TargetConf.Webhook;
import dev.allclear.config.TargetStanza.Written;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes one target of its stanza. For one use by one thread. */
final class TargetReader {
    private static final String DEFAULT_NTFY = "https://ntfy.sh";
    private static final Set<String> NAME_AND_VALUE = Set.of("name", "value");
    private static final String IN_BASE64 =
            "encode it as Proxmox does, for example with: printf %s 'TEXT' | base64 -w0";

    private final TargetStanza stanza;
    private final Section open;
    private final Findings findings;
    private boolean faulty;

    private TargetReader(TargetStanza stanza, Findings findings) {
        this.stanza = stanza;
        this.open = stanza.open();
        this.findings = findings;
    }

    /** The target, or empty when it has faults, which are then among the findings. */
    static Optional<TargetConf> read(TargetStanza stanza, Findings findings) {
        TargetReader reader = new TargetReader(stanza, findings);
        TargetConf target = reader.target();
        return reader.faulty ? Optional.empty() : Optional.of(target);
    }

    private TargetConf target() {
        return switch (open.type()) {
            case NotificationSchema.SENDMAIL ->
                new Sendmail(common(), recipients(), value("from-address"), value("author"));
            case NotificationSchema.SMTP -> smtp();
            case NotificationSchema.GOTIFY -> new Gotify(common(), server(), token());
            case NotificationSchema.WEBHOOK -> webhook();
            case AgentSchema.NTFY ->
                new Ntfy(
                        common(),
                        open.value("server").orElse(DEFAULT_NTFY),
                        required("topic", "ntfy tells whoever listens to a topic"),
                        stanza.secret("token").orElse(Secret.NONE));
            case AgentSchema.ALERTMANAGER -> alertmanager();
            default -> throw new IllegalArgumentException(open.type() + " is no target");
        };
    }

    private Common common() {
        return new Common(
                open.id(),
                SourceReader.disabled(open),
                SourceReader.duration(open, "group-wait", Duration.ZERO),
                SourceReader.duration(open, "group-interval", Duration.ZERO),
                SourceReader.duration(open, "remind").orElse(null));
    }

    private Recipients recipients() {
        List<Written> mailto = stanza.all("mailto");
        Recipients recipients = new Recipients(open.values("mailto"), open.values("mailto-user"));
        for (Written address : mailto) {
            if (address.text().indexOf(',') >= 0) {
                findings.warn(
                        address.file(),
                        address.line(),
                        "mailto of '" + open + "' has a comma, and it is one address, not a list",
                        "write a line 'mailto' for each address");
            }
        }
        if (mailto.isEmpty() && recipients.users().isEmpty() && !SourceReader.disabled(open)) {
            findings.warn(
                    stanza.file(),
                    open.line(),
                    "'" + open + "' has no recipient: nothing can be sent to it",
                    "add an indented line 'mailto ADDRESS' or 'mailto-user root@pam'");
        }
        return recipients;
    }

    private Smtp smtp() {
        Encryption mode = open.value("mode")
                .map(word -> Encryption.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Encryption.TLS);
        int usual = switch (mode) {
            case INSECURE -> 25;
            case STARTTLS -> 587;
            case TLS -> 465;
        };
        Optional<Secret> password = stanza.secret("password");
        String username = value("username");
        if (username != null && password.isEmpty()) {
            fault(
                    open.line("username"),
                    Kind.MISSING_REQUIRED,
                    "'" + open + "' has a 'username' and no 'password'",
                    "add a line 'password' " + underTheSameHeader() + ", or remove 'username'");
        }
        return new Smtp(
                common(),
                recipients(),
                open.value("server").orElseThrow(),
                open.value("port").map(Integer::parseInt).orElse(usual),
                mode,
                username,
                password.orElse(Secret.NONE),
                open.value("from-address").orElseThrow(),
                value("author"));
    }

    /** Proxmox takes any text for a Gotify server, and only the sending shows that it is none. */
    private String server() {
        String server = open.value("server").orElseThrow();
        HttpUrl.BASE
                .fault(server)
                .ifPresent(fault -> findings.warn(
                        stanza.file(),
                        open.line("server"),
                        "server of '" + open + "' " + fault.why() + ": nothing can be sent to it",
                        fault.instead()));
        return server;
    }

    private Secret token() {
        return required("token", "Gotify takes no message without one");
    }

    private Secret required(String key, String why) {
        Optional<Secret> secret = stanza.secret(key).filter(text -> !text.isEmpty());
        if (secret.isEmpty()) {
            fault(
                    open.line(),
                    Kind.MISSING_REQUIRED,
                    "'" + open + "' has no '" + key + "': " + why,
                    "add a line '" + key + "' " + underTheSameHeader());
        }
        return secret.orElse(Secret.NONE);
    }

    private String underTheSameHeader() {
        return "under the header '" + open + "' in " + stanza.privateFile();
    }

    private Webhook webhook() {
        List<Header> headers = new ArrayList<>();
        for (Written header : stanza.all("header")) {
            Map<String, String> pair = pair(header);
            headers.add(new Header(pair.getOrDefault("name", ""), decoded(header, "header", pair.get("value"))));
        }
        Secret body = stanza.all("body").stream()
                .findFirst()
                .map(written -> decoded(written, "body", written.text()))
                .orElse(Secret.NONE);
        SortedMap<String, Secret> secrets = new TreeMap<>();
        for (Written secret : stanza.secrets("secret")) {
            Map<String, String> pair = pair(secret);
            secrets.put(pair.getOrDefault("name", ""), decoded(secret, "secret", pair.get("value")));
        }
        return new Webhook(
                common(),
                open.value("method").orElseThrow(),
                new Secret(open.value("url").orElseThrow()),
                headers,
                body,
                secrets);
    }

    private static Map<String, String> pair(Written written) {
        return PropertyString.parse(written.text(), NAME_AND_VALUE).orElse(Map.of());
    }

    private Secret decoded(Written where, String key, @Nullable String base64) {
        if (base64 == null) {
            return Secret.NONE;
        }
        Optional<String> text = Base64Text.decode(base64);
        if (text.isEmpty()) {
            faulty = true;
            findings.leaveOut(
                    where.file(),
                    where.line(),
                    Kind.INVALID_VALUE,
                    key + " of '" + open + "' is not base64 of a text in UTF-8",
                    IN_BASE64);
        }
        return text.map(Secret::new).orElse(Secret.NONE);
    }

    private Alertmanager alertmanager() {
        Map<String, String> labels = new TreeMap<>();
        for (Written label : stanza.all("label")) {
            Map<String, String> pair = pair(label);
            if (labels.put(pair.getOrDefault("name", ""), pair.getOrDefault("value", "")) != null) {
                fault(
                        label.line(),
                        Kind.DUPLICATE_PROPERTY,
                        "'" + open + "' has the label '" + pair.get("name") + "' twice",
                        "keep one of the two lines");
            }
        }
        return new Alertmanager(
                common(),
                open.values("url").stream().distinct().map(URI::create).toList(),
                labels);
    }

    private @Nullable String value(String key) {
        return open.value(key).orElse(null);
    }

    /** A fault of the public file. */
    private void fault(int line, Kind kind, String message, String suggestion) {
        faulty = true;
        findings.leaveOut(stanza.file(), line, kind, message, suggestion);
    }
}
