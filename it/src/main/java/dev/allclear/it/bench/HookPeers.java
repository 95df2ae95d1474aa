package dev.allclear.it.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** What people use instead: a hook script, or a shell that waits for file events. Neither proves or remembers anything. */
final class HookPeers {
    private final Path work;
    private final Receiver receiver;
    private final int times;

    HookPeers(Path work, Receiver receiver, int times) throws IOException {
        this.work = Files.createDirectories(work);
        this.receiver = receiver;
        this.times = times;
    }

    /** A bash script that vzdump would run at the end of a job; told by a shell, so that only the script is timed. */
    Samples hook() throws IOException, InterruptedException {
        Path hook = script("hook", "[ \"$1\" = job-end ] && curl -fsS -m 30 -o /dev/null '" + receiver.url() + "'");
        Process caller = start("while read -r phase; do " + hook + " $phase; done", ProcessBuilder.Redirect.PIPE);
        Samples samples = new Samples();
        try (OutputStream phases = caller.getOutputStream()) {
            for (int i = -5; i < times; i++) {
                long before = System.nanoTime();
                phases.write("job-end\n".getBytes(StandardCharsets.US_ASCII));
                phases.flush();
                note(samples, i, before);
            }
        } finally {
            caller.destroy();
        }
        return samples;
    }

    /** A shell loop behind inotifywait. */
    Samples inotifywait() throws IOException, InterruptedException {
        TaskTree tree = new TaskTree(work.resolve("tasks"));
        Process loop = start(
                "inotifywait -q -m -e modify --format '%w%f' " + tree.directory()
                        + " | while read -r log; do [ \"$(tail -n 1 \"$log\")\" = 'TASK OK' ] && curl -fsS -m 30 -o"
                        + " /dev/null '" + receiver.url() + "'; done",
                ProcessBuilder.Redirect.PIPE);
        Thread.sleep(500);
        Samples samples = new Samples();
        try {
            for (int i = -5; i < times; i++) {
                Path log = tree.directory().resolve("log" + i);
                Files.write(log, TaskTree.unfinishedLog(2000));
                Thread.sleep(40);
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.APPEND)) {
                    long before = System.nanoTime();
                    channel.write(ByteBuffer.wrap(TaskTree.TASK_OK));
                    note(samples, i, before);
                }
            }
        } finally {
            loop.descendants().forEach(ProcessHandle::destroy);
            loop.destroy();
        }
        return samples;
    }

    private void note(Samples samples, int i, long before) throws InterruptedException {
        long took = receiver.nextArrival() - before;
        if (i >= 0) {
            samples.add(took);
        }
        Thread.sleep(20);
    }

    private Path script(String name, String line) throws IOException {
        Path script = Files.writeString(work.resolve(name), "#!/bin/bash\n" + line + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Process start(String line, ProcessBuilder.Redirect input) throws IOException {
        return new ProcessBuilder("bash", "-c", line)
                .redirectInput(input)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
