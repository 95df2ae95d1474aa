package dev.allclear.it.fleet;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Identity;
import dev.allclear.it.http.Loop;
import dev.allclear.it.http.Server;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The address of a simulated host: its port, its certificate, and whether anybody is there. Thread-safe. */
final class Endpoint {
    private static final int LARGEST_HEAD = 64 * 1024;

    /** pveproxy's keep-alive time. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final String name;
    private final Loop loop;
    private final int port;
    private final boolean tls;
    private final Server.Manners manners;
    private final Traffic traffic = new Traffic();
    private volatile @Nullable Server server;
    private volatile Identity identity;
    private volatile boolean dead;

    Endpoint(String name, Loop loop, boolean tls, Consumer<Exchange> handler) {
        this.name = name;
        this.loop = loop;
        this.tls = tls;
        this.identity = Identity.create(name);
        this.manners = new Server.Manners(handler, tls ? () -> identity : null, LARGEST_HEAD, IDLE);
        Server first = Server.listen(loop, 0, manners);
        this.server = first;
        this.port = first.port();
    }

    String url() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port;
    }

    String fingerprint() {
        return identity.fingerprint();
    }

    void changeCertificate() {
        identity = Identity.create(name);
        Server now = server;
        if (now != null) {
            now.dropConnections();
        }
    }

    void offline() {
        Server now = server;
        server = null;
        if (now != null) {
            now.close();
        }
    }

    void online() {
        if (server == null) {
            Server again = Server.listen(loop, port, manners);
            server = again;
            again.silent(dead);
        }
    }

    boolean isOnline() {
        return server != null;
    }

    void dead(boolean on) {
        dead = on;
        Server now = server;
        if (now != null) {
            now.silent(on);
        }
    }

    boolean isDead() {
        return dead;
    }

    Traffic traffic() {
        return traffic;
    }

    long bytes() {
        Server now = server;
        return now == null ? 0 : now.received() + now.sent();
    }

    long connections() {
        Server now = server;
        return now == null ? 0 : now.accepted();
    }
}
