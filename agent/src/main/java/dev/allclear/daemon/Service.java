package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
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
    private final CompletableFuture<Daemon> started = new CompletableFuture<>();

    private Service(Path file, Map<String, String> environment) {
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
        Optional<AgentConf> read = read();
        if (read.isEmpty()) {
            LOG.error("not started: {} cannot be used", file);
            return End.NOT_CONFIGURED;
        }
        AgentConf conf = read.get();
        Ledger ledger;
        try {
            ledger = Ledger.open(conf.ledgerDirectory());
        } catch (LedgerException e) {
            LOG.error("not started: {}", e.getMessage());
            return End.NO_LEDGER;
        }
        ledger.notice().ifPresent(LOG::error);
        Daemon daemon = new Daemon(conf, ledger, InstantSource.system(), HoldAtStep.fromEnvironment(environment));
        Thread.setDefaultUncaughtExceptionHandler(Service::died);
        Signals.on("TERM", () -> stopAndExit(daemon));
        Signals.on("INT", () -> stopAndExit(daemon));
        daemon.start();
        started.complete(daemon);
        daemon.awaitStopped();
        return End.STOPPED;
    }

    private Optional<AgentConf> read() {
        AgentConf.Reading reading = AgentConf.read(file, null, environment, PushUrl::fault);
        reading.warnings().forEach(warning -> LOG.warn("{}", warning));
        if (reading instanceof AgentConf.Reading.Faulty faulty) {
            faulty.problems().forEach(problem -> LOG.error("{}", problem));
            return Optional.empty();
        }
        AgentConf.Reading.Good good = (AgentConf.Reading.Good) reading;
        good.leftOut().forEach(problem -> LOG.error("left out, everything else works: {}", problem));
        return Optional.of(good.conf());
    }

    private void reload(Daemon daemon) {
        Optional<AgentConf> read = read();
        if (read.isEmpty()) {
            LOG.error("the configuration was not read again; the agent goes on with the one it has");
            return;
        }
        try {
            daemon.reload(read.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
