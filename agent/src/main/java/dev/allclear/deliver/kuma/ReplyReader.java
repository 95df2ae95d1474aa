package dev.allclear.deliver.kuma;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer to a push means. Only 200 with {@code "ok":true} in its JSON is a beat: Kuma answers its front page with
 * 200 on every path it does not know (measured with 1.23.17 and 2.5.3), and so do many proxies with their login page.
 */
final class ReplyReader {
    private static final Duration LONGEST_WISH = Duration.ofDays(1);
    /** Longer wishes are cut before they are turned into a Duration; the back-off knows its own limit. */
    private static final String COPY_AGAIN =
            "Compare the URL with \"Push URL\" on the monitor's page; with a sub-path the proxy must strip it before Kuma.";

    private static final String EXEMPT = "Let /api/push/ through the proxy without a login, or use Kuma's own address.";

    private final PushUrl url;

    ReplyReader(PushUrl url) {
        this.url = url;
    }

    Answer read(Reply reply, Instant now) {
        PushResult result = reply.whole() ? PushResult.read(reply.body()) : null;
        if (reply.status() == 200 && result != null && Boolean.TRUE.equals(result.ok())) {
            return new Delivered();
        }
        if (reply.status() == 200) {
            return ok(reply, result);
        }
        if (reply.status() == 404) {
            return notFound(reply, result);
        }
        Duration wish = RetryAfter.read(reply.retryAfter(), now, LONGEST_WISH);
        return switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> slow(redirected(reply));
            case 400 ->
                reply.has("HTTPS port") || reply.has("HTTPS server")
                        ? slow(
                                "answered 400: it expects TLS on this port. Write https:// instead of http:// in the push URL.")
                        : refused("answered 400, the request is malformed in its eyes" + said(reply));
            case 401, 403 ->
                slow("answered " + reply.status()
                        + ", which Kuma never does to a push: a proxy in front of it wants a login. " + EXEMPT);
            case 407 ->
                slow(
                        "answered 407: a proxy wants a login, although pushes never go through a proxy of the system. The push URL"
                                + " seems to name the proxy itself: use Kuma's own address.");
            case 405 ->
                slow("answered 405: it does not take this method. Remove \"method post\" if set. " + COPY_AGAIN);
            case 408 -> retry("answered 408: it waited too long for the request. It is tried again.", wish);
            case 425, 429 ->
                retry(
                        "answered " + reply.status()
                                + ": a proxy in front of Kuma (which has no limit itself) wants fewer"
                                + " requests. It is tried again" + after(wish) + ".",
                        wish);
            case 413, 414, 431, 494 ->
                refused("answered " + reply.status()
                        + ": the request is too large for it, and will not get smaller. Shorten the"
                        + " message of this heartbeat, or the parameters in the push URL.");
            case 495, 496, 497 ->
                slow("answered " + reply.status() + ": a proxy misses TLS or a client certificate. " + EXEMPT);
            case 502, 503, 504 ->
                retry(
                        "answered " + reply.status()
                                + ": the proxy in front of Kuma is there, Kuma itself is not (stopped,"
                                + " restarting or overloaded). It is tried again" + after(wish) + ".",
                        wish);
            case 501, 505, 506, 510, 511 -> slow("answered " + reply.status() + ", so this is not Kuma. " + COPY_AGAIN);
            default -> other(reply, wish);
        };
    }

    private Answer ok(Reply reply, @Nullable PushResult result) {
        if (!reply.whole()) {
            return slow("answered 200 with more than " + Reply.LARGEST + " bytes, so this is not a push monitor. "
                    + COPY_AGAIN);
        }
        if (result != null && Boolean.FALSE.equals(result.ok())) {
            return retry(
                    "answered 200 but ok:false" + quoted(result.msg()) + ". No beat was stored; it is tried again.",
                    null);
        }
        if (result != null) {
            return slow("answered 200 with JSON that does not say ok:true once, so this is not a push monitor. "
                    + COPY_AGAIN);
        }
        if (reply.isHtml()) {
            return slow(
                    "answered 200 with a web page instead of {\"ok\":true}: nothing was stored. Kuma shows its front page on"
                            + " a wrong path (a slash after the token, a sub-path that the proxy does not strip) and before its set-up"
                            + " is finished; a proxy shows its login. " + COPY_AGAIN);
        }
        if (reply.body().isBlank()) {
            return slow("answered 200 with nothing in it instead of {\"ok\":true}, so this is not a push monitor. "
                    + COPY_AGAIN);
        }
        return slow(
                "answered 200 with invalid JSON" + (reply.type().isEmpty() ? "" : " (" + clean(reply.type(), 60) + ")")
                        + " instead of {\"ok\":true}: it may have arrived, but nothing proves it. " + COPY_AGAIN);
    }

    private Answer notFound(Reply reply, @Nullable PushResult result) {
        if (result != null && Boolean.FALSE.equals(result.ok())) {
            if (reply.has("not found or not active")) {
                return slow(
                        "answered 404: no active monitor has this token. The monitor is paused or deleted, or its token was"
                                + " reset: resume it in Kuma, or copy its Push URL again. Until then it is tried every few minutes.");
            }
            return retry(
                    "answered 404 with ok:false" + quoted(result.msg())
                            + ": Kuma has a problem of its own, such as a locked"
                            + " database. No beat was stored; it is tried again.",
                    null);
        }
        if (reply.has("Cannot GET") || reply.has("Cannot POST")) {
            return retry(
                    "answered 404: Kuma's server is there but knows no pushes. Either it is migrating its database after an"
                            + " update, and this passes; or the path is wrong. " + COPY_AGAIN,
                    null);
        }
        return slow("answered 404: there is nothing at this address, and no sign of Kuma. " + COPY_AGAIN);
    }

    private Answer other(Reply reply, @Nullable Duration wish) {
        int status = reply.status();
        if (status >= 500 && status <= 599) {
            return retry(
                    "answered " + status + ": an error inside the server or its proxy" + said(reply)
                            + " It is tried again" + after(wish) + ".",
                    wish);
        }
        if (status >= 300 && status <= 399) {
            return slow(redirected(reply));
        }
        return new Retry(
                url + " answered " + status + ", which no push monitor does" + said(reply) + " " + COPY_AGAIN,
                true,
                wish);
    }

    private String redirected(Reply reply) {
        String start = "answered " + reply.status() + ", a redirect";
        String location = reply.location();
        if (location == null || location.isBlank()) {
            return start + " without a new address; redirects are not followed, since the token would go along. "
                    + COPY_AGAIN;
        }
        String bare = location.split("[?#]", 2)[0].replaceFirst("//[^/]*@", "//***@");
        return start + " to " + clean(bare, 200)
                + "; redirects are not followed, since the token would go along. No beat was stored. If that is Kuma, use its"
                + " address in the push URL.";
    }

    private String said(Reply reply) {
        String text =
                reply.body().substring(0, Math.min(reply.body().length(), 4096)).replaceAll("<[^>]*>", " ");
        String words = clean(text, 120);
        return words.isEmpty() ? "." : " (\"" + words + "\").";
    }

    private String quoted(@Nullable String msg) {
        return msg == null ? "" : " (\"" + clean(msg, 200) + "\")";
    }

    /** Text of the other side, made fit for a log line. Hidden before it is cut, so that no half of a token is left over. */
    private String clean(String text, int length) {
        String words = url.hide(text).replaceAll("[\\p{Cntrl}\\s\\p{Cf}]+", " ").strip();
        return words.length() <= length ? words : words.substring(0, length) + "…";
    }

    private static String after(@Nullable Duration wish) {
        return wish == null ? "" : ", not before " + wish.toSeconds() + " s from now as it asks";
    }

    private Answer slow(String what) {
        return new Retry(url + " " + what, true, null);
    }

    private Answer retry(String what, @Nullable Duration wish) {
        return new Retry(url + " " + what, false, wish);
    }

    private Answer refused(String what) {
        return new Refused(url + " " + what);
    }
}
