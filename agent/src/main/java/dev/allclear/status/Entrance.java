package dev.allclear.status;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets visitors in, up to a number; one more is sent away at once. While nobody comes, one thread waits in the kernel, and
 * no other thread and no timer exists. Thread-safe.
 */
final class Entrance implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");
    /** Each has a thread, since a question that is only half there keeps its thread until it is cut. */
    private static final int VISITS = 24;

    private static final int BACKLOG = 16;
    /** That a thread without work lives: long enough for the parts of one page. */
    private static final int IDLE_SECONDS = 2;

    /** Between one failure to let somebody in and the next try. */
    private static final long PAUSE_MILLIS = 1000;

    private static final long CLOSE_MILLIS = 500;

    private final Door door;
    private final Visit.Patience patience;
    private final ServerSocket socket;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, VISITS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Entrance::thread);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Entrance::thread);
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
    private final Thread listener = thread(this::listen);

    /**
     * Opens.
     *
     * @throws IOException if this address cannot be had
     */
    static Entrance open(InetSocketAddress address, Door door, Visit.Patience patience) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // After a reload, connections of before it are no reason to be without the port.
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        Entrance entrance = new Entrance(socket, door, patience);
        entrance.listener.start();
        return entrance;
    }

    private Entrance(ServerSocket socket, Door door, Visit.Patience patience) {
        this.socket = socket;
        this.door = door;
        this.patience = patience;
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "page");
        thread.setDaemon(true);
        return thread;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void listen() {
        boolean said = false;
        while (!socket.isClosed()) {
            try {
                take(socket.accept());
            } catch (IOException e) {
                // Such as too many open files; that passes. Said once: at the brink it comes with every visitor.
                if (!said && !socket.isClosed()) {
                    LOG.warn(
                            "the status page cannot be asked for now: {}. It goes on when this is over",
                            e.getMessage());
                    said = true;
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (!socket.isClosed()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Socket guest) {
        Visit visit = new Visit(guest, door, patience, timer);
        visits.add(visit);
        try {
            threads.execute(() -> {
                try {
                    visit.run();
                } finally {
                    visits.remove(visit);
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError full) {
            // The error is the kernel's, which may have no thread to give.
            visits.remove(visit);
            visit.cut();
        }
    }

    /** Ends what is under way too. When it returns, the port is free. */
    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } finally {
            listener.interrupt();
            threads.shutdownNow();
            timer.shutdownNow();
            visits.forEach(Visit::cut);
        }
        awaitListener();
    }

    /** The kernel keeps the port until the thread is back from accept, which takes a moment after the socket is closed. */
    private void awaitListener() {
        try {
            listener.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
