package dev.allclear.deliver.kuma;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.HttpSender;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.Sent;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pushes to one push monitor of Uptime Kuma, 1.23 or 2.x. It is delivered only when Kuma says so: HTTP 200 and
 * {@code "ok":true}. Every other end of an attempt is an {@link Answer} that says what happened, what it means and what to do.
 *
 * <p>A push repeated after a time-out may be a second beat, since Kuma 2.x answers only after it has sent its notifications.
 *
 * <p>One thread sends at a time; {@link #close()} may come from another one and ends a running attempt.
 */
public final class KumaChannel implements PushChannel {
    /** Kuma's own notifications may take that long before it answers. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** How a push is sent. */
    public enum Method {
        /** Works with every Kuma that has push monitors. */
        GET,
        /** Without a body, as Kuma reads none; from 2.0. Falls back to GET when the server knows no POST. */
        POST
    }

    private final PushUrl url;
    private final HttpSender http;
    private final ReplyReader reader;
    private Method method;

    /** @param timeout of one attempt as a whole; {@link #DEFAULT_TIMEOUT} unless configured */
    public KumaChannel(PushUrl url, Method method, Duration timeout) {
        this(url, method, timeout, LazyTls.ofTheSystem());
    }

    KumaChannel(PushUrl url, Method method, Duration timeout, LazyTls tls) {
        this.url = url;
        this.method = method;
        this.http = new HttpSender(url.peer(), timeout, tls, Clock.systemUTC());
        this.reader = new ReplyReader(url);
    }

    @Override
    public Answer send(Push push) {
        if (!knows(push.signal())) {
            return new Delivered();
        }
        Sent sent = http.send(message(method, push), (message, reply) -> next(message, reply, push));
        Answer answer = sent.answer(reader::read);
        if (answer instanceof Delivered && sent instanceof Sent.Got got) {
            method = Method.valueOf(got.message().method());
        }
        return answer;
    }

    private HttpMessage message(Method how, Push push) {
        return HttpMessage.of(how.name(), url.target(push)).with("Accept", "application/json");
    }

    /** Kuma 1.x knows push monitors by GET only, and says so as Express does. */
    private @Nullable HttpMessage next(HttpMessage message, HttpReply reply, Push push) {
        boolean refusesPost = reply.status() == 405 || (reply.status() == 404 && reply.has("Cannot POST"));
        return message.method().equals("POST") && refusesPost ? message(Method.GET, push) : null;
    }

    /** Sends nothing to Kuma, which in 2.x makes a beat of any request, HEAD and OPTIONS too. */
    @Override
    public void warmUp() {
        http.warmUp(url.secure());
        reader.warmUp();
    }

    @Override
    public void close() {
        http.close();
    }
}
