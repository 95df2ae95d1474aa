package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.Problem;
import dev.allclear.daemon.notify.ServiceManager;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the service as a process: from its configuration to SIGTERM. */
public final class Service {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    /** How it ended. */
    public enum End {
        STOPPED,
        NOT_CONFIGURED,
        NO_LEDGER
    }

    private final Path file;
    private final Map<String, String> environment;
    private final ServiceManager manager;
    private final CompletableFuture<Daemon> started = new CompletableFuture<>();

    private Service(Path file, Map<String, String> environment) {
        this.manager = ServiceManager.of(environment, ProcessHandle.current().pid());
        this.file = file;
        this.environment = environment;
    }

    /** Runs until SIGTERM or SIGINT. */
    public static End run(Path file, Map<String, String> environment) throws InterruptedException {
        return new Service(file, environment).run();
    }

    private End run() throws InterruptedException {
        // From the first moment on, since the default is to die of it; catching up with a long history takes a while.
        Signals.on("HUP", () -> reload(started.join()));
        AgentConf.Reading reading = read();
        if (!(reading instanceof AgentConf.Reading.Good good)) {
            LOG.error("not started: {} cannot be used", file);
            manager.status("not started: " + firstFault(reading));
            return End.NOT_CONFIGURED;
        }
        AgentConf conf = good.conf();
        Ledger ledger;
        try {
            ledger = Ledger.open(conf.ledgerDirectory());
        } catch (LedgerException e) {
            LOG.error("not started: {}", e.getMessage());
            manager.status("not started: " + e.getMessage());
            return End.NO_LEDGER;
        }
        ledger.notice().ifPresent(LOG::error);
        Daemon daemon =
                new Daemon(conf, ledger, InstantSource.system(), HoldAtStep.fromEnvironment(environment), manager);
        Thread.setDefaultUncaughtExceptionHandler(Service::died);
        Signals.on("TERM", () -> stopAndExit(daemon));
        Signals.on("INT", () -> stopAndExit(daemon));
        daemon.start();
        started.complete(daemon);
        daemon.awaitStopped();
        return End.STOPPED;
    }

    private AgentConf.Reading read() {
        AgentConf.Reading reading = AgentConf.read(file, null, environment, PushUrl::fault);
        reading.warnings().forEach(warning -> LOG.warn("{}", warning));
        if (reading instanceof AgentConf.Reading.Faulty faulty) {
            faulty.problems().forEach(problem -> LOG.error("{}", problem));
        } else if (reading instanceof AgentConf.Reading.Good good) {
            good.leftOut().forEach(problem -> LOG.error("left out, everything else works: {}", problem));
        }
        return reading;
    }

    private static String firstFault(AgentConf.Reading reading) {
        List<Problem> faults =
                reading instanceof AgentConf.Reading.Faulty faulty ? faulty.problems() : List.<Problem>of();
        return faults.isEmpty()
                ? ""
                : faults.get(0) + (faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)");
    }

    private void reload(Daemon daemon) {
        manager.reloading();
        try {
            HandedOver.of(environment, file).changedSince().ifPresent(words -> LOG.warn("{}", words));
            AgentConf.Reading reading = read();
            if (reading instanceof AgentConf.Reading.Good good) {
                daemon.reload(good.conf());
            } else {
                LOG.error("the configuration was not read again; the agent goes on with the one it has");
                daemon.keep(firstFault(reading));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            manager.ready();
        }
    }

    /** Left to itself Java ends with 143 after SIGTERM, which looks like a failure. */
    private static void stopAndExit(Daemon daemon) {
        stop(daemon);
        System.exit(0);
    }

    private static void stop(Daemon daemon) {
        try {
            daemon.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that the service cannot do without is gone: better to end, and be started again, than to be blind. */
    private static void died(Thread thread, Throwable cause) {
        LOG.error("{} died of a fault in allclear; the agent ends now, to be started again", thread.getName(), cause);
        Runtime.getRuntime().halt(70);
    }
}
