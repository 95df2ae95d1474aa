package dev.allclear.verdict;

import org.jspecify.annotations.Nullable;

/**
 * A job of a Proxmox Backup Server. Immutable and thread-safe.
 *
 * @param kind what it does
 * @param id the job's id; for garbage collection the datastore's name
 * @param datastore the datastore it works on
 * @param schedule the calendar event by which it is started; null when it is started by hand only
 */
public record StoreJob(
        Kind kind, String id, String datastore, @Nullable String schedule) {

    /** The jobs of a backup server. */
    public enum Kind {
        GC("gc", "garbage_collection", true),
        PRUNE("prune", "prunejob", true),
        SYNC("sync", "syncjob", false),
        VERIFY("verify", "verificationjob", false),
        TAPE("tape", "tape-backup-job", false);

        private final String word;
        private final String workerType;
        private final boolean warningsOk;

        Kind(String word, String workerType, boolean warningsOk) {
            this.word = word;
            this.workerType = workerType;
            this.warningsOk = warningsOk;
        }

        /** As written in agent.conf before the colon: {@code task sync:s-offsite}. */
        public String word() {
            return word;
        }

        /** The worker type of its tasks, exactly. */
        public String workerType() {
            return workerType;
        }

        /**
         * Whether warnings are no failure unless the heartbeat says so: those of garbage collection mean that all was
         * done, those of sync that groups were not synced.
         */
        public boolean warningsOk() {
            return warningsOk;
        }
    }
}
