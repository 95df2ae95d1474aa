package dev.allclear.deliver.http;

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
import org.jspecify.annotations.Nullable;

/**
 * Sends single HTTP/1.1 requests to one target: no redirect, proxy, upgrade, repetition, cookie or compression.
 *
 * <p>An attempt is bounded as a whole, name lookup and an answer that drips included: it runs on a thread of its own, which is
 * given up at the time-out. Every end of an attempt is an answer or words that say what happened, whether it may have arrived
 * all the same, and what to do.
 *
 * <p>Nothing of HTTP is loaded before the first use; TLS not before the first https. Thread-safe; {@link #close()} ends running
 * attempts.
 */
public final class HttpSender implements AutoCloseable {
    /** Four seconds after the last attempt the thread goes, and takes the connections with it. */
    private static final Duration LINGER = Duration.ofSeconds(4);

    private final Duration timeout;
    private final Clock clock;
    private final LazyTls tls;
    private final LeanClient client;
    private final ThreadPoolExecutor attempts;
    private final Trouble trouble;

    /**
     * A sender with the trust of the system.
     *
     * @param timeout of one attempt as a whole
     */
    public HttpSender(Peer peer, Duration timeout) {
        this(peer, timeout, LazyTls.ofTheSystem(), Clock.systemUTC());
    }

    /** With another trust, and a clock for answers that name a date to come back. */
    public HttpSender(Peer peer, Duration timeout, LazyTls tls, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
        this.tls = tls;
        LeanClient http = new LeanClient(tls, timeout);
        this.client = http;
        this.trouble = new Trouble(peer, timeout);
        this.attempts = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, LINGER.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), work -> {
                    Runnable workThenRest = () -> {
                        work.run();
                        http.rest();
                    };
                    Thread thread = new Thread(workThenRest, "http " + peer.name());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Says what to ask after an answer, within the same time-out. */
    public interface FollowUp {
        /** Null when that answer is the last one. */
        @Nullable
        HttpMessage after(HttpMessage message, HttpReply reply);
    }

    /** Sends once. Never throws for what the other side does. */
    public Sent send(HttpMessage message) {
        return send(message, (done, reply) -> null);
    }

    /** Sends once, and what the answer makes necessary; the last answer counts. */
    public Sent send(HttpMessage message, FollowUp next) {
        Attempt attempt = new Attempt(message, next);
        Future<Sent> sent;
        try {
            sent = attempts.submit(attempt);
        } catch (RejectedExecutionException e) {
            return new Sent.Failed(trouble.stopped());
        }
        try {
            return sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Sent.Failed(trouble.timedOut(attempt.giveUp()));
        } catch (InterruptedException e) {
            attempt.giveUp();
            Thread.currentThread().interrupt();
            return new Sent.Failed(trouble.stopped());
        } catch (ExecutionException e) {
            // An Error such as out of memory; the other side cannot cause one.
            throw new IllegalStateException("Sending " + message + " failed", e.getCause());
        }
    }

    /**
     * Makes the first request as quick as the later ones: loads the classes, and with https the trust store, by one request to a
     * socket of this process. Nothing is sent to the target.
     */
    public void warmUp(boolean secure) {
        try {
            WarmUp.run(secure ? tls.context() : null);
        } catch (IOException e) {
            // Not being able to warm up says nothing about the sending itself, which reports its own troubles.
            return;
        }
    }

    @Override
    public void close() {
        attempts.shutdown();
        client.close();
    }

    /** One attempt, on its own thread. */
    private final class Attempt implements Callable<Sent> {
        private final HttpMessage first;
        private final FollowUp next;
        private LeanClient.@Nullable Request current;
        private boolean givenUp;

        Attempt(HttpMessage first, FollowUp next) {
            this.first = first;
            this.next = next;
        }

        @Override
        public Sent call() {
            HttpMessage message = first;
            try {
                while (true) {
                    HttpReply reply = client.exchange(begin(message), clock);
                    HttpMessage more = next.after(message, reply);
                    if (more == null) {
                        return new Sent.Got(message, reply);
                    }
                    message = more;
                }
            } catch (IOException | RuntimeException e) {
                return new Sent.Failed(
                        attempts.isShutdown() ? trouble.stopped() : trouble.of(message.url(), e, leftSoFar()));
            }
        }

        private synchronized LeanClient.Request begin(HttpMessage message) throws IOException {
            LeanClient.Request request = new LeanClient.Request(message);
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
