package dev.allclear.it.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection: reads one request after the other and writes what the exchanges say. Confined to its loop. */
final class Connection implements Loop.Ready {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private record Part(ByteBuffer bytes, Runnable sent, Runnable lost) {}

    private final Server server;
    private final Loop loop;
    private final SocketChannel socket;
    private final Wire wire;
    private final SelectionKey key;
    private final ByteBuffer network = ByteBuffer.allocate(4096);
    private final Deque<Part> unsent = new ArrayDeque<>();
    private final RequestReader reader;
    private @Nullable Exchange current;
    private boolean ending;
    private boolean finished;
    private long waitingSince = System.nanoTime();

    Connection(Server server, Loop loop, SocketChannel socket, Wire wire) throws IOException {
        this.server = server;
        this.loop = loop;
        this.socket = socket;
        this.wire = wire;
        this.reader = new RequestReader(server.manners().largestHead());
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = loop.register(socket, SelectionKey.OP_READ, this);
        loop.after(server.manners().idle(), this::checkIdle);
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isValid() && ready.isWritable()) {
                flush();
            }
            if (ready.isValid() && ready.isReadable()) {
                read();
            }
        } catch (IOException e) {
            // The client went away or speaks no TLS that we know; a server says nothing about it either.
            drop();
        }
    }

    private void read() throws IOException {
        if (server.isSilent()) {
            key.interestOps(0);
            return;
        }
        network.clear();
        int count = socket.read(network);
        if (count < 0) {
            drop();
            return;
        }
        server.count(count, 0);
        if (ending) {
            return;
        }
        boolean more = wire.received(network.flip(), reader::add, this::write);
        serveNext();
        if (!more) {
            drop();
        }
    }

    private void serveNext() {
        if (current != null || ending) {
            return;
        }
        switch (reader.next()) {
            case MORE -> {}
            case TOO_LARGE -> {
                send(Response.of(431, "Request Header Fields Too Large")
                        .with("Connection", "close")
                        .with("Content-Length", "0")
                        .bytes(true));
                end();
            }
            case NO_HTTP -> {
                send(Response.of(400, "Bad Request")
                        .with("Connection", "close")
                        .with("Content-Length", "0")
                        .bytes(true));
                end();
            }
            case OTHER_VERSION -> end();
            case REQUEST -> {
                key.interestOpsAnd(~SelectionKey.OP_READ);
                current = new Exchange(this, loop, reader.request());
                handle(current);
            }
        }
    }

    private void handle(Exchange exchange) {
        try {
            server.manners().handler().accept(exchange);
        } catch (RuntimeException e) {
            e.printStackTrace();
            drop();
        }
    }

    void send(byte[] plain) {
        send(plain, () -> {}, () -> {});
    }

    /**
     * Sends what HTTP says.
     *
     * @param sent when the operating system has taken the last byte
     * @param lost when the connection ended before
     */
    void send(byte[] plain, Runnable sent, Runnable lost) {
        try {
            write(wire.encode(ByteBuffer.wrap(plain)), sent, lost);
        } catch (IOException e) {
            lost.run();
            drop();
        }
    }

    private void write(ByteBuffer bytes) {
        write(bytes, () -> {}, () -> {});
    }

    private void write(ByteBuffer bytes, Runnable sent, Runnable lost) {
        unsent.add(new Part(bytes, sent, lost));
        try {
            flush();
        } catch (IOException e) {
            drop();
        }
    }

    private void flush() throws IOException {
        for (Part part = unsent.peek(); part != null; part = unsent.peek()) {
            server.count(0, socket.write(part.bytes));
            if (part.bytes.hasRemaining()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                return;
            }
            unsent.remove();
            part.sent.run();
        }
        if (key.isValid()) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
        if (ending && !finished) {
            finished = true;
            socket.shutdownOutput();
        }
    }

    /** The exchange is over; the next request is read. */
    void next() {
        current = null;
        waitingSince = System.nanoTime();
        if (key.isValid()) {
            key.interestOpsOr(SelectionKey.OP_READ);
            loop.after(server.manners().idle(), this::checkIdle);
            serveNext();
        }
    }

    /** Says that this was all, once everything is sent, and waits a little for the client to go. */
    void end() {
        if (ending || !key.isValid()) {
            return;
        }
        ending = true;
        current = null;
        key.interestOpsOr(SelectionKey.OP_READ);
        try {
            write(wire.farewell());
        } catch (IOException e) {
            drop();
        }
        loop.after(LINGER, this::drop);
    }

    /** From now on whatever comes is read and forgotten. */
    void forget() {
        ending = true;
        finished = true;
        key.interestOpsOr(SelectionKey.OP_READ);
    }

    private void checkIdle() {
        boolean waited =
                System.nanoTime() - waitingSince >= server.manners().idle().toNanos();
        if (current == null && !ending && waited && !server.isSilent()) {
            end();
        }
    }

    void drop() {
        server.forget(this);
        key.cancel();
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to close.
        }
        List<Part> lost = List.copyOf(unsent);
        unsent.clear();
        lost.forEach(part -> part.lost.run());
    }
}
