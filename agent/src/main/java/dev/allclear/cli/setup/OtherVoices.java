package dev.allclear.cli.setup;

import dev.allclear.cli.setup.HookScript.Says;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid.Product;
import java.util.List;
import java.util.Locale;

/**
 * What Proxmox's own notification and a hook script say of the same tasks. Source: runs recorded with PVE 9.2, and PBS 4.2's
 * observed behaviour. Immutable and thread-safe.
 */
public final class OtherVoices {
    /** What is said of one task, or of a run. */
    public enum Said {
        NOTHING,
        GOOD,
        BAD
    }

    private OtherVoices() {}

    /** Proxmox's notification of one task. Warnings do not show in it; whoever was killed tells nobody. */
    public static Said mail(TaskOutcome outcome) {
        TaskState state = outcome.state();
        if (state instanceof TaskState.Ok || state instanceof TaskState.Warnings) {
            return Said.GOOD;
        }
        if (state instanceof TaskState.Failed) {
            return Said.BAD;
        }
        return state instanceof TaskState.Unknown && outcome.report().lockTimeout() ? Said.BAD : Said.NOTHING;
    }

    /**
     * A hook script at one task: {@link Said#GOOD} when it pushes. {@code job-end} is called when all guests had their turn,
     * whatever became of them.
     */
    public static Said hook(TaskOutcome outcome, Says says) {
        if (outcome.upid().product() != Product.PVE || says == Says.NEVER) {
            return Said.NOTHING;
        }
        if (says == Says.AFTER_EACH_GUEST) {
            return outcome.report().guests().stream()
                            .anyMatch(guest -> guest.state() == Guest.State.OK || guest.state() == Guest.State.WARNING)
                    ? Said.GOOD
                    : Said.NOTHING;
        }
        String error = outcome.report().jobError();
        boolean ended = outcome.report().loopEnded() || (error != null && error.contains(" job-end' failed"));
        return ended ? Said.GOOD : Said.NOTHING;
    }

    /** {@code successful}, {@code failed}, {@code 2 successful, 1 failed}, {@code none}. */
    public static String mailWords(List<Said> tasks) {
        long good = count(tasks, Said.GOOD);
        long bad = count(tasks, Said.BAD);
        if (good == 0 && bad == 0) {
            return "none";
        }
        if (tasks.size() == 1) {
            return good == 1 ? "successful" : "failed";
        }
        return (good > 0 ? good + " successful" : "")
                + (good > 0 && bad > 0 ? ", " : "")
                + (bad > 0 ? bad + " failed" : "");
    }

    /** {@code pushes}, {@code pushes 3 times}, {@code silent}. */
    public static String hookWords(List<Said> tasks) {
        long pushes = count(tasks, Said.GOOD);
        return pushes == 0 ? "silent" : pushes == 1 ? "pushes" : String.format(Locale.ROOT, "pushes %d times", pushes);
    }

    private static long count(List<Said> tasks, Said what) {
        return tasks.stream().filter(what::equals).count();
    }
}
