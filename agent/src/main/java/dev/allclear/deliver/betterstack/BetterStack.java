package dev.allclear.deliver.betterstack;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.PushService;
import dev.allclear.deliver.http.Secrets;
import dev.allclear.deliver.http.Statuses;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A heartbeat of Better Stack (source of the facts: its documentation). The text goes as the body, which it attaches. It names no
 * text of success, so every 2xx that is no web page counts.
 */
public final class BetterStack implements PushService {
    /** Nothing is documented; a few pages are enough to see what happened. */
    static final int BODY_LIMIT = 10_000;

    private static final Pattern PATH = Pattern.compile("(.*?/heartbeat/([^/]+))(?:/(?:fail|[0-9]{1,3}))?/?");
    private static final String COPY = "copy the URL from the heartbeat's page in Better Stack:"
            + " https://uptime.betterstack.com/api/v1/heartbeat/TOKEN";

    private final HttpUrl url;
    private final Peer peer;
    private final Statuses statuses;

    private BetterStack(HttpUrl url, String token) {
        this.url = url;
        this.peer = new Peer(
                url + "/…",
                "Better Stack",
                "url",
                "Compare url with that on the heartbeat's page.",
                "",
                "Better Stack may record a second heartbeat",
                Secrets.of(url, token));
        this.statuses = new Statuses(peer);
    }

    /** Reads a URL as copied; an ending such as {@code /fail} is taken off. */
    public static Parsed of(String text) {
        return PushService.read(text, "heartbeat URL", COPY, url -> of(url));
    }

    private static Parsed of(HttpUrl url) {
        Matcher path = PATH.matcher(url.path());
        return path.matches()
                ? new Usable(new BetterStack(url.withPath(path.group(1)), path.group(2)))
                : new Unusable("the heartbeat URL has no token behind /api/v1/heartbeat/");
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
    public HttpMessage message(Push push) {
        String text = push.report().isEmpty() ? push.msg() : push.msg() + "\n\n" + push.report();
        return HttpMessage.of("POST", push.up() ? url : url.slash("fail"))
                .withBody("text/plain; charset=utf-8", text.substring(0, Math.min(text.length(), BODY_LIMIT)));
    }

    @Override
    public Answer read(HttpReply reply) {
        if (reply.good()) {
            return reply.whole() && !reply.isHtml() ? new Delivered() : statuses.unproven(reply, "a short answer");
        }
        return reply.status() == 404
                ? new Retry(
                        peer + " answered 404: no heartbeat has this token. It was deleted, or the URL is wrong. "
                                + peer.check(),
                        true,
                        null)
                : statuses.read(reply);
    }
}
