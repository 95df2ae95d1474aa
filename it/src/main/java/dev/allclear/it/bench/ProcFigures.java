package dev.allclear.it.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel tells of a process (proc(5)). */
final class ProcFigures {
    private final Path directory;

    ProcFigures(long pid) {
        directory = Path.of("/proc", Long.toString(pid));
    }

    /** Memory now resident, in MiB. */
    double residentMiB() throws IOException {
        return kilobytes("smaps_rollup", "Rss:") / 1024.0;
    }

    /** The part of it that no file backs, in MiB. */
    double anonymousMiB() throws IOException {
        return kilobytes("smaps_rollup", "Anonymous:") / 1024.0;
    }

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final long NANOS_PER_TICK = 10_000_000;

    /** The most that ever was resident, in MiB. */
    double peakMiB() throws IOException {
        return kilobytes("status", "VmHWM:") / 1024.0;
    }

    private long kilobytes(String file, String key) throws IOException {
        for (String line : Files.readAllLines(directory.resolve(file))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no " + key + " in " + directory.resolve(file));
    }

    /** Time that its present threads have spent on a processor, in nanoseconds. */
    long cpuNanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path thread : threads) {
                sum += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
            }
        }
        return sum;
    }

    /** Time that it has spent on a processor, threads that are gone included, in nanoseconds; in steps of 10 ms. */
    long allCpuNanos() throws IOException {
        String stat = Files.readString(directory.resolve("stat"));
        // The name in parentheses may hold blanks; after it the state is field 3.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * NANOS_PER_TICK;
    }
}
