package dev.allclear.deliver;

import dev.allclear.config.Secret;
import dev.allclear.config.TargetConf;
import dev.allclear.deliver.alertmanager.AlertmanagerChannel;
import dev.allclear.deliver.gotify.GotifyChannel;
import dev.allclear.deliver.ntfy.NtfyChannel;
import dev.allclear.deliver.template.Templates;
import dev.allclear.deliver.webhook.WebhookChannel;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The targets that are reached over HTTP, each with secrets in every place where it may have one. */
enum HttpTarget {
    GOTIFY("{\"id\":4711,\"appid\":1,\"message\":\"m\"}") {
        @Override
        NoticeChannel open(String base, Duration timeout) {
            return new GotifyChannel(
                    new TargetConf.Gotify(COMMON, login(base), new Secret("GotifyTok3n")), TEMPLATES, timeout);
        }
    },
    NTFY("{\"id\":\"sPs71M8A2T\",\"time\":1,\"event\":\"message\",\"topic\":\"t0pic-of-mine\"}") {
        @Override
        NoticeChannel open(String base, Duration timeout) {
            return new NtfyChannel(
                    new TargetConf.Ntfy(COMMON, login(base), new Secret("t0pic-of-mine"), new Secret("tk_ntfyTok3n")),
                    TEMPLATES,
                    timeout);
        }
    },
    WEBHOOK("") {
        @Override
        NoticeChannel open(String base, Duration timeout) {
            return new WebhookChannel(
                    new TargetConf.Webhook(
                            COMMON,
                            "post",
                            new Secret(base + "/hook/PathTok3n?k={{url-encode secrets.query}}"),
                            List.of(
                                    new TargetConf.Header("Authorization", new Secret("Bearer {{secrets.bearer}}")),
                                    new TargetConf.Header("X-Plain", new Secret("Pla1nHeaderTok3n"))),
                            new Secret("{\"t\":{{json title}},\"s\":{{json secrets.body}}}"),
                            new TreeMap<>(Map.of(
                                    "query", new Secret("Query Tok3n/+"),
                                    "bearer", new Secret("B3arerTok3n"),
                                    "body", new Secret("BodyTok3n")))),
                    TEMPLATES,
                    timeout);
        }
    },
    ALERTMANAGER("") {
        @Override
        NoticeChannel open(String base, Duration timeout) {
            return new AlertmanagerChannel(
                    new TargetConf.Alertmanager(COMMON, List.of(URI.create(login(base))), Map.of("site", "berlin")),
                    TEMPLATES,
                    timeout);
        }
    };

    /** Parts of every secret above, in the spellings that may appear. */
    static final List<String> SECRETS = List.of(
            "GotifyTok3n",
            "t0pic-of-mine",
            "ntfyTok3n",
            "PathTok3n",
            "Query",
            "B3arerTok3n",
            "Pla1nHeader",
            "BodyTok3n",
            "l0ginPassw0rd",
            "am9lOmwwZ2luUGFzc3cwcmQ");

    private static final TargetConf.Common COMMON =
            new TargetConf.Common("mine", false, Duration.ZERO, Duration.ZERO, null);
    private static final Templates TEMPLATES =
            new Templates(null, e -> "text of " + e.title(), e -> "", ZoneOffset.UTC);

    /** The body of an answer that confirms. */
    final String good;

    HttpTarget(String good) {
        this.good = good;
    }

    abstract NoticeChannel open(String base, Duration timeout);

    private static String login(String base) {
        return base.replace("://", "://joe:l0ginPassw0rd@");
    }
}
