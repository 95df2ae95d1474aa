package dev.allclear.it.kuma;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Loop;
import dev.allclear.it.http.Request;
import dev.allclear.it.http.Response;
import dev.allclear.it.http.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that takes pushes as Uptime Kuma 1.23 ({@link #v1()}) or 2.x ({@link #v2()}) does: it answers its front
 * page with 200 on a wrong path, closes every offer to upgrade after a second, reads a repeated parameter as an array, answers
 * 431 above 16 KiB, and on the way from DOWN to UP answers late (2.x). Beats are listed in the order of their storing.
 *
 * <p>Thread-safe. Callbacks run on the thread of their request, in front of the answer, and may block.
 */
public final class FakeKuma implements AutoCloseable {
    /** Node's limit for the head of a request. */
    private static final int LARGEST_HEAD = 16 * 1024;

    /** Node's keep-alive time. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    private static final String TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final boolean version2;
    private final PushRoute route;
    private final Random random = new Random();
    private final Map<String, Monitor> monitors = new HashMap<>();
    private final List<Beat> beats = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private final Loop loop = Loop.start("fake-kuma");
    private final ExecutorService requestThreads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fake-kuma-request");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private @Nullable Server listening;
    private @Nullable Fault fault;
    private int faultTimes;
    private Duration notification = Duration.ZERO;
    private Consumer<Request> onRequest = request -> {};
    private Consumer<Request> onAnswered = request -> {};

    private static final class Monitor {
        boolean active = true;
        boolean down;
    }

    private FakeKuma(boolean version2) {
        this.version2 = version2;
        this.route = new PushRoute(version2);
        this.port = listen(0);
    }

    /** Starts a Kuma 1.23: pushes by GET and HEAD only, any ping is stored, answers before it notifies. */
    public static FakeKuma v1() {
        return new FakeKuma(false);
    }

    /** Starts a Kuma 2.x. */
    public static FakeKuma v2() {
        return new FakeKuma(true);
    }

    /** Adds a push monitor with a token like the ones of this version, and returns the token. */
    public synchronized String addMonitor() {
        StringBuilder token = new StringBuilder();
        while (token.length() < (version2 ? 32 : 10)) {
            token.append(TOKEN_LETTERS.charAt(random.nextInt(TOKEN_LETTERS.length())));
        }
        return addMonitor(token.toString());
    }

    /** Adds a push monitor with this token. */
    public synchronized String addMonitor(String token) {
        monitors.put(token, new Monitor());
        return token;
    }

    /** Pauses or resumes a monitor; a paused one is unknown to pushes. */
    public synchronized void setActive(String token, boolean active) {
        monitor(token).active = active;
    }

    /** Makes a monitor DOWN, as after a window without a push. */
    public synchronized void setDown(String token) {
        monitor(token).down = true;
    }

    /** How long notifications take that are sent when a monitor comes back; 2.x answers only after them. */
    public synchronized void setNotificationTime(Duration time) {
        notification = time;
    }

    private Monitor monitor(String token) {
        Monitor monitor = monitors.get(token);
        if (monitor == null) {
            throw new IllegalArgumentException("There is no monitor " + token);
        }
        return monitor;
    }

    /** The port, which stays the same over {@link #stop()} and {@link #start()}. */
    public int port() {
        return port;
    }

    /** The push URL of a monitor exactly as Kuma shows it. */
    public String pushUrl(String token) {
        return "http://127.0.0.1:" + port + "/api/push/" + token + "?status=up&msg=OK&ping=";
    }

    /** All beats of a monitor so far. */
    public synchronized List<Beat> beats(String token) {
        return beats.stream().filter(beat -> beat.token().equals(token)).toList();
    }

    /** All beats so far. */
    public synchronized List<Beat> beats() {
        return List.copyOf(beats);
    }

    /** All requests so far, also those that were no push. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /**
     * Waits until there are this many beats.
     *
     * @return all beats
     * @throws AssertionError when they do not come in time
     */
    public synchronized List<Beat> awaitBeats(int count, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (beats.size() < count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("Expected " + count + " beats within " + timeout + " but got " + beats + " of "
                        + requests.size() + " requests");
            }
            wait(left);
        }
        return List.copyOf(beats);
    }

    /** Called with every complete request, before anything is stored or answered. */
    public synchronized void onRequest(Consumer<Request> callback) {
        onRequest = callback;
    }

    /** Called after an answer has been written. */
    public synchronized void onAnswered(Consumer<Request> callback) {
        onAnswered = callback;
    }

    /** From now on this goes wrong with every request, until {@link #heal()}. */
    public void fault(Fault next) {
        fault(next, Integer.MAX_VALUE);
    }

    /** This goes wrong with the next requests. Refused connections cannot be counted: they last until {@link #heal()}. */
    public void fault(Fault next, int times) {
        synchronized (this) {
            fault = next;
            faultTimes = times;
        }
        if (next instanceof Fault.RefuseConnections) {
            stop();
        } else {
            start();
        }
    }

    /** Ends every fault. */
    public void heal() {
        synchronized (this) {
            fault = null;
        }
        start();
    }

    synchronized Optional<Fault> takeFault() {
        if (fault == null || faultTimes <= 0) {
            return Optional.empty();
        }
        faultTimes--;
        return Optional.of(fault);
    }

    /** Stops as Kuma does: connections are refused from the first moment and open ones end. Beats and monitors stay. */
    public synchronized void stop() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }

    /** Listens again on the same port; does nothing when it does already. */
    public synchronized void start() {
        if (listening == null) {
            listen(port);
        }
    }

    private synchronized int listen(int where) {
        Server server = Server.listen(loop, where, new Server.Manners(this::serve, null, LARGEST_HEAD, IDLE));
        listening = server;
        return server.port();
    }

    private void serve(Exchange exchange) {
        requestThreads.execute(new Serving(this, exchange));
    }

    void received(Request request) {
        Consumer<Request> callback;
        synchronized (this) {
            requests.add(request);
            callback = onRequest;
        }
        callback.accept(request);
    }

    void answered(Request request) {
        Consumer<Request> callback;
        synchronized (this) {
            callback = onAnswered;
        }
        callback.accept(request);
    }

    /** Does what the request asks for, and blocks as long as Kuma would before it answers. */
    Response handle(Request request) throws InterruptedException {
        Optional<String> token = route.token(request);
        if (token.isEmpty()) {
            return route.elsewhere(request);
        }
        Query query = new Query(request.query());
        Double ping = PushRoute.ping(query);
        boolean up = PushRoute.up(query);
        Duration wait;
        synchronized (this) {
            Monitor monitor = monitors.get(token.get());
            if (monitor == null || !monitor.active) {
                return Answers.notOk("Monitor not found or not active.");
            }
            if (!route.accepts(ping)) {
                return Answers.notOk("Invalid ping value. Must be between 0 and 100000000000 ms.");
            }
            wait = version2 && monitor.down && up ? notification : Duration.ZERO;
        }
        Thread.sleep(wait.toMillis());
        synchronized (this) {
            Monitor monitor = monitors.get(token.get());
            if (monitor != null) {
                monitor.down = !up;
            }
            beats.add(new Beat(Instant.now(), token.get(), up, PushRoute.msg(query), ping));
            notifyAll();
        }
        return Answers.ok();
    }

    @Override
    public void close() {
        stop();
        loop.close();
        requestThreads.shutdownNow();
    }
}
