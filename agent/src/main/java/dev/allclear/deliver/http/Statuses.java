package dev.allclear.deliver.http;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer means that is no confirmation, as far as that is the same everywhere. A channel asks here for every status
 * to which its target gives no meaning of its own. Thread-safe.
 */
public final class Statuses {
    private final Peer peer;

    public Statuses(Peer peer) {
        this.peer = peer;
    }

    /** Never {@link Answer.Delivered}, whatever the status. */
    public Answer read(HttpReply reply) {
        int status = reply.status();
        return switch (status) {
            case 400 -> malformed(reply);
            case 401, 403 ->
                slow(
                        reply,
                        ": it, or a proxy in front of it, wants a login or does not accept this one"
                                + peer.said(reply));
            case 404, 410 -> slow(reply, ": there is nothing at this address" + peer.said(reply) + " " + peer.check());
            case 405 -> slow(reply, ": it does not take this method here. " + peer.check());
            case 407 ->
                slow(
                        reply,
                        ": a proxy wants a login, although nothing is sent through a proxy of the system. It seems that "
                                + peer.url() + " names the proxy itself: use " + peer.name() + "'s own address.");
            case 408 -> quick(reply, ": it waited too long for the request. It is tried again.");
            case 413, 414, 431, 494 ->
                refused(
                        reply,
                        ": the request is too large for it, and will not get smaller. Shorten the message, or the"
                                + " parameters in " + peer.url() + ".");
            case 425, 429 ->
                quick(
                        reply,
                        ": " + peer.name() + " or a proxy in front of it wants fewer requests. It is tried again"
                                + after(reply.retryAfter()) + ".");
            case 495, 496, 497 ->
                slow(
                        reply,
                        ": a proxy misses TLS or a client certificate. Let allclear through the proxy without one, or"
                                + " use " + peer.name() + "'s own address.");
            case 501, 505, 506, 510, 511 -> slow(reply, ", so this is not " + peer.name() + ". " + peer.check());
            case 502, 503, 504 ->
                quick(
                        reply,
                        ": the proxy in front of " + peer.name() + " is there, " + peer.name()
                                + " itself is not (stopped, restarting or overloaded). It is tried again"
                                + after(reply.retryAfter()) + ".");
            default -> other(reply);
        };
    }

    /** What it means that a 2xx does not say {@code proof}, the words that only a success says. */
    public Answer unproven(HttpReply reply, String proof) {
        if (!reply.whole()) {
            return slow(
                    reply,
                    " with more than " + HttpReply.LARGEST + " bytes instead of " + proof + ", so this is not "
                            + peer.name() + ". " + peer.check());
        }
        if (reply.isHtml()) {
            return slow(
                    reply,
                    " with a web page instead of " + proof
                            + ": a wrong path, or the login page of a proxy. Nothing proves that it arrived. "
                            + peer.check());
        }
        String said = reply.body().isBlank() ? "nothing" : "\"" + peer.clean(reply.body(), 120) + "\"";
        return slow(
                reply,
                " with " + said + " instead of " + proof + ", so nothing proves that it arrived. " + peer.check());
    }

    private Answer malformed(HttpReply reply) {
        return reply.has("HTTPS port") || reply.has("HTTPS server")
                ? slow(reply, ": it expects TLS on this port. Write https:// instead of http:// in " + peer.url() + ".")
                : refused(reply, ", the request is malformed in its eyes" + peer.said(reply));
    }

    private Answer other(HttpReply reply) {
        int status = reply.status();
        if (status >= 300 && status <= 399) {
            return slow(reply, redirected(reply));
        }
        if (status >= 500 && status <= 599) {
            return quick(
                    reply,
                    ": an error inside the server or its proxy" + peer.said(reply) + " It is tried again"
                            + after(reply.retryAfter()) + ".");
        }
        return slow(reply, ", which " + peer.name() + " does not do" + peer.said(reply) + " " + peer.check());
    }

    private String redirected(HttpReply reply) {
        String location = reply.header("location").orElse("");
        if (location.isBlank()) {
            return ", a redirect without a new address; redirects are not followed, since the secrets would go along. "
                    + peer.check();
        }
        String bare = location.split("[?#]", 2)[0].replaceFirst("//[^/]*@", "//***@");
        return ", a redirect to " + peer.clean(bare, 200)
                + "; redirects are not followed, since the secrets would go along. Nothing was stored. If that is "
                + peer.name() + ", use its address in " + peer.url() + ".";
    }

    private static String after(@Nullable Duration wish) {
        return wish == null ? "" : ", not before " + wish.toSeconds() + " s from now as it asks";
    }

    private Retry slow(HttpReply reply, String what) {
        return new Retry(start(reply) + what, true, reply.retryAfter());
    }

    private Retry quick(HttpReply reply, String what) {
        return new Retry(start(reply) + what, false, reply.retryAfter());
    }

    private Refused refused(HttpReply reply, String what) {
        return new Refused(start(reply) + what);
    }

    private String start(HttpReply reply) {
        return peer + " answered " + reply.status();
    }
}
