package dev.allclear.task;

import org.jspecify.annotations.Nullable;

/**
 * What the UPID of a PBS task tells of its work. Colons divide a worker id; neither names nor namespaces contain one.
 *
 * @param datastore the datastore it works on; null if it works on none
 * @param namespace the namespace; empty for the root namespace or when unknown
 * @param jobId the job; null for tasks without one, and for prune jobs, whose UPID does not tell
 */
record PbsWork(
        @Nullable String datastore,
        String namespace,
        @Nullable String jobId) {

    private static final int LOCAL_STORE = 2;
    private static final int SYNC_NAMESPACE = 3;

    static PbsWork of(Upid upid) {
        String[] parts = upid.id().split(":", -1);
        String last = name(parts, parts.length - 1);
        String store = name(parts, 0);
        return switch (upid.type()) {
            case "garbage_collection" -> new PbsWork(store, "", store);
            case "prunejob", "prune" -> new PbsWork(store, parts.length > 1 ? parts[1] : "", null);
            // Before there were namespaces, the job followed the datastore.
            case "syncjob" ->
                new PbsWork(
                        name(parts, LOCAL_STORE),
                        parts.length > SYNC_NAMESPACE + 1 ? parts[SYNC_NAMESPACE] : "",
                        parts.length > SYNC_NAMESPACE ? last : null);
            case "verificationjob" -> new PbsWork(store, "", parts.length > 1 ? last : null);
            case "tape-backup-job" -> new PbsWork(store, "", parts.length > 3 ? last : null);
            case "verify", "verify_group", "verify_snapshot" ->
                new PbsWork(store, parts.length > 1 ? namespace(parts[1]) : "", null);
            case "sync",
                    "backup",
                    "reader",
                    "tape-backup",
                    "create-datastore",
                    "delete-datastore",
                    "mount-device",
                    "unmount-device",
                    "mount-sync-jobs",
                    "s3-refresh",
                    "move-group",
                    "move-namespace" -> new PbsWork(store, "", null);
            default -> new PbsWork(null, "", null);
        };
    }

    PbsWork ofJob(@Nullable String job) {
        return job == null ? this : new PbsWork(datastore, namespace, job);
    }

    private static @Nullable String name(String[] parts, int index) {
        return index < parts.length && !parts[index].isEmpty() ? parts[index] : null;
    }

    /** {@code prod/db} of a path such as {@code ns/prod/ns/db/vm/100}. */
    private static String namespace(String path) {
        String[] steps = path.split("/", -1);
        StringBuilder namespace = new StringBuilder();
        for (int i = 0; i + 1 < steps.length && steps[i].equals("ns"); i += 2) {
            namespace.append(i == 0 ? "" : "/").append(steps[i + 1]);
        }
        return namespace.toString();
    }
}
