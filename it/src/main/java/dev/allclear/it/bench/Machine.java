package dev.allclear.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the machine does beside the measurements. */
final class Machine {
    private static final double QUIET = 0.85;
    private static final int ATTEMPTS = 30;

    private Machine() {}

    /** Waits until other work leaves the processors nearly idle, at most some fifteen seconds. */
    static void settle() throws InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            long[] before = ticks();
            Thread.sleep(500);
            long[] after = ticks();
            if (after[1] - before[1] >= QUIET * (after[0] - before[0])) {
                return;
            }
        }
    }

    /** All ticks since boot, and the idle ones. */
    private static long[] ticks() {
        try {
            String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
            long all = 0;
            for (int i = 1; i < 9; i++) {
                all += Long.parseLong(fields[i]);
            }
            return new long[] {all, Long.parseLong(fields[4]) + Long.parseLong(fields[5])};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean has(String command) {
        return List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    /** Runs a command to its end, its output kept in a file, and returns how long it took in nanoseconds. */
    static long time(Path output, String... command) throws IOException, InterruptedException {
        long before = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("no end after five minutes: " + String.join(" ", command));
        }
        long took = System.nanoTime() - before;
        if (process.exitValue() > 1) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return took;
    }

    /** Removes a directory with all that is in it, if it is there. */
    static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @org.jspecify.annotations.Nullable IOException fault)
                    throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
