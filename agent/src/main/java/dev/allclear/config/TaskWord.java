package dev.allclear.config;

import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.StoreJob;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words for what is watched: {@code vzdump}, or {@code KIND:ID} for a job of a backup server. */
final class TaskWord {
    /** What stands behind {@code task}. */
    static final ValueKind TASK = ValueKind.where(
            word -> task(null, word).isPresent(),
            "cannot be watched",
            "write 'task vzdump' (every such task is a run of its own) or, for a job of a backup server, gc:STORE,"
                    + " prune:JOB, sync:JOB, verify:JOB or tape:JOB; a backup job is watched with 'job' and its id");

    /** What stands behind {@code require}. */
    static final ValueKind REQUIREMENT = ValueKind.where(
            text -> requirement(text).isPresent(),
            "is not of the form SOURCE/JOB",
            "write for example cluster/backup-3f1c0b6e-4c8d, or vault/sync:s-offsite (gc:STORE, prune:JOB, sync:JOB,"
                    + " verify:JOB, tape:JOB)");

    private static final String VZDUMP = "vzdump";
    /** Names of datastores and jobs, see PROXMOX_SAFE_ID_REGEX of proxmox-schema; their length is not judged here. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    private TaskWord() {}

    /** What {@code task} with this word watches; empty when it is none. */
    static Optional<RunWatch> task(@Nullable String source, String word) {
        if (word.equals(VZDUMP)) {
            return Optional.of(new TaskWatch(source, word));
        }
        Optional<StoreJob.Kind> kind = kind(word);
        String id = word.substring(word.indexOf(':') + 1);
        return kind.isPresent() && ID.matcher(id).matches()
                ? Optional.of(new StoreWatch(source, kind.get(), id))
                : Optional.empty();
    }

    /** What one line {@code require} asks for; empty when it is malformed. */
    static Optional<RunWatch> requirement(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || Schema.ENTITY_NAME.fault(text.substring(0, slash)).isPresent()) {
            return Optional.empty();
        }
        String source = text.substring(0, slash);
        String word = text.substring(slash + 1);
        if (word.equals(VZDUMP) || kind(word).isPresent()) {
            return task(source, word);
        }
        return isOneJob(word) ? Optional.of(new JobWatch(source, word)) : Optional.empty();
    }

    /** The kind before the colon. Ids of PVE's jobs may have a colon, but not behind such a word. */
    static Optional<StoreJob.Kind> kind(String word) {
        int colon = word.indexOf(':');
        return Arrays.stream(StoreJob.Kind.values())
                .filter(kind -> colon > 0 && kind.word().equals(word.substring(0, colon)))
                .findFirst();
    }

    /** Whether this is the id of one PVE job. Not a URL either: ids are shown everywhere, and a push URL must not be. */
    static boolean isOneJob(String value) {
        return !value.isEmpty()
                && Blank.next(value, 0) == value.length()
                && value.length() <= 128
                && !value.contains("://");
    }
}
