package dev.allclear.cli;

import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.JobContent;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one source has: jobs, nodes and guests.
 *
 * @param source its name
 * @param pbs whether it is a backup server
 * @param jobs the backup jobs; null when they could not be read
 * @param storeJobs the jobs of a backup server; null when they could not be read
 * @param cluster the nodes and guests
 * @param contents what PVE itself says each job includes, by the job's id
 * @param node the only node whose tasks are seen; null when there may be others
 */
record Inventory(
        String source,
        boolean pbs,
        @Nullable List<Job> jobs,
        @Nullable List<StoreJob> storeJobs,
        Cluster cluster,
        Map<String, JobContent> contents,
        @Nullable String node) {

    static Inventory of(String source, boolean pbs, @Nullable String node, Collection<Sighting> sightings) {
        List<Job> jobs = null;
        List<StoreJob> storeJobs = null;
        Cluster cluster = Cluster.UNKNOWN;
        Map<String, JobContent> contents = new HashMap<>();
        for (Sighting sighting : sightings) {
            if (sighting instanceof Sighting.Jobs read) {
                jobs = read.jobs();
            } else if (sighting instanceof Sighting.StoreJobs read) {
                storeJobs = read.jobs();
            } else if (sighting instanceof Sighting.Nodes seen) {
                cluster = seen.cluster();
            } else if (sighting instanceof Sighting.Included told) {
                contents.put(told.jobId(), new JobContent(told.guests(), told.unknown()));
            }
        }
        return new Inventory(source, pbs, jobs, storeJobs, cluster, contents, node);
    }

    Optional<Job> job(String id) {
        return jobs == null
                ? Optional.empty()
                : jobs.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    Optional<StoreJob> storeJob(StoreJob.Kind kind, String id) {
        return storeJobs == null
                ? Optional.empty()
                : storeJobs.stream()
                        .filter(job -> job.kind() == kind && job.id().equals(id))
                        .findFirst();
    }

    /** Whether it is certain that the tasks of this node are not seen. */
    boolean misses(String other) {
        return node != null
                ? !node.equals(other)
                : !cluster.watched().isEmpty() && !cluster.watched().contains(other);
    }
}
