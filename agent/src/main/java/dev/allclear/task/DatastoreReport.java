package dev.allclear.task;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log of one Proxmox Backup Server task tells beyond its final line. Immutable and thread-safe.
 *
 * <p>A final line says less than an administrator believes: garbage collection ends with mere warnings when a chunk that a
 * backup needs is gone, a sync of nothing ends in {@code TASK OK}, and so does a verification that could not list the
 * backups. So the log itself is read, by worker type:
 *
 * <ul>
 *   <li>{@code garbage_collection}: {@code removed-bytes}, {@code removed-chunks}, {@code pending-bytes},
 *       {@code pending-chunks}, {@code original-bytes}, {@code disk-bytes}, {@code disk-chunks}, {@code dedup-thousandths}
 *       (deduplication factor times 1000), {@code missing-chunks}, {@code bad-chunks};
 *   <li>{@code prunejob}, {@code prune}: {@code groups}, {@code kept}, {@code removed}, {@code not-removed} (snapshots);
 *   <li>{@code syncjob}, {@code sync}: {@code groups} to sync, {@code groups-total} on the source, {@code failed-groups},
 *       {@code snapshots}, {@code transferred-bytes}, {@code transferred-chunks}, {@code vanished-snapshots},
 *       {@code vanished-groups}, {@code vanished-namespaces};
 *   <li>{@code verificationjob}, {@code verify}, {@code verify_group}, {@code verify_snapshot}: {@code groups},
 *       {@code verified}, {@code failed}, {@code skipped} as verified recently, {@code not-verified} as locked or gone
 *       (snapshots), {@code verified-bytes};
 *   <li>{@code tape-backup-job}, {@code tape-backup}: {@code groups}, {@code groups-total}, {@code snapshots},
 *       {@code skipped}, {@code written-bytes}, {@code written-chunks}.
 * </ul>
 *
 * <p>A figure that the log does not tell is absent. Source of the lines: {@code src/server} and {@code src/backup} of
 * proxmox-backup, 3.x and 4.x.
 *
 * @param datastore the datastore it worked on; null when neither UPID nor log tell
 * @param namespace the namespace, {@code prod/db}; empty for the root namespace or when unknown
 * @param jobId the job it is a run of, from the UPID or the log; for garbage collection the datastore; null for tasks
 *     without a job, and for a prune job whose log is not known
 * @param scheduled whether the log says {@code task triggered by schedule}
 * @param idle why its success is worth nothing, in words such as {@code found 0 groups to sync (out of 4)}; null when it
 *     did something, found nothing left to do, or did not end well
 * @param summary what it did, in one short phrase for people, such as {@code removed 1.2 GiB, pending 5.6 GiB}; empty when
 *     the log tells nothing
 * @param doubts what went wrong although the final line may say otherwise, one sentence each, such as {@code 1 chunk that
 *     backups need is missing, …}; of very many only the first, and how many more there are
 * @param figures the numbers of the log by name, such as {@code removed-bytes}; sizes in bytes
 */
public record DatastoreReport(
        @Nullable String datastore,
        String namespace,
        @Nullable String jobId,
        boolean scheduled,
        @Nullable String idle,
        String summary,
        List<String> doubts,
        SortedMap<String, Long> figures) {

    /** What is known of a task that is none of a datastore, or whose log said nothing. */
    public static final DatastoreReport NOTHING =
            new DatastoreReport(null, "", null, false, null, "", List.of(), Collections.emptySortedMap());

    public DatastoreReport {
        doubts = List.copyOf(doubts);
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    }
}
