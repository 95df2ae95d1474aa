package dev.allclear.it.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** How fast one large log is judged, beside grep on the same file. */
final class LogReading {
    private static final int BYTES = 200_000_000;

    private final Setting setting;
    private final Path work;

    LogReading(Setting setting) {
        this.setting = setting;
        this.work = setting.work().resolve("log");
    }

    void measure(Table table) throws IOException, InterruptedException {
        Files.createDirectories(work);
        TaskTree tree = new TaskTree(work.resolve("tasks"));
        TaskTree empty = new TaskTree(work.resolve("empty"));
        Path log = tree.log(TaskTree.upid(1, Instant.ofEpochSecond(0x69000000L)));
        if (!Files.exists(log)) {
            try (OutputStream out = Files.newOutputStream(log)) {
                out.write(TaskTree.unfinishedLog(BYTES));
                out.write(TaskTree.TASK_OK);
            }
        }
        long size = Files.size(log);
        Machine.settle();
        String agent = setting.agent().toString();
        double whole = median(agent, "replay", "--tasks", tree.directory().toString());
        double nothing = median(agent, "replay", "--tasks", empty.directory().toString());
        double errors = median("grep", "-c", "^ERROR", log.toString());
        double pattern = median("grep", "-c", "-E", "^(INFO|ERROR|WARN): [A-Za-z]", log.toString());
        table.add(new Row(
                String.format(Locale.ROOT, "log reading, %d MB, net of start-up", size / 1_000_000),
                speed(size, whole - nothing),
                "0.5 GB/s",
                "grep -c '^ERROR': " + speed(size, errors)));
        table.add(new Row(
                "log reading, whole process of `allclear replay`",
                String.format(Locale.ROOT, "%s (%.0f ms, without the log %.0f ms)", speed(size, whole), whole, nothing),
                "",
                "grep -cE '^(INFO|ERROR|WARN): [A-Za-z]': " + speed(size, pattern)));
    }

    private double median(String... command) throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (int i = 0; i < setting.times(9); i++) {
            samples.add(Machine.time(work.resolve("output"), command));
        }
        return samples.median();
    }

    private static String speed(long bytes, double millis) {
        return String.format(Locale.ROOT, "%.2f GB/s", bytes / millis / 1e6);
    }
}
