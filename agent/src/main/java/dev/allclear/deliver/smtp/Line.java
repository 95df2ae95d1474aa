package dev.allclear.deliver.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one attempt, which another thread may cut at any time: then what reads or writes in it fails at once.
 */
final class Line implements AutoCloseable {
    /** How far the conversation has come. */
    enum Stage {
        /** No connection yet. */
        CONNECTING,
        /** The server speaks; the mail has not been handed over. */
        TALKING,
        /** The mail is on its way, or waits for its confirmation. */
        SENDING
    }

    private final String host;
    private final int port;
    private final Duration timeout;
    private final Callable<SSLContext> trust;
    private volatile Stage stage = Stage.CONNECTING;
    private @Nullable Socket socket;
    private boolean closed;

    /** @param trust asked for TLS only, and for each attempt, so that a certificate just imported counts */
    Line(String host, int port, Duration timeout, Callable<SSLContext> trust) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
        this.trust = trust;
    }

    static SSLContext trustOfTheSystem() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        return context;
    }

    /** Tries every address of the host in turn. */
    Socket open() throws IOException {
        IOException failure = null;
        InetAddress[] addresses = InetAddress.getAllByName(host);
        int each = Math.max(1, (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()) / addresses.length);
        for (InetAddress address : addresses) {
            // With the name pinned nobody asks for it backwards, and certificates are checked against it.
            InetAddress named = InetAddress.getByAddress(host, address.getAddress());
            Socket opened = started();
            try {
                opened.connect(new InetSocketAddress(named, port), each);
                opened.setSoTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
                opened.setTcpNoDelay(true);
                stage = Stage.TALKING;
                return opened;
            } catch (IOException e) {
                opened.close();
                failure = failure == null || failure instanceof SocketTimeoutException ? e : failure;
            }
        }
        throw failure == null ? new IOException("the name has no address") : failure;
    }

    private synchronized Socket started() throws IOException {
        if (closed) {
            throw new IOException("Given up");
        }
        Socket started = new Socket();
        socket = started;
        return started;
    }

    /** Makes sockets whose certificates are checked for the host's name. */
    CheckedSockets tls() throws SSLException {
        try {
            return new CheckedSockets(trust.call().getSocketFactory(), host);
        } catch (Exception e) {
            throw new SSLException("The trust store cannot be read", e);
        }
    }

    void sending() {
        stage = Stage.SENDING;
    }

    Stage stage() {
        return stage;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
                return;
            }
        }
    }
}
