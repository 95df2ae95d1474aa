package dev.allclear.deliver.kuma;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.Statuses;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer to a push means. Only 200 with {@code "ok":true} in its JSON is a beat: Kuma answers its front page with
 * 200 on every path it does not know (measured with 1.23.17 and 2.5.3), and so do many proxies with their login page.
 */
final class ReplyReader {
    private final Peer peer;
    private final Statuses statuses;

    ReplyReader(PushUrl url) {
        this.peer = url.peer();
        this.statuses = new Statuses(peer);
    }

    Answer read(HttpReply reply) {
        PushResult result = reply.whole() ? PushResult.read(reply.body()) : null;
        return switch (reply.status()) {
            case 200 -> result != null && Boolean.TRUE.equals(result.ok()) ? new Delivered() : ok(reply, result);
            case 404 -> notFound(reply, result);
            case 401, 403 ->
                slow("answered " + reply.status()
                        + ", which Kuma never does to a push: a proxy in front of it wants a login. Let /api/push/"
                        + " through the proxy without a login, or use Kuma's own address.");
            case 405 ->
                slow("answered 405: it does not take this method. Remove \"method post\" if set. " + peer.check());
            default -> statuses.read(reply);
        };
    }

    /** Loads the classes that a first answer needs. */
    void warmUp() {
        read(new HttpReply(200, Map.of(), "{\"ok\":true}", true, null));
    }

    private Answer ok(HttpReply reply, @Nullable PushResult result) {
        if (!reply.whole()) {
            return slow("answered 200 with more than " + HttpReply.LARGEST + " bytes, so this is not a push monitor. "
                    + peer.check());
        }
        if (result != null && Boolean.FALSE.equals(result.ok())) {
            return retry(
                    "answered 200 but ok:false" + quoted(result.msg()) + ". No beat was stored; it is tried again.");
        }
        if (result != null) {
            return slow("answered 200 with JSON that does not say ok:true once, so this is not a push monitor. "
                    + peer.check());
        }
        if (reply.isHtml()) {
            return slow(
                    "answered 200 with a web page instead of {\"ok\":true}: nothing was stored. Kuma shows its front page on"
                            + " a wrong path (a slash after the token, a sub-path that the proxy does not strip) and before its set-up"
                            + " is finished; a proxy shows its login. " + peer.check());
        }
        if (reply.body().isBlank()) {
            return slow("answered 200 with nothing in it instead of {\"ok\":true}, so this is not a push monitor. "
                    + peer.check());
        }
        return slow("answered 200 with invalid JSON"
                + (reply.type().isEmpty() ? "" : " (" + peer.clean(reply.type(), 60) + ")")
                + " instead of {\"ok\":true}: it may have arrived, but nothing proves it. " + peer.check());
    }

    private Answer notFound(HttpReply reply, @Nullable PushResult result) {
        if (result != null && Boolean.FALSE.equals(result.ok())) {
            if (reply.has("not found or not active")) {
                return slow(
                        "answered 404: no active monitor has this token. The monitor is paused or deleted, or its token was"
                                + " reset: resume it in Kuma, or copy its Push URL again. Until then it is tried every few minutes.");
            }
            return retry("answered 404 with ok:false" + quoted(result.msg())
                    + ": Kuma has a problem of its own, such as a locked"
                    + " database. No beat was stored; it is tried again.");
        }
        if (reply.has("Cannot GET") || reply.has("Cannot POST")) {
            return retry(
                    "answered 404: Kuma's server is there but knows no pushes. Either it is migrating its database after an"
                            + " update, and this passes; or the path is wrong. " + peer.check());
        }
        return slow("answered 404: there is nothing at this address, and no sign of Kuma. " + peer.check());
    }

    private String quoted(@Nullable String msg) {
        return msg == null ? "" : " (\"" + peer.clean(msg, 200) + "\")";
    }

    private Answer slow(String what) {
        return new Retry(peer + " " + what, true, null);
    }

    private Answer retry(String what) {
        return new Retry(peer + " " + what, false, null);
    }
}
