package dev.allclear.daemon.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the service stands. Without {@code $NOTIFY_SOCKET} it says nothing and loads nothing. What it
 * does not take is said once in the journal and changes nothing else. Thread-safe. Source: sd_notify(3).
 */
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final String VARIABLE = "NOTIFY_SOCKET";

    private final @Nullable NotifySocket socket;
    private final Watchdog.Setting watchdog;
    private String status = "";
    private String failure = "";

    private ServiceManager(@Nullable NotifySocket socket, Watchdog.Setting watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /**
     * The one that started this process, if one did.
     *
     * @param environment of the process
     * @param pid of the process
     */
    public static ServiceManager of(Map<String, String> environment, long pid) {
        String name = environment.getOrDefault(VARIABLE, "");
        if (name.isEmpty()) {
            return none();
        }
        try {
            return new ServiceManager(NotifySocket.of(name), Watchdog.Setting.of(environment, pid));
        } catch (IOException e) {
            LOG.error(
                    "systemd cannot be told that the service is ready: {}. With Type=notify in the unit it ends the"
                            + " service after TimeoutStartSec",
                    e.getMessage());
            return none();
        }
    }

    /** Nobody who wants to know. */
    public static ServiceManager none() {
        return new ServiceManager(null, Watchdog.Setting.NONE);
    }

    /** Whether anybody is told. */
    public boolean listens() {
        return socket != null;
    }

    /** How often it wants to hear that the service lives. */
    Watchdog.Setting watchdog() {
        return watchdog;
    }

    /** The start, or a reload, is done. */
    public void ready() {
        send("READY=1");
    }

    /** The configuration is being read again, until {@link #ready}. */
    public void reloading() {
        // Java takes this time from the clock that is asked for here, CLOCK_MONOTONIC.
        send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    /** The service ends. */
    public void stopping() {
        send("STOPPING=1");
    }

    /** One line that {@code systemctl status} shows; the same one is not sent twice. */
    public synchronized void status(String words) {
        String line = words.replaceAll("\\s+", " ").strip();
        if (!line.equals(status)) {
            status = line;
            send("STATUS=" + line);
        }
    }

    /** All that matters gets on with its work. */
    void alive() {
        send("WATCHDOG=1");
    }

    /** What is under way may take so much longer from now on. */
    void extend(Duration more) {
        send("EXTEND_TIMEOUT_USEC=" + TimeUnit.MILLISECONDS.toMicros(more.toMillis()));
    }

    private synchronized void send(String message) {
        if (socket == null) {
            return;
        }
        try {
            socket.send(message);
            failure = "";
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(failure)) {
                failure = reason;
                LOG.warn(
                        "systemd did not take {}: {}",
                        message.lines().findFirst().orElse(""),
                        reason);
            }
        }
    }
}
