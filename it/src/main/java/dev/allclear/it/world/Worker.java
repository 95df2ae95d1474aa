package dev.allclear.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process behind a task: a real one that sleeps, or the memory of one that is gone. */
record Worker(ProcessHandle process, long pid, long pstart) {
    /** Above the largest number that Linux gives to a process. */
    private static final long NOBODY = 0x0040_0001L;

    static Worker gone(int number) {
        return new Worker(ProcessHandle.current(), NOBODY + number, 0x00034B5CL + number);
    }

    static Worker living() {
        try {
            Process sleep = new ProcessBuilder("sleep", "3600").start();
            String stat = new String(
                    Files.readAllBytes(Path.of("/proc/" + sleep.pid() + "/stat")), StandardCharsets.ISO_8859_1);
            // The start time is the 22nd field of /proc/PID/stat; the second one ends with the last bracket (proc(5)).
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21);
            return new Worker(sleep.toHandle(), sleep.pid(), Long.parseLong(fields[19]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean lives() {
        return pid == process.pid() && process.isAlive();
    }

    /** SIGKILL; nothing happens to one that is gone. */
    void kill() {
        if (lives()) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
