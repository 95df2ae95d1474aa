package dev.allclear.deliver.gatus;

import dev.allclear.config.Secret;
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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An external endpoint of Gatus (source of the facts: its source of August 2026), whose {@code heartbeat.interval} makes it a dead
 * man's switch. Success is 200 with nothing in it.
 */
public final class Gatus implements PushService {
    /** An error longer than that helps nobody on a status page, and must fit into the first line of a request. */
    static final int ERROR_LIMIT = 2048;

    private static final Set<String> OURS = Set.of("success", "error", "duration");
    private static final Pattern PATH = Pattern.compile("(.*?/api/v1/endpoints/[^/]+)(?:/external)?/?");
    private static final String COPY =
            "write https://HOST/api/v1/endpoints/GROUP_NAME/external, where GROUP_NAME is the key of"
                    + " the external endpoint";

    private final HttpUrl url;
    private final Secret token;
    private final Peer peer;
    private final Statuses statuses;

    private Gatus(HttpUrl url, Secret token) {
        this.url = url;
        this.token = token;
        this.peer = new Peer(
                url + "/…",
                "Gatus",
                "url",
                "The path is /api/v1/endpoints/GROUP_NAME/external, with the key as in the address of the endpoint's page.",
                "",
                "Gatus may show a second result",
                Secrets.of(url, token.reveal()));
        this.statuses = new Statuses(peer);
    }

    /**
     * Reads the address of an external endpoint, with or without its {@code /external} and parameters.
     *
     * @param token of the external endpoint
     */
    public static Parsed of(String text, Secret token) {
        Parsed read = PushService.read(text, "url of the external endpoint", COPY, url -> of(url.without(OURS), token));
        return read instanceof Usable && token.isEmpty()
                ? new Unusable("Gatus takes nothing without the token of the external endpoint; write it as token")
                : read;
    }

    private static Parsed of(HttpUrl url, Secret token) {
        Matcher path = PATH.matcher(url.path());
        return path.matches()
                ? new Usable(new Gatus(url.withPath(path.group(1) + "/external"), token))
                : new Unusable("the url names no endpoint of Gatus");
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
        HttpUrl to = url.and("success", String.valueOf(push.up()), 5);
        if (!push.up()) {
            to = to.and("error", push.msg(), ERROR_LIMIT);
        }
        // A negative one is a clock that was set back.
        to = to.and("duration", Math.max(0, push.duration().toSeconds()) + "s", 30);
        return HttpMessage.of("POST", to).with("Authorization", "Bearer " + token.reveal());
    }

    @Override
    public Answer read(HttpReply reply) {
        if (reply.status() == 200 && reply.body().isBlank() && reply.whole()) {
            return new Delivered();
        }
        return switch (reply.status()) {
            case 401 ->
                slow("answered 401: the token is missing or is not that of this external endpoint. Compare token with"
                        + " external-endpoints in Gatus' configuration.");
            case 404 ->
                slow("answered 404: no external endpoint has this key" + peer.said(reply) + " " + peer.check()
                        + " In the key, each space / _ , . # + & of group and name is a hyphen.");
            default -> reply.good() ? statuses.unproven(reply, "an empty answer with 200") : statuses.read(reply);
        };
    }

    private Answer slow(String what) {
        return new Retry(peer + " " + what, true, null);
    }
}
