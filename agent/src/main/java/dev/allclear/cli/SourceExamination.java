package dev.allclear.cli;

import dev.allclear.config.JobsCfg;
import dev.allclear.config.LocalHost;
import dev.allclear.config.SourceConf;
import dev.allclear.task.Upid.Product;
import dev.allclear.watch.Sighting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at one source: its directory on this host, and through a probe at its API. */
final class SourceExamination {
    private final SourceConf source;
    private final ApiProbe probe;
    private final List<Finding> findings;

    /** @param findings where to add what is found */
    SourceExamination(SourceConf source, ApiProbe probe, List<Finding> findings) {
        this.source = source;
        this.probe = probe;
        this.findings = findings;
    }

    /** @param jobsNeeded whether a heartbeat watches a backup job */
    Inventory examine(boolean jobsNeeded) {
        LocalHost local = source.local();
        if (local != null) {
            lookAtTasks(local);
        }
        if (source.remote()) {
            findings.add(Finding.ok(access()));
        }
        List<Sighting> seen = new ArrayList<>();
        if (local != null && source.product() == Product.PVE && jobsNeeded) {
            lookAtJobs(local).ifPresent(seen::add);
        }
        for (Sighting sighting : probe.look(source)) {
            if (sighting instanceof Sighting.Jobs && !seen.isEmpty() && !source.remote()) {
                continue; // Read above, where every line that means nothing was named.
            }
            seen.add(sighting);
            tell(sighting);
        }
        return Inventory.of(source.name(), source.product() == Product.PBS, onlyNode(), seen);
    }

    /** What the daemon would say in the journal. */
    private void tell(Sighting sighting) {
        if (!source.remote()) {
            return;
        }
        if (sighting instanceof Sighting.Blind blind && !blind.problem().isEmpty()) {
            findings.add(Finding.problem("source " + source.name() + ", " + blind.subject() + ": " + blind.problem()));
        } else if (sighting instanceof Sighting.Health health && health.sight() == Sighting.Sight.SEEING) {
            findings.add(Finding.ok("source " + source.name() + ": the API answers, the token may look, "
                    + health.seen() + " of " + health.nodes() + " nodes seen"));
        }
    }

    private void lookAtTasks(LocalHost host) {
        boolean pve = source.product() == Product.PVE;
        String advice = pve
                ? "run this as root; the service needs SupplementaryGroups=root www-data backup in its unit"
                : "run as root, or in the group `backup` (SupplementaryGroups=backup)";
        if (!Files.isDirectory(host.tasks())) {
            trouble("task directory " + host.tasks() + " does not exist: is this a "
                    + (pve
                            ? "Proxmox VE host? Otherwise set `tasks` in a `pve:`"
                            : "backup server? Otherwise set `tasks` in its `pbs:`")
                    + " stanza");
            return;
        }
        try (Stream<Path> logs = Files.find(
                host.tasks(),
                2,
                (path, attributes) -> attributes.isRegularFile()
                        && path.getFileName().toString().startsWith("UPID:"))) {
            Optional<Path> log = logs.findFirst();
            if (log.isPresent() && !Files.isReadable(log.get())) {
                trouble("task logs cannot be read (" + log.get() + "): " + advice);
            } else {
                findings.add(Finding.ok("task directory " + host.tasks() + " can be read"));
            }
        } catch (IOException | UncheckedIOException e) {
            trouble("task directory " + host.tasks() + " cannot be read: " + e.getMessage() + "; " + advice);
        }
    }

    /** The API shows all that the directory shows. */
    private void trouble(String text) {
        findings.add(
                source.remote()
                        ? Finding.warning(text + "; until then its tasks are seen through the API, a little later")
                        : Finding.problem(text));
    }

    /** {@code source cluster: https://10.0.0.11:8006, as allclear@pve!agent, by 1 pinned fingerprint}. */
    private String access() {
        String trust;
        if (!source.fingerprints().isEmpty()) {
            trust = "by " + Words.counted(source.fingerprints().size(), "pinned fingerprint");
        } else if (source.caFile() != null) {
            trust = "by the certificates in " + source.caFile();
        } else {
            trust = source.product() == Product.PVE
                    ? "by this host's own CA of Proxmox VE if it has one, else by those of the system"
                    : "by the certificates of the system";
        }
        return "source " + source.name() + ": "
                + source.urls().stream().map(URI::toString).collect(Collectors.joining(", then ")) + ", as "
                + source.tokenId() + ", the server known " + trust;
    }

    private Optional<Sighting> lookAtJobs(LocalHost host) {
        try {
            JobsCfg.Parsed parsed = JobsCfg.parse(host.jobsCfg().toString(), Files.readString(host.jobsCfg()));
            parsed.problems().forEach(problem -> findings.add(Finding.warning(problem.toString())));
            return Optional.of(new Sighting.Jobs(parsed.jobs()));
        } catch (IOException e) {
            String text = host.jobsCfg() + " cannot be read (" + e.getMessage()
                    + "), so runs are tied to their job only by the scheduler's state files";
            findings.add(source.remote() ? Finding.warning(text) : Finding.problem(text));
            return Optional.empty();
        }
    }

    /** This host's name, where its directory is all that is seen. */
    private @Nullable String onlyNode() {
        LocalHost local = source.local();
        if (local == null || source.remote()) {
            return source.nodes().size() == 1 ? source.nodes().first() : null;
        }
        try {
            String name = Files.readString(local.proc().resolve("sys/kernel/hostname"))
                    .strip();
            return name.split("\\.", 2)[0];
        } catch (IOException e) {
            return null; // Then nobody can tell, and nothing is said.
        }
    }
}
