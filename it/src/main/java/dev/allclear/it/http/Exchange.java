package dev.allclear.it.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A request that waits for its answer, which may come at once, later, in pieces or never. Thread-safe. */
public final class Exchange {
    private final Connection connection;
    private final Loop loop;
    private final Request request;

    Exchange(Connection connection, Loop loop, Request request) {
        this.connection = connection;
        this.loop = loop;
        this.request = request;
    }

    /** What was asked. */
    public Request request() {
        return request;
    }

    /** Sends the answer to the end, then waits for the next request, or closes if the client or {@code last} wants that. */
    public void answer(Response response, boolean last) {
        byte[] bytes = bytes(response);
        loop.execute(() -> {
            connection.send(bytes);
            if (last || !request.keepsAlive()) {
                connection.end();
            } else {
                connection.next();
            }
        });
    }

    /** The bytes of an answer to this request, without the body if it is a HEAD. */
    public byte[] bytes(Response response) {
        return response.bytes(!request.method().equals("HEAD"));
    }

    /**
     * Sends these bytes; the exchange goes on.
     *
     * @return ends when the operating system has taken the last byte; fails if the connection ends before
     */
    public CompletableFuture<Void> send(byte[] bytes) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        IOException lost = new IOException("the connection has ended");
        loop.execute(() -> connection.send(bytes, () -> sent.complete(null), () -> sent.completeExceptionally(lost)));
        return sent;
    }

    /** Sends these bytes, and does that when they are sent, on the loop's thread; the exchange goes on. */
    public void send(byte[] bytes, Runnable then) {
        loop.execute(() -> connection.send(bytes, then, () -> {}));
    }

    /** The answer is complete: the next request is read. */
    public void next() {
        loop.execute(connection::next);
    }

    /** Everything is said: the connection ends in good order. */
    public void end() {
        loop.execute(connection::end);
    }

    /** The connection ends at once. */
    public void drop() {
        loop.execute(connection::drop);
    }

    /** Nothing is ever said again on this connection, and whatever comes is read and forgotten. */
    public void hang() {
        loop.execute(connection::forget);
    }

    /** Runs this later, on the loop's thread. */
    public void after(Duration delay, Runnable action) {
        loop.after(delay, action);
    }

    /** Sends one byte after the other with such a pause in between, then waits for the next request. */
    public void drip(Response response, Duration pause) {
        drip(bytes(response), 0, pause);
    }

    private void drip(byte[] bytes, int from, Duration pause) {
        if (from == bytes.length) {
            next();
            return;
        }
        send(new byte[] {bytes[from]}, () -> loop.after(pause, () -> drip(bytes, from + 1, pause)));
    }
}
