package dev.allclear.watch;

import dev.allclear.watch.LogFollower.Sight;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads logs through the one buffer, and says which cannot be read: a missing right once for all of them, since they all
 * have the same owner and mode, anything else for each. Single-threaded.
 */
final class LogReading {
    private final Set<String> denied = new HashSet<>();
    private final ByteBuffer buffer;
    private final Blindness blindness;
    private final TaskLayout layout;
    private final String logs;

    LogReading(Eyes eyes) {
        this.buffer = eyes.buffer();
        this.blindness = eyes.blindness();
        this.layout = eyes.layout();
        this.logs = "task logs in " + eyes.tasks();
    }

    /** Reads what is new in the log of a task. */
    Sight read(OpenTask task) throws InterruptedException {
        Sight sight = task.log.read(buffer);
        String subject = task.log.log().toString();
        if (sight == Sight.UNREADABLE) {
            blindness.begins(
                    subject,
                    subject + " is not read: " + task.log.problem() + ". " + layout.product()
                            + " writes plain files only, so somebody put it there or the disk is failing. The outcome of this task stays unknown.");
        } else {
            blindness.over(subject);
        }
        if (sight == Sight.DENIED) {
            denied.add(task.name);
            if (denied.size() == 1) {
                blindness.begins(logs, Rights.cannotReadLog(layout, task.log.log(), task.log.problem()));
            }
        } else if (denied.remove(task.name) && denied.isEmpty()) {
            blindness.over(logs);
        }
        return sight;
    }
}
