package dev.allclear.it.receiver;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Loop;
import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import dev.allclear.it.http.Server;
import dev.allclear.it.http.Server.Manners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service on loopback that takes notifications and keeps every request. What it is, and so how it answers, comes from {@link
 * Services}. Thread-safe.
 */
public final class HttpTarget implements AutoCloseable {
    private static final int LARGEST_HEAD = 64 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private record Answered(Request request, int status) {}

    private final Function<Request, Response> service;
    private final List<Answered> answered = new ArrayList<>();
    private final Loop loop = Loop.start("target");
    private final int port;
    private @Nullable Server listening;
    private @Nullable Function<Request, Response> fault;
    private Consumer<Request> onRequest = request -> {};

    private HttpTarget(Function<Request, Response> service) {
        this.service = service;
        this.port = listen(0);
    }

    /** Starts a service that answers so. */
    public static HttpTarget of(Function<Request, Response> service) {
        return new HttpTarget(service);
    }

    private synchronized int listen(int wanted) {
        Server server = Server.listen(loop, wanted, new Manners(this::answer, null, LARGEST_HEAD, IDLE));
        listening = server;
        return server.port();
    }

    private void answer(Exchange exchange) {
        Request request = exchange.request();
        Consumer<Request> told;
        synchronized (this) {
            told = onRequest;
        }
        told.accept(request);
        Response response;
        synchronized (this) {
            response = (fault == null ? service : fault).apply(request);
            answered.add(new Answered(request, response.status()));
            notifyAll();
        }
        exchange.answer(response, false);
    }

    /** Its base URL, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** All requests so far, refused ones included. */
    public synchronized List<Request> requests() {
        return answered.stream().map(Answered::request).toList();
    }

    /** The requests that were answered with a 2xx. */
    public synchronized List<Request> taken() {
        return answered.stream()
                .filter(each -> each.status / 100 == 2)
                .map(Answered::request)
                .toList();
    }

    /**
     * Waits until it has taken so many.
     *
     * @throws AssertionError when they do not come in time
     */
    public synchronized List<Request> awaitTaken(int count, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (taken().size() < count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(
                        "Expected " + count + " notifications within " + timeout + " but got " + answered);
            }
            wait(left);
        }
        return taken();
    }

    /** Called with every request before it is kept or answered; on the thread that serves all. */
    public synchronized void onRequest(Consumer<Request> callback) {
        onRequest = callback;
    }

    /** From now on it answers so to everything, until {@link #heal()}. */
    public synchronized void fault(Function<Request, Response> answer) {
        fault = answer;
    }

    /** It answers as it should, and listens. */
    public synchronized void heal() {
        fault = null;
        if (listening == null) {
            listen(port);
        }
    }

    /** Refuses connections, until {@link #heal()}. */
    public synchronized void refuse() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
