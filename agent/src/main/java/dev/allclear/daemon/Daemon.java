package dev.allclear.daemon;

import com.codahale.metrics.MetricRegistry;
import dev.allclear.config.AgentConf;
import dev.allclear.daemon.notify.ServiceManager;
import dev.allclear.daemon.notify.Watchdog;
import dev.allclear.deliver.Channel;
import dev.allclear.deliver.PushChannel;
import dev.allclear.ledger.Ledger;
import dev.allclear.pipeline.JudgeLoop;
import dev.allclear.pipeline.Leaps;
import dev.allclear.pipeline.Step;
import dev.allclear.status.StatusServer;
import dev.allclear.status.StatusSite;
import dev.allclear.watch.Pulses;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: wires the rooms together, reads its configuration anew when told to, and stops within ten seconds,
 * finishing the delivery in hand. Thread-safe.
 */
public final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Ledger ledger;
    private final JudgeLoop judge;
    private final Watchers watchers;
    private final Thread judging;
    private final Thread housekeeping;
    private final ServiceManager manager;
    private final Watchdog watchdog;
    private final StatusLine statusLine;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ThisHost host = ThisHost.read();
    private final StatusServer page;
    private volatile AgentConf conf;
    private boolean stopping;

    /** Builds the service around a ledger that is open for writing; {@link #start} sets it going. */
    public Daemon(AgentConf conf, Ledger ledger, InstantSource clock, Step.Watcher steps, ServiceManager manager) {
        this.conf = conf;
        this.ledger = ledger;
        this.manager = manager;
        ZoneId zone = ZoneId.systemDefault();
        Leaps leaps = Leaps.of(clock, System::nanoTime);
        MetricRegistry metrics = new MetricRegistry();
        Pulses pulses = new Pulses();
        this.watchdog = new Watchdog(manager, pulses);
        this.judge = new JudgeLoop(ledger, clock, zone, steps, metrics, leaps, pulses);
        this.watchers = new Watchers(conf, host.fullName(), ledger, judge, clock, metrics, pulses);
        this.judging = new Thread(pulses.loop("judge", Duration.ZERO, judge), "judge");
        this.statusLine = new StatusLine(manager, ledger, clock, zone, judge::turns);
        this.housekeeping = new Thread(new Housekeeper(judge, clock, leaps, zone, statusLine::refresh), "housekeeper");
        this.page = new StatusServer(new StatusSite(
                () -> this.conf, metrics, judging::isAlive, clock, zone, List.of(host.name(), host.fullName())));
    }

    /** Starts watching and judging, and returns when all that was there has been taken. */
    public void start() throws InterruptedException {
        watchdog.thread().ifPresent(Thread::start);
        manager.status("catching up with what happened");
        judging.start();
        Map<String, PushChannel> channels = use(conf);
        watchers.start();
        judge.awaitCaughtUp();
        housekeeping.start();
        sayReady();
        warmUp(channels);
        page.use(conf.page());
    }

    private Map<String, PushChannel> use(AgentConf now) throws InterruptedException {
        PostfixRights.ofThisHost().fault(now).ifPresent(LOG::warn);
        Map<String, PushChannel> channels = BeatChannels.of(now);
        judge.use(Wiring.rules(now, channels), channels, Voices.of(now, host), TargetChannels.of(now, host));
        return channels;
    }

    private synchronized void sayReady() {
        if (!stopping) {
            statusLine.use(conf);
            manager.ready();
            watchdog.ready();
            LOG.info("ready: watching {} for {}", watchers.words(), Wiring.names(conf));
        }
    }

    /** Goes on with another configuration. What only a restart can change is said, and left as it is. */
    public synchronized void reload(AgentConf fresh) throws InterruptedException {
        if (!fresh.sources().equals(conf.sources()) || !fresh.ledgerDirectory().equals(conf.ledgerDirectory())) {
            LOG.warn("the sources or directories in the configuration have changed; that takes effect at the next"
                    + " restart (`systemctl restart allclear`)");
        }
        Map<String, PushChannel> channels = use(fresh);
        conf = fresh;
        statusLine.use(fresh);
        LOG.info("the configuration was read again: {}", Wiring.names(fresh));
        warmUp(channels);
        page.use(fresh.page());
    }

    /** Says that a newer configuration has faults, so that this one stays. */
    public void keep(String firstFault) {
        statusLine.faulty(firstFault);
    }

    /** Off the judge's thread, and only when there is nothing more urgent to do. */
    private static void warmUp(Map<String, PushChannel> channels) {
        Thread warming = new Thread(() -> channels.values().forEach(Channel::warmUp), "warm up");
        warming.setDaemon(true);
        warming.start();
    }

    /** Stops, waiting for the delivery in hand; what is not finished by then goes on at the next start. */
    public synchronized void stop() throws InterruptedException {
        if (stopping) {
            return;
        }
        stopping = true;
        manager.stopping();
        LOG.info("stopping");
        page.close();
        housekeeping.interrupt();
        watchers.close();
        judge.stop();
        judging.join(PATIENCE.toMillis());
        judge.close(Duration.ofMillis(500));
        ledger.close();
        stopped.countDown();
    }

    /** Waits until the service has stopped. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }
}
