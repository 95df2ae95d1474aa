package dev.allclear.cli.setup;

import dev.allclear.config.LocalHost;
import dev.allclear.config.StorageCfg;
import dev.allclear.config.VzdumpConf;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.TaskDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of Proxmox is on this host. Immutable and thread-safe.
 *
 * @param root the directory that stands for {@code /}
 * @param hosts the products that are installed, PVE first
 * @param jobs the backup jobs of PVE, disabled ones included
 * @param storeJobs the jobs of the backup server
 * @param cluster the nodes and guests of PVE
 * @param storages where PVE keeps what it has
 * @param hooks the hook scripts of backup jobs
 * @param problems what could not be read, in words
 */
public record HostSurvey(
        Path root,
        List<LocalHost> hosts,
        List<Job> jobs,
        List<StoreJob> storeJobs,
        Cluster cluster,
        List<StorageCfg.Storage> storages,
        List<Hook> hooks,
        List<String> problems) {

    /**
     * A hook script that backups call.
     *
     * @param file as Proxmox names it
     * @param where it is named
     * @param jobs the jobs with a schedule that call it
     * @param script what it is; null when it cannot be read
     */
    public record Hook(
            Path file,
            String where,
            List<Job> jobs,
            @Nullable HookScript script) {
        public Hook {
            jobs = List.copyOf(jobs);
        }
    }

    public HostSurvey {
        hosts = List.copyOf(hosts);
        jobs = List.copyOf(jobs);
        storeJobs = List.copyOf(storeJobs);
        storages = List.copyOf(storages);
        hooks = List.copyOf(hooks);
        problems = List.copyOf(problems);
    }

    /** Looks around, without writing or asking anything. */
    public static HostSurvey of(Path root) throws InterruptedException {
        Survey survey = new Survey(root);
        for (LocalHost usual : List.of(LocalHost.DEFAULT, LocalHost.PBS_DEFAULT)) {
            LocalHost host = usual.below(root);
            if (Files.isDirectory(host.tasks()) || Files.exists(configuration(host))) {
                survey.hosts.add(host);
                TaskDirectory.lookAtJobs(host, survey::see);
            }
        }
        return survey.result();
    }

    private static Path configuration(LocalHost host) {
        return host.product() == Product.PVE
                ? host.jobsCfg().resolveSibling("storage.cfg")
                : host.jobsCfg().resolve("datastore.cfg");
    }

    /** Whether this product is here. */
    public boolean has(Product product) {
        return hosts.stream().anyMatch(host -> host.product() == product);
    }

    /** The hook script that a job calls; empty when it calls none. */
    public Optional<Hook> hookOf(Job job) {
        return hooks.stream().filter(hook -> hook.jobs().contains(job)).findFirst();
    }

    private static final class Survey {
        private final Path root;
        private final List<LocalHost> hosts = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private List<Job> jobs = List.of();
        private List<StoreJob> storeJobs = List.of();
        private Cluster cluster = Cluster.UNKNOWN;

        Survey(Path root) {
            this.root = root;
        }

        void see(Sighting sighting) {
            if (sighting instanceof Sighting.Jobs read) {
                jobs = read.jobs();
            } else if (sighting instanceof Sighting.StoreJobs read) {
                storeJobs = read.jobs();
            } else if (sighting instanceof Sighting.Nodes seen) {
                cluster = seen.cluster();
            } else if (sighting instanceof Sighting.Blind blind
                    && !blind.problem().isEmpty()) {
                problems.add(blind.problem());
            }
        }

        HostSurvey result() {
            List<StorageCfg.Storage> storages =
                    text("etc/pve/storage.cfg").map(StorageCfg::parse).orElse(List.of());
            return new HostSurvey(root, hosts, jobs, storeJobs, cluster, storages, hooks(), problems);
        }

        private List<Hook> hooks() {
            String usual = text("etc/vzdump.conf")
                    .flatMap(text -> VzdumpConf.value(text, "script"))
                    .orElse(null);
            Map<String, List<Job>> callers = new LinkedHashMap<>();
            if (usual != null) {
                callers.put(usual, new ArrayList<>());
            }
            for (Job job : jobs) {
                List<String> own = job.options().getOrDefault("script", List.of());
                String script = own.isEmpty() ? usual : own.get(0);
                if (script != null && job.enabled() && job.schedule() != null) {
                    callers.computeIfAbsent(script, file -> new ArrayList<>()).add(job);
                }
            }
            return callers.entrySet().stream()
                    .map(entry -> hook(
                            entry.getKey(), entry.getValue(), entry.getKey().equals(usual)))
                    .filter(Objects::nonNull)
                    .toList();
        }

        private Hook hook(String file, List<Job> callers, boolean usual) {
            HookScript script = null;
            Path path = root.resolve(file.replaceFirst("^/+", ""));
            try {
                script = HookScript.read(path);
            } catch (IOException e) {
                problems.add("the hook script " + file + " cannot be read ("
                        + e.getClass().getSimpleName()
                        + "): every backup that calls it ends in an error if it is missing");
            }
            return new Hook(Path.of(file), usual ? "/etc/vzdump.conf" : "/etc/pve/jobs.cfg", callers, script);
        }

        private Optional<String> text(String file) {
            try {
                return Optional.of(Files.readString(root.resolve(file), StandardCharsets.UTF_8));
            } catch (IOException e) {
                if (Files.exists(root.resolve(file))) {
                    problems.add("/" + file + " cannot be read: run this as root");
                }
                return Optional.empty();
            }
        }
    }
}
