package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.JobsCfg;
import dev.allclear.config.LocalHost;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Job;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at everything that a configuration names: directories, rights, jobs, and whether the monitors' hosts can be
 * reached. It sends no request to a monitor, since any request to a push URL is a beat.
 */
final class Examination {
    private static final int CONNECT_MILLIS = 3000;
    private final AgentConf conf;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(AgentConf conf) {
        this.conf = conf;
    }

    static List<Finding> of(AgentConf conf) {
        Examination examination = new Examination(conf);
        examination.lookAtTasks(conf.local());
        examination.lookAtLedger();
        List<Job> jobs = examination.lookAtJobs(conf.local());
        if (conf.enabled().isEmpty()) {
            examination.findings.add(Finding.problem("no heartbeat is configured, so nothing will ever be pushed"));
        }
        conf.enabled().forEach(heartbeat -> examination.lookAt(heartbeat, jobs));
        return examination.findings;
    }

    private void lookAtTasks(LocalHost host) {
        if (!Files.isDirectory(host.tasks())) {
            findings.add(Finding.problem("task directory " + host.tasks()
                    + " does not exist: is this a Proxmox VE host? Otherwise set `tasks` in a `pve:` stanza"));
            return;
        }
        try (Stream<Path> logs = Files.find(
                host.tasks(),
                2,
                (path, attributes) -> attributes.isRegularFile()
                        && path.getFileName().toString().startsWith("UPID:"))) {
            Optional<Path> log = logs.findFirst();
            if (log.isPresent() && !Files.isReadable(log.get())) {
                findings.add(Finding.problem("task logs cannot be read (" + log.get()
                        + "): run as root, or with AmbientCapabilities=CAP_DAC_READ_SEARCH"));
            } else {
                findings.add(Finding.ok("task directory " + host.tasks() + " can be read"));
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            findings.add(Finding.problem("task directory " + host.tasks() + " cannot be read: " + e.getMessage()
                    + "; run as root, or with AmbientCapabilities=CAP_DAC_READ_SEARCH"));
        }
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

    private List<Job> lookAtJobs(LocalHost host) {
        if (conf.enabled().stream().noneMatch(heartbeat -> heartbeat.rule().watch() instanceof JobWatch)) {
            return List.of();
        }
        try {
            JobsCfg.Parsed parsed = JobsCfg.parse(host.jobsCfg().toString(), Files.readString(host.jobsCfg()));
            parsed.problems().forEach(problem -> findings.add(Finding.warning(problem.toString())));
            return parsed.jobs();
        } catch (IOException e) {
            findings.add(Finding.problem(host.jobsCfg() + " cannot be read (" + e.getMessage()
                    + "), so runs are tied to their job only by the scheduler's state files"));
            return List.of();
        }
    }

    private void lookAt(HeartbeatConf heartbeat, List<Job> jobs) {
        String name = heartbeat.rule().name();
        if (heartbeat.rule().watch() instanceof JobWatch watch) {
            Optional<Job> job = jobs.stream()
                    .filter(known -> known.id().equals(watch.jobId()))
                    .findFirst();
            if (job.isEmpty()) {
                findings.add(Finding.problem(name + ": there is no backup job " + watch.jobId()
                        + (jobs.isEmpty()
                                ? ""
                                : "; there are "
                                        + String.join(
                                                ", ", jobs.stream().map(Job::id).toList()))));
            } else if (!job.get().enabled()) {
                findings.add(
                        Finding.warning(name + ": job " + watch.jobId() + " is disabled, so it never runs by itself"));
            } else {
                findings.add(Finding.ok(name + ": job " + watch.jobId() + ", schedule "
                        + String.join(" ", job.get().options().getOrDefault("schedule", List.of("none")))));
            }
        } else {
            findings.add(Finding.ok(name + ": " + Words.of(heartbeat.rule().watch())));
        }
        lookAtTarget(name, heartbeat);
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
}
