package dev.allclear.verdict;

import dev.allclear.task.BackupOptions;
import dev.allclear.task.TaskOutcome;

/** Who started a vzdump task. Source: {@code PVE/API2/VZDump.pm}; the scheduler always says {@code --quiet 1}. */
public enum Origin {
    /** The scheduler. */
    SCHEDULE,
    /** A person or a program: "Run now", the command line, the API. */
    HAND;

    /**
     * Who started a task.
     *
     * @param told whether the scheduler's state file names the task, which settles it
     */
    public static Origin of(TaskOutcome outcome, boolean told) {
        String command = outcome.report().command();
        if (told || command == null) {
            return SCHEDULE;
        }
        BackupOptions options = BackupOptions.parse(command);
        return outcome.upid().user().equals("root@pam") && options.options().containsKey("quiet") ? SCHEDULE : HAND;
    }
}
