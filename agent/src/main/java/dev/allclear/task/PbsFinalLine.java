package dev.allclear.task;

/**
 * Keeps the last message of a PBS log as far as it can be the final one, and says which state it proves.
 *
 * <p>The last line with a time decides ({@code proxmox-rest-server/src/worker_task.rs}); the lines without one belong to
 * the message before them. Nothing but the final message of an error may quote another task's final line, as when a
 * remote server's answer is passed on, so a success right behind an error does not undo it.
 */
final class PbsFinalLine {

    private static final TaskState NONE = new TaskState.Unknown(TaskState.NO_FINAL_LINE);

    private TaskState state = NONE;

    /** Takes the next message, cursor behind its time; tells whether it is a final one. */
    boolean next(LogLine message) {
        TaskState next = stateOf(message);
        if (!(state instanceof TaskState.Failed) || !succeeded(next)) {
            state = next;
        }
        return next != NONE;
    }

    /** Takes a line that has no time. */
    void goesOn(LogLine line) {
        if (state instanceof TaskState.Failed failed && failed.text().length() < LogLine.TEXT) {
            String more = line.text().strip();
            if (!more.isEmpty()) {
                String text = failed.text() + ' ' + more;
                state = new TaskState.Failed(text.substring(0, Math.min(LogLine.TEXT, text.length())));
            }
        }
    }

    boolean reached() {
        return state != NONE;
    }

    TaskState state() {
        return state;
    }

    /** The state if nothing follows this last line, which lacks its newline: what was cut there may fail, never succeed. */
    TaskState stateBefore(LogLine unfinished) {
        boolean stamped = PbsStamp.skip(unfinished) != PbsStamp.NONE;
        TaskState last = stamped ? stateOf(unfinished) : NONE;
        if (last instanceof TaskState.Failed) {
            return last;
        }
        return state instanceof TaskState.Failed && (!stamped || succeeded(last)) ? state : NONE;
    }

    private static boolean succeeded(TaskState state) {
        return state instanceof TaskState.Ok || state instanceof TaskState.Warnings;
    }

    private static TaskState stateOf(LogLine message) {
        if (message.peek() != 'T') {
            return NONE;
        }
        TaskState state = FinalLine.state(message);
        return state instanceof TaskState.Unknown ? NONE : state;
    }
}
