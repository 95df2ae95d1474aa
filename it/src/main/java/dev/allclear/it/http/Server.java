package dev.allclear.it.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listening socket on loopback and its connections. Thread-safe. */
public final class Server implements AutoCloseable {
    private static final int BACKLOG = 1000;

    /**
     * How a server is.
     *
     * @param handler answers every request; on the loop's thread, so it must not block
     * @param identity with which it speaks TLS, asked for each connection; null without TLS
     * @param largestHead above which a request is answered with 431, in bytes
     * @param idle how long a connection may wait for a request
     */
    public record Manners(
            Consumer<Exchange> handler, @Nullable Supplier<Identity> identity, int largestHead, Duration idle) {}

    private final Loop loop;
    private final Manners manners;
    private final ServerSocketChannel listening;
    private final int port;
    private final Set<Connection> open = new HashSet<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean silent;

    private Server(Loop loop, Manners manners, ServerSocketChannel listening, int port) {
        this.loop = loop;
        this.manners = manners;
        this.listening = listening;
        this.port = port;
    }

    /**
     * Listens.
     *
     * @param port 0 for any
     */
    public static Server listen(Loop loop, int port, Manners manners) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            Server server = new Server(loop, manners, channel, channel.socket().getLocalPort());
            loop.call(() -> server.await());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        try {
            loop.register(listening, SelectionKey.OP_ACCEPT, key -> accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            for (SocketChannel socket = listening.accept(); socket != null; socket = listening.accept()) {
                accepted.incrementAndGet();
                Supplier<Identity> identity = manners.identity();
                Wire wire = identity == null
                        ? Wire.PLAIN
                        : new TlsWire(identity.get().context());
                open.add(new Connection(this, loop, socket, wire));
            }
        } catch (IOException e) {
            System.err.println("no connection on port " + port + ": " + e);
        }
    }

    /** From now on, or no longer, connections are accepted and nothing is ever read from them, old ones included. */
    public void silent(boolean on) {
        silent = on;
        loop.call(() -> {
            if (!on) {
                Set.copyOf(open).forEach(Connection::drop);
            }
        });
    }

    boolean isSilent() {
        return silent;
    }

    Manners manners() {
        return manners;
    }

    void forget(Connection connection) {
        open.remove(connection);
    }

    void count(int in, int out) {
        received.addAndGet(in);
        sent.addAndGet(out);
    }

    /** The port. */
    public int port() {
        return port;
    }

    /** Connections accepted so far. */
    public long accepted() {
        return accepted.get();
    }

    /** Bytes received so far, TLS included. */
    public long received() {
        return received.get();
    }

    /** Bytes sent so far, TLS included. */
    public long sent() {
        return sent.get();
    }

    /** Ends all connections without a word; the server goes on. */
    public void dropConnections() {
        loop.call(() -> Set.copyOf(open).forEach(Connection::drop));
    }

    /** Connections are refused from the first moment, and open ones end. */
    @Override
    public void close() {
        loop.call(() -> {
            try {
                listening.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Set.copyOf(open).forEach(Connection::drop);
        });
    }
}
