package dev.allclear.status;

import com.sun.net.httpserver.HttpServer;
import dev.allclear.config.PageConf;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the status page, {@code /metrics} and {@code /healthz} on the address that the configuration names. What keeps it
 * from doing so is one warning, and never keeps the service from its work. Thread-safe.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");
    /** As many as connections: a request that is only half there keeps its thread until the server cuts it. */
    private static final int THREADS = 24;

    private static final int IDLE_SECONDS = 10;

    /** Of the JDK's server, which reads them when it is first used. Seconds, and numbers of connections. */
    private static final Map<String, String> LIMITS = Map.of(
            // Looked for at this pace, in ms, so that only the selecting thread wakes an idle host every second.
            "sun.net.httpserver.timerMillis", "5000",
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.idleInterval", "15",
            "sun.net.httpserver.maxIdleConnections", "8",
            "sun.net.httpserver.nodelay", "true",
            "jdk.httpserver.maxConnections", Integer.toString(THREADS));

    private final StatusSite site;
    private @Nullable HttpServer server;
    private @Nullable ThreadPoolExecutor threads;
    private boolean closed;

    public StatusServer(StatusSite site) {
        this.site = site;
    }

    /** Shows the page as this says from now on. Returns at once; never throws for what the configuration cannot have. */
    public synchronized void use(PageConf conf) {
        if (closed) {
            return;
        }
        // Also when only the content of the password file may have changed.
        stop();
        if (!conf.disabled()) {
            start(conf);
        }
    }

    private void start(PageConf conf) {
        try {
            Path file = conf.passwordFile();
            open(conf, new Guard(site.names(), file == null ? null : Passwords.read(file)));
        } catch (Passwords.Unusable e) {
            LOG.warn("the status page is not shown: {}; then reload. Everything else works", e.getMessage());
        } catch (IOException e) {
            LOG.warn(
                    "the status page is not shown on {}: {}. Everything else works",
                    words(conf.listen()),
                    why(e, conf));
        }
    }

    private void open(PageConf conf, Guard guard) throws IOException {
        // Those of the command line count.
        LIMITS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
        HttpServer made = HttpServer.create(conf.listen(), 16);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), StatusServer::thread);
        made.setExecutor(pool);
        made.createContext("/", new Door(guard, site::answer));
        made.start();
        server = made;
        threads = pool;
        LOG.info("the status page is on http://{}/", words(made.getAddress()));
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "page");
        thread.setDaemon(true);
        return thread;
    }

    /** Where it is shown now; empty when it is not. */
    public synchronized Optional<InetSocketAddress> address() {
        return Optional.ofNullable(server).map(HttpServer::getAddress);
    }

    private static String why(IOException e, PageConf conf) {
        String instead =
                "; or write another address and port as `listen` of the stanza `page:`, or `disable yes`, and reload";
        String message = String.valueOf(e.getMessage());
        if (e instanceof BindException && message.contains("in use")) {
            return "another program has the port (`ss -ltnp sport = :"
                    + conf.listen().getPort() + "` shows which)" + instead;
        }
        if (message.contains("ermission denied")) {
            return "the service has no right to this port; take one above 1023" + instead;
        }
        if (message.contains("annot assign")) {
            return "this host has no such address (`ip address` shows those that it has)" + instead;
        }
        return message + instead;
    }

    private static String words(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
