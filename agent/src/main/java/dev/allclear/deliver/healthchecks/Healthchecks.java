package dev.allclear.deliver.healthchecks;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A check of Healthchecks (source of the facts: its source of August 2026 and healthchecks.io/docs). All pings are POSTs, since a
 * check may be set to ignore the other methods while it answers them with 200. The beats of one run share a {@code rid}, by
 * which Healthchecks measures it. The text goes as the body, cut at what the server says it keeps.
 */
public final class Healthchecks implements PushService {
    /** What a server keeps unless it is set otherwise; it says so in {@code Ping-Body-Limit}. */
    static final int USUAL_LIMIT = 10_000;

    /** More than any server keeps by default, so that no answer makes us send without end. */
    static final int LARGEST_LIMIT = 1_000_000;

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUFFIX = Pattern.compile("start|fail|log|[0-9]{1,3}");
    private static final String COPY = "copy the ping URL from the check's page in Healthchecks:"
            + " https://hc-ping.com/UUID or https://hc-ping.com/PING-KEY/SLUG";

    private final HttpUrl url;
    private final Peer peer;
    private final Statuses statuses;
    private volatile int limit = USUAL_LIMIT;

    private Healthchecks(HttpUrl url, String secret) {
        this.url = url;
        this.peer = new Peer(
                url + "/…",
                "Healthchecks",
                "url",
                "Compare url with the ping URL on the check's page.",
                "",
                "Healthchecks may record a second ping",
                Secrets.of(url, secret));
        this.statuses = new Statuses(peer);
    }

    /** Reads a ping URL as copied; an ending such as {@code /fail} behind a UUID is taken off. */
    public static Parsed of(String text) {
        return PushService.read(text, "ping URL", COPY, url -> of(url.without(Set.of("rid"))));
    }

    private static Parsed of(HttpUrl url) {
        List<String> parts = url.segments();
        int last = parts.size() - 1;
        if (last >= 1 && SUFFIX.matcher(parts.get(last)).matches() && isUuid(parts.get(last - 1))) {
            parts = parts.subList(0, last);
            last--;
        }
        if (last < 0
                || (!isUuid(parts.get(last))
                        && (last == 0 || parts.get(last - 1).equals("ping")))) {
            return new Unusable("the ping URL names no check by a UUID, or a ping key and a slug");
        }
        String secret = isUuid(parts.get(last)) ? parts.get(last) : parts.get(last - 1);
        return new Usable(new Healthchecks(url.withPath("/" + String.join("/", parts)), secret));
    }

    private static boolean isUuid(String part) {
        return UUID_TEXT.matcher(part).matches();
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
        return true;
    }

    @Override
    public HttpMessage message(Push push) {
        HttpUrl to = switch (push.signal()) {
            case START -> url.slash("start");
            case UP -> url;
            case DOWN -> url.slash("fail");
            case LOG -> url.slash("log");
        };
        if (!push.run().isEmpty()) {
            to = to.and("rid", rid(push.run()).toString(), 36);
        }
        String text = push.report().isEmpty() ? push.msg() : push.msg() + "\n\n" + push.report();
        return HttpMessage.of("POST", to).withBody("text/plain; charset=utf-8", cut(text, limit));
    }

    static UUID rid(String run) {
        return UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8));
    }

    /** At most so many bytes, without half a character at the end. */
    static String cut(String text, int limit) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= limit) {
            return text;
        }
        int end = limit;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    @Override
    public Answer read(HttpReply reply) {
        reply.header("ping-body-limit")
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .ifPresent(text -> limit = Math.min(LARGEST_LIMIT, Integer.parseInt(text)));
        String said = reply.body().strip();
        if (reply.whole() && reply.status() == 200 && said.equals("OK")) {
            return new Delivered();
        }
        if (reply.whole() && reply.status() == 201 && said.equals("Created")) {
            return new Delivered("Healthchecks has created the check");
        }
        return switch (reply.status()) {
            case 200, 201 -> ok(reply, said);
            case 400 ->
                reply.has("invalid url format")
                        ? slow("answered 400: it knows no address of this form. " + peer.check())
                        : statuses.read(reply);
            case 404 ->
                reply.has("not found")
                        ? slow("answered 404: no check has this address. It was deleted, or the URL is wrong. "
                                + peer.check())
                        : statuses.read(reply);
            case 409 ->
                slow("answered 409: several checks have this slug, so it ignored the ping. Use the URL with the check's"
                        + " UUID, or give the checks different names.");
            default -> reply.good() ? statuses.unproven(reply, "OK") : statuses.read(reply);
        };
    }

    /** Older versions answer 200 also to what they do not take. */
    private Answer ok(HttpReply reply, String said) {
        return switch (said) {
            case "OK (not found)" -> slow("answered \"OK (not found)\": no check has this address. " + peer.check());
            case "OK (rate limited)" ->
                new Retry(
                        peer
                                + " answered \"OK (rate limited)\": it took too many pings of this check within a minute and"
                                + " dropped this one. It is tried again.",
                        false,
                        reply.retryAfter());
            default -> statuses.unproven(reply, "OK");
        };
    }

    private Answer slow(String what) {
        return new Retry(peer + " " + what, true, null);
    }
}
