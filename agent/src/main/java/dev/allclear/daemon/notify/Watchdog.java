package dev.allclear.daemon.notify;

import dev.allclear.watch.Pulse;
import dev.allclear.watch.Pulses;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager, twice in each of its periods, that all loops get on; when one does not it says which and keeps
 * silent, and the service is started again. Before the service is ready it asks for more time instead. {@link #run} is the
 * body of one thread.
 *
 * <p>A loop may be busy with one thing for two periods beyond its longest step. So a period of 90 s, as in our unit, gives
 * the judge three minutes for a commit on a disk that a backup keeps busy.
 */
public final class Watchdog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int PATIENCE = 2;
    private static final int SHOWN = 12;
    private static final Duration START_ROUND = Duration.ofSeconds(10);
    /** How long a step of a start may take, as there is no period yet to say it. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private static final Duration MORE_TIME = Duration.ofSeconds(60);

    /**
     * What the service manager wants.
     *
     * @param period within which it wants to hear something; null if it does not
     */
    record Setting(@Nullable Duration period) {
        static final Setting NONE = new Setting(null);
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

        /** As sd_watchdog_enabled(3) reads it: meant for this process only if no other one is named. */
        static Setting of(Map<String, String> environment, long pid) {
            String micros = environment.getOrDefault("WATCHDOG_USEC", "");
            String meant = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
            return NUMBER.matcher(micros).matches() && Long.parseLong(micros) > 0 && meant.equals(Long.toString(pid))
                    ? new Setting(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros))))
                    : NONE;
        }
    }

    private final ServiceManager manager;
    private final Pulses pulses;
    private @Nullable Pulse stuck;
    private boolean ready;

    /** @param pulses of the loops that matter */
    public Watchdog(ServiceManager manager, Pulses pulses) {
        this.manager = manager;
        this.pulses = pulses;
    }

    /** Its thread, if there is anybody to be told. */
    public Optional<Thread> thread() {
        if (!manager.listens()) {
            return Optional.empty();
        }
        Thread thread = new Thread(this, "watchdog");
        thread.setDaemon(true);
        return Optional.of(thread);
    }

    /** The service is ready: from now on it is watched, if that is wanted. */
    public synchronized void ready() {
        ready = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (!pause(START_ROUND)) {
                startRound();
            }
            Duration period = manager.watchdog().period();
            while (period != null) {
                round(period);
                Thread.sleep(period.dividedBy(2).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits at most so long; whether the service is ready. */
    private synchronized boolean pause(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toMillis(); !ready && left > 0; left = millisUntil(end)) {
            wait(left);
        }
        return ready;
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    /** One round while a long history is caught up with. */
    void startRound() {
        if (allGetOn(START_PATIENCE)) {
            manager.extend(MORE_TIME);
        }
    }

    /** One round. */
    void round(Duration period) {
        if (allGetOn(period.multipliedBy(PATIENCE))) {
            manager.alive();
        }
    }

    private boolean allGetOn(Duration patience) {
        Pulse now = pulses.stuck(patience).orElse(null);
        if (now != null && now != stuck) {
            LOG.error(
                    "the {} has not got on for longer than it may, so systemd is not told any more that all is well,"
                            + " and will start the service again. Please report where it is: {}",
                    now.name(),
                    Arrays.stream(now.where()).limit(SHOWN).map(String::valueOf).collect(Collectors.joining(" < ")));
            manager.status("the " + now.name() + " is stuck; systemd will start the service again");
        } else if (now == null && stuck != null) {
            LOG.warn("the {} gets on again", stuck.name());
        }
        stuck = now;
        return now == null;
    }
}
