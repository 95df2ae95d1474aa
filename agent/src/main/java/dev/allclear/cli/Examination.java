package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.SourceConf;
import dev.allclear.daemon.BeatChannels;
import dev.allclear.daemon.PostfixRights;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.SelfWatch;
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
    private final AgentConf conf;
    private final boolean online;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(AgentConf conf, boolean online) {
        this.conf = conf;
        this.online = online;
    }

    /** @param zone of this host */
    static List<Finding> of(AgentConf conf, ApiProbe probe, Instant now, ZoneId zone) {
        return of(conf, probe, true, now, zone);
    }

    /** @param online whether targets are looked at over the network */
    static List<Finding> of(AgentConf conf, ApiProbe probe, boolean online, Instant now, ZoneId zone) {
        Examination examination = new Examination(conf, online);
        examination.examine(probe, now, zone);
        return examination.findings;
    }

    private void examine(ApiProbe probe, Instant now, ZoneId zone) {
        boolean jobsNeeded = conf.enabled().stream().anyMatch(heartbeat -> watchesJob(heartbeat.rule()));
        ClockExamination clocks = new ClockExamination(now, zone, findings);
        clocks.ofThisHost(Path.of("/"));
        List<Inventory> inventories = new ArrayList<>();
        for (SourceConf source : conf.sources()) {
            if (!source.disabled()) {
                inventories.add(new SourceExamination(source, probe, findings).examine(jobsNeeded));
                if (online && source.remote()) {
                    probe.time(source).ifPresent(time -> clocks.ofSource(source.name(), time));
                }
            }
        }
        LedgerExamination.look(conf.ledgerDirectory(), findings);
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
        TargetExamination targets = new TargetExamination(findings);
        for (HeartbeatConf heartbeat : conf.enabled()) {
            heartbeats.examine(heartbeat);
            BeatChannels.fault(heartbeat)
                    .ifPresent(fault -> findings.add(
                            Finding.problem(heartbeat.rule().name() + ": nothing can be pushed: " + fault)));
            if (online && !heartbeat.url().isEmpty()) {
                targets.heartbeat(heartbeat);
            }
        }
        PostfixRights.ofThisHost().fault(conf).ifPresent(words -> findings.add(Finding.problem(words)));
        HookExamination.look(Path.of("/"), conf.enabled(), findings);
        warnOfRestarts();
        conf.targets().stream()
                .filter(target -> online && !target.common().disabled())
                .forEach(targets::target);
    }

    private static boolean watchesJob(Heartbeat rule) {
        return rule.watch() instanceof JobWatch
                || (rule.watch() instanceof ChainWatch chain
                        && chain.requirements().stream().anyMatch(JobWatch.class::isInstance));
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
