package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.SourceConf;
import dev.allclear.daemon.BeatChannels;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks at everything that a configuration names: sources, rights, jobs, schedules, and whether the monitors' hosts can be
 * reached. It sends no request to a monitor, since any request to a push URL is a beat.
 */
final class Examination {
    private static final int CONNECT_MILLIS = 3000;
    private final AgentConf conf;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(AgentConf conf) {
        this.conf = conf;
    }

    /** @param zone of this host */
    static List<Finding> of(AgentConf conf, ApiProbe probe, Instant now, ZoneId zone) {
        Examination examination = new Examination(conf);
        examination.examine(probe, now, zone);
        return examination.findings;
    }

    private void examine(ApiProbe probe, Instant now, ZoneId zone) {
        boolean jobsNeeded = conf.enabled().stream().anyMatch(heartbeat -> watchesJob(heartbeat.rule()));
        List<Inventory> inventories = new ArrayList<>();
        for (SourceConf source : conf.sources()) {
            if (!source.disabled()) {
                inventories.add(new SourceExamination(source, probe, findings).examine(jobsNeeded));
            }
        }
        lookAtLedger();
        if (conf.defaultMatcher()) {
            findings.add(Finding.ok("no matcher is configured: events of severity warning, error and unknown go to "
                    + AgentConf.DEFAULT_TARGET.name()
                    + ", all others only to the journal; write a `matcher:` stanza for anything else"));
        }
        if (conf.enabled().isEmpty()) {
            findings.add(Finding.problem("no heartbeat is configured, so nothing will ever be pushed"));
        }
        UsualDurations durations = UsualDurations.of(conf.ledgerDirectory());
        HeartbeatExamination heartbeats = new HeartbeatExamination(inventories, durations::of, now, zone, findings);
        for (HeartbeatConf heartbeat : conf.enabled()) {
            heartbeats.examine(heartbeat);
            BeatChannels.fault(heartbeat)
                    .ifPresent(fault -> findings.add(
                            Finding.problem(heartbeat.rule().name() + ": nothing can be pushed: " + fault)));
            if (!heartbeat.url().isEmpty()) {
                lookAtTarget(heartbeat.rule().name(), heartbeat);
            }
        }
        warnOfRestarts();
    }

    private static boolean watchesJob(Heartbeat rule) {
        return rule.watch() instanceof JobWatch
                || (rule.watch() instanceof ChainWatch chain
                        && chain.requirements().stream().anyMatch(JobWatch.class::isInstance));
    }

    private void lookAtLedger() {
        Path directory = conf.ledgerDirectory();
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        boolean writable = existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
        findings.add(
                writable
                        ? Finding.ok("ledger directory " + directory + " can be written")
                        : Finding.problem(
                                "ledger directory " + directory
                                        + " cannot be written by this user: give it the right, or set `path` in a `ledger:` stanza"));
    }

    private void lookAtTarget(String name, HeartbeatConf heartbeat) {
        URI uri = URI.create(heartbeat.url().reveal().strip().split("[?#]", 2)[0]);
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        String place = uri.getHost() + ":" + port;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
            findings.add(Finding.ok(name + ": " + place + " can be reached (no request was made: each one is a beat)"));
        } catch (IOException | IllegalArgumentException e) {
            findings.add(Finding.problem(name + ": " + place + " cannot be reached now (" + e.getMessage()
                    + "); pushes would wait and be tried again"));
        }
    }

    /** Uptime Kuma 1.23 and 2.5; a heartbeat of the agent itself has an interval shorter than any time between restarts. */
    private void warnOfRestarts() {
        String silent = conf.enabled().stream()
                .filter(heartbeat -> heartbeat.kind() == HeartbeatConf.Kind.KUMA
                        && !heartbeat.down()
                        && !heartbeat.url().isEmpty()
                        && !(heartbeat.rule().watch() instanceof SelfWatch))
                .map(heartbeat -> heartbeat.rule().name())
                .collect(Collectors.joining(", "));
        if (!silent.isEmpty()) {
            findings.add(Finding.warning(silent
                    + ": Kuma begins the interval anew whenever it is restarted and when the monitor is edited or resumed, so"
                    + " a Kuma that is restarted more often than the interval (automatic updates, a guest that its backup"
                    + " stops) never alarms; `on-failure down` closes this hole while the agent runs, and a heartbeat with"
                    + " `self yes` tells when it does not"));
        }
    }
}
