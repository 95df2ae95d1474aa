package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether the worker of a task still lives, told by {@code /proc/PID/stat} as PVE's own {@code ProcFSTools} does: the
 * process must have been started at the tick that the UPID names, else the number was given to somebody else.
 */
final class Workers {
    /** Fields of /proc/PID/stat are counted from the state, which is the third one (proc(5)). */
    private static final int STATE = 3;

    private static final int STARTTIME = 22;

    private final Path proc;

    Workers(Path proc) {
        this.proc = proc;
    }

    /** False only when it is sure that the worker is gone: whoever cannot look does not know. */
    boolean alive(Upid upid) {
        String stat;
        try {
            byte[] bytes =
                    Files.readAllBytes(proc.resolve(Long.toString(upid.pid())).resolve("stat"));
            stat = new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // ESRCH: it went away between open and read.
            return !String.valueOf(e.getMessage()).contains("No such process");
        }
        return lives(stat, upid.pstart());
    }

    /** The command's name in brackets may contain blanks and brackets; only the last bracket ends it. */
    private static boolean lives(String stat, long pstart) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", STARTTIME);
        if (fields.length <= STARTTIME - STATE) {
            return false;
        }
        boolean dead = "Z".equals(fields[0]) || "X".equals(fields[0]);
        return !dead && fields[STARTTIME - STATE].equals(Long.toString(pstart));
    }
}
