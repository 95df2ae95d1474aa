package dev.allclear.deliver.kuma;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Channel;
import dev.allclear.deliver.Push;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Pushes to one push monitor of Uptime Kuma, 1.23 or 2.x, over HTTP/1.1. It is delivered only when Kuma says so: HTTP 200 and
 * {@code "ok":true}. Every other end of an attempt is an {@link Answer} that says what happened, what it means and what to do.
 *
 * <p>An attempt is bounded as a whole, name lookup and an answer that drips included: it runs on a thread of its own, which is
 * given up at the time-out. A push repeated after a time-out may be a second beat, since Kuma 2.x answers only after it has sent
 * its notifications.
 *
 * <p>One thread sends at a time; {@link #close()} may come from another one and ends a running attempt.
 */
public final class KumaChannel implements Channel {
    /** Kuma's own notifications may take that long before it answers. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Four seconds after the last attempt the thread goes, and takes the connections with it. */
    private static final Duration LINGER = Duration.ofSeconds(4);

    /** How a push is sent. */
    public enum Method {
        /** Works with every Kuma that has push monitors. */
        GET,
        /** Without a body, as Kuma reads none; from 2.0. Falls back to GET when the server knows no POST. */
        POST
    }

    private final PushUrl url;
    private final HttpHost host;
    private final Duration timeout;
    private final Clock clock;
    private final LazyTls tls;
    private final PushClient client;
    private final ThreadPoolExecutor attempts;
    private final Trouble trouble;
    private final ReplyReader reader;
    private volatile Method method;

    /** @param timeout of one attempt as a whole; {@link #DEFAULT_TIMEOUT} unless configured */
    public KumaChannel(PushUrl url, Method method, Duration timeout) {
        this(url, method, timeout, Clock.systemUTC(), LazyTls::ofTheSystem);
    }

    KumaChannel(PushUrl url, Method method, Duration timeout, Clock clock, Callable<SSLContext> trust) {
        this.url = url;
        this.host = new HttpHost(url.scheme(), url.host(), url.port());
        this.method = method;
        this.timeout = timeout;
        this.clock = clock;
        this.tls = new LazyTls(trust);
        PushClient http = new PushClient(tls, timeout);
        this.client = http;
        this.trouble = new Trouble(url, timeout);
        this.reader = new ReplyReader(url);
        this.attempts = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, LINGER.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), work -> {
                    Runnable workThenRest = () -> {
                        work.run();
                        http.rest();
                    };
                    Thread thread = new Thread(workThenRest, "push-" + url.host());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public Answer send(Push push) {
        Attempt attempt = new Attempt(push);
        Future<Answer> answer;
        try {
            answer = attempts.submit(attempt);
        } catch (RejectedExecutionException e) {
            return trouble.stopped();
        }
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return trouble.timedOut(attempt.giveUp());
        } catch (InterruptedException e) {
            attempt.giveUp();
            Thread.currentThread().interrupt();
            return trouble.stopped();
        } catch (ExecutionException e) {
            // An Error such as out of memory; the other side cannot cause one.
            throw new IllegalStateException("Pushing to " + url + " failed", e.getCause());
        }
    }

    /**
     * Makes the first push after the start as quick as the later ones: loads the classes, and with https the trust store, by one
     * push to a socket of this process. Nothing is sent to Kuma, which in 2.x makes a beat of any request, HEAD and OPTIONS too.
     */
    @Override
    public void warmUp() {
        try {
            WarmUp.run(url.secure() ? tls.context() : null);
        } catch (IOException e) {
            // Not being able to warm up says nothing about the push itself, which reports its own troubles.
            return;
        }
    }

    @Override
    public void close() {
        attempts.shutdown();
        client.close();
    }

    /** One attempt, on its own thread: one request, or two when POST turns out to be unknown. */
    private final class Attempt implements Callable<Answer> {
        private final Push push;
        private PushClient.@Nullable Request current;
        private boolean givenUp;

        Attempt(Push push) {
            this.push = push;
        }

        @Override
        public Answer call() {
            try {
                Reply reply = client.exchange(host, next(method));
                if (method == Method.POST && reply.refusesPost()) {
                    reply = client.exchange(host, next(Method.GET));
                    Answer answer = reader.read(reply, clock.instant());
                    if (answer instanceof Delivered) {
                        method = Method.GET;
                    }
                    return answer;
                }
                return reader.read(reply, clock.instant());
            } catch (IOException | RuntimeException e) {
                return attempts.isShutdown() ? trouble.stopped() : trouble.of(e, leftSoFar());
            }
        }

        private synchronized PushClient.Request next(Method how) throws IOException {
            PushClient.Request request = new PushClient.Request(how.name(), url.target(push), url.authorization());
            current = request;
            if (givenUp) {
                throw new IOException("Given up");
            }
            return request;
        }

        private synchronized boolean leftSoFar() {
            return current != null && current.left();
        }

        /** Ends the request in flight and allows no further one; says whether anything may have arrived. */
        synchronized boolean giveUp() {
            givenUp = true;
            if (current != null) {
                current.cancel();
            }
            return leftSoFar();
        }
    }
}
