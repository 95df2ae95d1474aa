package dev.allclear.it.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The least that a push needs at the other end: notes when a request has arrived, then says {@code {"ok":true}}. */
final class Receiver implements AutoCloseable {
    private static final byte[] OK = ("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                    + "Content-Length: 11\r\n\r\n{\"ok\":true}")
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

    Receiver() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("receiver", this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/api/push/benchmark?status=up&msg=OK&ping=";
    }

    /** When the next request had arrived, as of {@link System#nanoTime()}. */
    long nextArrival() throws InterruptedException {
        Long arrival = arrivals.poll(30, TimeUnit.SECONDS);
        if (arrival == null) {
            throw new IllegalStateException("no push arrived within 30 s");
        }
        return arrival;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                start("connection", () -> serve(socket));
            }
        } catch (IOException e) {
            return; // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (readHead(in)) {
                arrivals.add(System.nanoTime());
                socket.getOutputStream().write(OK);
            }
        } catch (IOException e) {
            return; // The other end has gone, which is its right.
        }
    }

    /** Reads up to the empty line; requests with a body are not expected. */
    private static boolean readHead(InputStream in) throws IOException {
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
