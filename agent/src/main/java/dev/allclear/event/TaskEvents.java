package dev.allclear.event;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.util.Optional;

/**
 * The events that come of ended tasks: types, fields, titles and bodies as Proxmox's own (PVE {@code PVE/VZDump.pm}; PBS
 * {@code src/server/notifications} and its templates), with three differences: warnings are {@link Severity#WARNING}, a
 * verification that was aborted or left no result is an event too, and titles do not end with a blank. Pure and thread-safe.
 *
 * <p>The identity is {@code task SOURCE UPID}. As long as how the task ended is unknown it has {@code unproven} behind it,
 * since its end may still be proven and is another event then.
 */
public final class TaskEvents {

    private TaskEvents() {}

    /** What is to be told of this task; empty while it runs and for tasks of other types. */
    public static Optional<Event> of(TaskOutcome outcome, TaskScene scene) {
        if (outcome.state() instanceof TaskState.Running) {
            return Optional.empty();
        }
        boolean pve = outcome.upid().product() == Upid.Product.PVE;
        return switch (outcome.upid().type()) {
            case "vzdump" -> pve ? Optional.of(VzdumpEvent.of(outcome, scene)) : Optional.empty();
            case "garbage_collection", "prunejob", "syncjob", "verificationjob", "tape-backup-job", "tape-backup" ->
                pve ? Optional.empty() : Optional.of(StoreEvent.of(outcome, scene));
            case "acmerenew", "acme-renew-cert" -> AcmeEvent.of(outcome, scene);
            default -> Optional.empty();
        };
    }

    /** Whether tasks of this worker type, of either product, may become events, so that their log is worth keeping. */
    public static boolean known(String workerType) {
        return switch (workerType) {
            case "vzdump",
                    "garbage_collection",
                    "prunejob",
                    "syncjob",
                    "verificationjob",
                    "tape-backup-job",
                    "tape-backup",
                    "acmerenew",
                    "acme-renew-cert" -> true;
            default -> false;
        };
    }
}
