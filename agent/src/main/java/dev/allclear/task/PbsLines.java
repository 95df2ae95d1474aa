package dev.allclear.task;

/** Reads what the messages of one kind of PBS task tell. Not thread-safe. */
interface PbsLines {

    /** Takes the next message, cursor behind its time; lines that a message goes on with are left out. */
    void line(LogLine message);

    /** Tells what was found so far. */
    void tell(PbsFindings findings);

    /** The reader for the logs of this worker type. */
    static PbsLines of(String type) {
        return switch (type) {
            case "garbage_collection" -> new PbsGcLines();
            case "prunejob", "prune" -> new PbsPruneLines();
            case "syncjob", "sync" -> new PbsSyncLines();
            case "verificationjob", "verify", "verify_group", "verify_snapshot" -> new PbsVerifyLines();
            case "tape-backup-job", "tape-backup" -> new PbsTapeLines();
            case "backup" -> new PbsBackupLines();
            default -> new Other();
        };
    }

    /** Of other tasks only the final line counts. */
    final class Other implements PbsLines {
        @Override
        public void line(LogLine message) {}

        @Override
        public void tell(PbsFindings findings) {}
    }
}
