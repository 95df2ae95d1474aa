package dev.allclear.it.fleet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job of a backup server. Immutable.
 *
 * @param id of a garbage collection: the datastore
 * @param options more keys as its configuration has them: strings, numbers and booleans
 * @param nextRun null when it runs by hand only
 */
public record PbsJob(
        Kind kind,
        String id,
        String store,
        Map<String, Object> options,
        @Nullable Instant nextRun) {

    /** What a job does; the lists that show it, and the types of its tasks, are named after that. */
    public enum Kind {
        /** Garbage collection. */
        GC("garbage_collection"),
        /** Prune job. */
        PRUNE("prunejob"),
        /** Sync job. */
        SYNC("syncjob"),
        /** Verify job. */
        VERIFY("verificationjob"),
        /** Tape backup job. */
        TAPE("tape-backup-job");

        private final String workerType;

        Kind(String workerType) {
            this.workerType = workerType;
        }

        String workerType() {
            return workerType;
        }
    }

    public PbsJob {
        options = new LinkedHashMap<>(options);
    }

    /** Garbage collection of a datastore. */
    public static PbsJob gc(String store) {
        return new PbsJob(Kind.GC, store, store, Map.of(), null);
    }

    /** A prune job that keeps the last three. */
    public static PbsJob prune(String id, String store) {
        return new PbsJob(Kind.PRUNE, id, store, Map.of("keep-last", 3), null);
    }

    /** A sync job that pulls from the same named datastore of a remote. */
    public static PbsJob sync(String id, String remote, String store) {
        return new PbsJob(Kind.SYNC, id, store, Map.of("owner", "root@pam"), null)
                .with("remote", remote)
                .with("remote-store", store);
    }

    /** A verify job. */
    public static PbsJob verify(String id, String store) {
        return new PbsJob(Kind.VERIFY, id, store, Map.of("ignore-verified", false), null);
    }

    /** A tape backup job. */
    public static PbsJob tape(String id, String store, String pool, String drive) {
        return new PbsJob(Kind.TAPE, id, store, Map.of(), null)
                .with("pool", pool)
                .with("drive", drive);
    }

    /** The same with one more key. */
    public PbsJob with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new PbsJob(kind, id, store, more, nextRun);
    }

    /** The same by schedule. */
    public PbsJob scheduled(String event, Instant next) {
        return new PbsJob(kind, id, store, with("schedule", event).options, next);
    }

    private String option(String key, String otherwise) {
        return options.getOrDefault(key, otherwise).toString();
    }

    /** Whether a schedule starts it. */
    String schedule() {
        return option("schedule", "");
    }

    /** What its tasks are named after. */
    String workerId() {
        return switch (kind) {
            case GC -> store;
            case PRUNE -> option("ns", "").isEmpty() ? store : store + ":" + option("ns", "");
            case SYNC ->
                String.join(":", option("remote", "-"), option("remote-store", store), store, option("ns", ""), id);
            case VERIFY -> store + ":" + id;
            case TAPE -> String.join(":", store, option("pool", "daily"), option("drive", "lto0"), id);
        };
    }

    /** The first line of its task's log. */
    String firstLine() {
        return switch (kind) {
            case GC -> "starting garbage collection on store " + store;
            case PRUNE -> "prune job '" + id + "'";
            case SYNC -> "Starting datastore sync job '" + workerId() + "'";
            case VERIFY -> "Starting datastore verify job '" + workerId() + "'";
            case TAPE -> "Starting tape backup job '" + workerId() + "'";
        };
    }

    /**
     * Its row in the list of its kind.
     *
     * @param last the task that it started last
     * @param lastGood the last garbage collection that succeeded
     */
    Fields row(@Nullable PbsTask last, @Nullable PbsTask lastGood) {
        Fields row = kind == Kind.GC
                ? gcStatus(lastGood).with("store", store)
                : new Fields().with("id", id).with("store", store);
        options.forEach(row::with);
        row.withIf(nextRun != null, "next-run", nextRun == null ? 0 : nextRun.getEpochSecond());
        if (last == null) {
            return row;
        }
        row.withIf(kind != Kind.GC, "last-run-upid", last.upid());
        // As measured: without a success before it, the failure of a garbage collection is not told.
        boolean told = !last.running() && (kind != Kind.GC || lastGood != null);
        return row.withIf(told, "last-run-state", last.status())
                .withIf(told, "last-run-endtime", last.ended())
                .withIf(told && kind == Kind.GC, "duration", last.ended() - last.started());
    }

    /** The figures of the last good garbage collection, which are all 0 here. */
    static Fields gcStatus(@Nullable PbsTask lastGood) {
        return new Fields()
                .with("upid", lastGood == null ? null : lastGood.upid())
                .withIf(
                        lastGood != null,
                        "cache-stats",
                        new Fields().with("hits", 0).with("misses", 0))
                .with("disk-bytes", 0)
                .with("disk-chunks", 0)
                .with("index-data-bytes", 0)
                .with("index-file-count", 0)
                .with("pending-bytes", 0)
                .with("pending-chunks", 0)
                .with("removed-bad", 0)
                .with("removed-bytes", 0)
                .with("removed-chunks", 0)
                .with("still-bad", 0);
    }
}
