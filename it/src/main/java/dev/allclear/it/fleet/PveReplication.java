package dev.allclear.it.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a replication job stands on the node of its guest. Immutable.
 *
 * @param id {@code 100-0}: the guest and its number there
 * @param target the node it copies to
 * @param lastSync when the last good one began; null if there was none
 * @param lastTry when the last one began; null if there was none
 * @param failures in a row
 * @param error what the last one ended with; null if it was good
 */
public record PveReplication(
        String id,
        String target,
        @Nullable Instant lastSync,
        @Nullable Instant lastTry,
        int failures,
        @Nullable String error) {
    private static final long AGAIN = 900;

    /** A job whose last copy was good. */
    public static PveReplication good(String id, String target, Instant sync) {
        return new PveReplication(id, target, sync, sync, 0, null);
    }

    /** A job that has failed so often since then. */
    public static PveReplication failing(String id, String target, Instant lastSync, int failures, String error) {
        return new PveReplication(id, target, lastSync, lastSync.plusSeconds(AGAIN * failures), failures, error);
    }

    /** Its row in the answer of its guest's node. */
    Fields row(String source) {
        String[] parts = id.split("-", 2);
        long tried = seconds(lastTry);
        return new Fields()
                .with("id", id)
                .with("type", "local")
                .with("guest", Integer.parseInt(parts[0]))
                .with("jobnum", Integer.parseInt(parts[1]))
                .with("source", source)
                .with("target", target)
                .with("schedule", "*/15")
                .with("vmtype", "qemu")
                .with("last_sync", seconds(lastSync))
                .with("last_try", tried)
                .with("next_sync", tried + AGAIN)
                .with("fail_count", failures)
                .with("duration", 4.812)
                .withIf(error != null, "error", error);
    }

    private static long seconds(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }
}
