package dev.allclear.task;

/**
 * How a task stands, decided by the last line of its log and the life of its worker. Immutable and thread-safe.
 *
 * <p>Source of the final lines: {@code PVE/RESTEnvironment.pm} writes them, {@code PVE/UPID.pm} reads them.
 */
public sealed interface TaskState {

    /** What PVE calls the status of a task whose worker left no final line. */
    String NO_FINAL_LINE = "unexpected status";

    /** The word that users see: ok, warnings, error, unknown or running. */
    String word();

    /** The status as Proxmox's task list shows it: {@code OK}, {@code WARNINGS: 3}, the error's text, … */
    String status();

    /** The worker is alive, or may still write its final line. */
    record Running() implements TaskState {
        @Override
        public String word() {
            return "running";
        }

        @Override
        public String status() {
            return "RUNNING";
        }
    }

    /** {@code TASK OK} was the last line. */
    record Ok() implements TaskState {
        @Override
        public String word() {
            return "ok";
        }

        @Override
        public String status() {
            return "OK";
        }
    }

    /** {@code TASK WARNINGS: n} was the last line. */
    record Warnings(int count) implements TaskState {
        @Override
        public String word() {
            return "warnings";
        }

        @Override
        public String status() {
            return "WARNINGS: " + count;
        }
    }

    /** {@code TASK ERROR: text} was the last line. */
    record Failed(String text) implements TaskState {
        @Override
        public String word() {
            return "error";
        }

        @Override
        public String status() {
            return text;
        }
    }

    /**
     * The worker is gone and left no final line, or the log cannot be read.
     *
     * @param reason in words; {@code unexpected status} when the final line is missing, as PVE says
     */
    record Unknown(String reason) implements TaskState {
        @Override
        public String word() {
            return "unknown";
        }

        @Override
        public String status() {
            return reason;
        }
    }

    /**
     * The state that a log with this last line proves, once its worker is gone. The line must match exactly, without its
     * newline: {@code TASK OK} followed by a carriage return or a blank, or glued to other output, proves nothing.
     */
    static TaskState ofLastLine(String line) {
        return FinalLine.state(line);
    }
}
