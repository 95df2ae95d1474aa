package dev.allclear.task;

/** Keeps the last line of a log as far as it can be a final line, and says which state it proves. */
final class FinalLine {

    private static final String ERROR = "TASK ERROR: ";
    private static final String WARNINGS = "TASK WARNINGS: ";
    private static final byte[] TASK = LogLine.literal("TASK ");

    private TaskState state = new TaskState.Unknown(TaskState.NO_FINAL_LINE);
    private boolean reached;

    /** Takes the next complete line; whatever was final before it was not the last line. */
    void next(LogLine line) {
        if (line.startsWith(TASK)) {
            state = state(line);
            reached = !(state instanceof TaskState.Unknown);
        } else {
            reached = false;
        }
    }

    /** Whether the newest complete line is a final one. */
    boolean reached() {
        return reached;
    }

    TaskState state() {
        return reached ? state : new TaskState.Unknown(TaskState.NO_FINAL_LINE);
    }

    /** The state that this line proves if it is the last one. */
    static TaskState state(LogLine line) {
        String text = line.text();
        // Of a line that was too long to keep only its beginning is known: good enough to fail, never to succeed.
        return line.longerThanText() && !text.startsWith(ERROR)
                ? new TaskState.Unknown(TaskState.NO_FINAL_LINE)
                : state(text);
    }

    static TaskState state(String line) {
        if (line.equals("TASK OK")) {
            return new TaskState.Ok();
        }
        if (line.startsWith(ERROR) && line.length() > ERROR.length()) {
            return new TaskState.Failed(line.substring(ERROR.length()));
        }
        if (line.startsWith(WARNINGS)) {
            int count = count(line);
            if (count >= 0) {
                return new TaskState.Warnings(count);
            }
        }
        return new TaskState.Unknown(TaskState.NO_FINAL_LINE);
    }

    private static int count(String line) {
        long count = line.length() > WARNINGS.length() ? 0 : -1;
        for (int i = WARNINGS.length(); i < line.length(); i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            count = Math.min(Integer.MAX_VALUE, count * 10 + digit);
        }
        return (int) count;
    }
}
