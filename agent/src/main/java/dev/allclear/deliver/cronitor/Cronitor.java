package dev.allclear.deliver.cronitor;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.PushService;
import dev.allclear.deliver.http.Secrets;
import dev.allclear.deliver.http.Statuses;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A monitor of Cronitor's telemetry API (source of the facts: its documentation). The beats of one run share a {@code series}.
 * It names no text of success, so every 2xx that is no web page counts. An unknown monitor key makes a new monitor.
 */
public final class Cronitor implements PushService {
    /** Cronitor's own limit. */
    static final int MESSAGE_LIMIT = 2000;

    private static final Set<String> OURS = Set.of("state", "series", "message", "metric", "status_code");
    private static final Pattern PATH = Pattern.compile("((?:/[^/]+)*?/p/([^/]+)/([^/]+))/?");
    private static final String COPY =
            "copy the telemetry URL from Cronitor: https://cronitor.link/p/API-KEY/MONITOR-KEY";

    private final HttpUrl url;
    private final Peer peer;
    private final Statuses statuses;

    private Cronitor(HttpUrl url, String apiKey) {
        this.url = url;
        this.peer = new Peer(
                url + "/p/…",
                "Cronitor",
                "url",
                "Compare url with the telemetry URL of the monitor: https://cronitor.link/p/API-KEY/MONITOR-KEY.",
                "",
                "Cronitor may record it twice",
                Secrets.of(url, apiKey));
        this.statuses = new Statuses(peer);
    }

    /** Reads a telemetry URL as copied; {@code state}, {@code message} and their like are replaced, {@code env} and others stay. */
    public static Parsed of(String text) {
        return PushService.read(text, "telemetry URL", COPY, url -> of(url.without(OURS)));
    }

    private static Parsed of(HttpUrl url) {
        Matcher path = PATH.matcher(url.path());
        return path.matches()
                ? new Usable(new Cronitor(url.withPath(path.group(1)), path.group(2)))
                : new Unusable("the telemetry URL does not have /p/API-KEY/MONITOR-KEY");
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean secure() {
        return url.secure();
    }

    @Override
    public boolean knows(Push.Signal signal) {
        return signal != Push.Signal.LOG;
    }

    @Override
    public HttpMessage message(Push push) {
        boolean start = push.signal() == Push.Signal.START;
        HttpUrl to = url.and("state", start ? "run" : push.up() ? "complete" : "fail", 8);
        if (!push.run().isEmpty()) {
            to = to.and("series", push.run(), 200);
        }
        to = to.and("message", push.msg(), MESSAGE_LIMIT);
        if (!start && !push.duration().isNegative() && !push.duration().isZero()) {
            to = to.and("metric", "duration:" + push.duration().toSeconds(), 60);
        }
        return HttpMessage.of("GET", to);
    }

    @Override
    public Answer read(HttpReply reply) {
        if (!reply.good()) {
            return statuses.read(reply);
        }
        return reply.whole() && !reply.isHtml() ? new Delivered() : statuses.unproven(reply, "a short answer");
    }
}
