package dev.allclear.it.bench;

import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;

/** How long after the last line of a log the push arrives; with the durable commit in between. */
final class Latency {
    private static final int IDLE_SECONDS = 8;

    private final Setting setting;
    private final Path work;
    private int number;

    Latency(Setting setting) {
        this.setting = setting;
        this.work = setting.work().resolve("latency");
    }

    void measure(Table table) throws IOException, InterruptedException {
        Machine.remove(work);
        try (Receiver receiver = new Receiver()) {
            Samples warm = warm(receiver);
            Samples first = first(receiver);
            HookPeers peers = new HookPeers(work.resolve("peers"), receiver, setting.times(200));
            Samples hook = peers.hook();
            String watched = Machine.has("inotifywait") ? peers.inotifywait().spread() : "not installed: inotify-tools";
            table.add(new Row(
                    "TASK line to push, warm (" + setting.times(200) + " tasks)",
                    warm.spread(),
                    "p50 3 ms",
                    "hook with curl: " + hook.spread()));
            table.add(new Row("", "", "", "inotifywait | curl: " + watched));
            table.add(new Row(
                    "TASK line to push, first after start and " + IDLE_SECONDS + " s idle",
                    first.medianAndRange(),
                    "50 ms",
                    String.format(Locale.ROOT, "hook with curl: %.0f ms", hook.median())));
        }
    }

    private Samples warm(Receiver receiver) throws IOException, InterruptedException {
        TaskTree tree = new TaskTree(work.resolve("warm/tasks"));
        Host conf = Host.in(work.resolve("warm"))
                .tasks(tree.directory())
                .heartbeat("benchmark", "task vzdump", receiver.url());
        Samples samples = new Samples();
        try (Agent agent = Agent.start(conf).awaitReady()) {
            int warming = 60;
            for (int i = 0; i < warming; i++) {
                run(tree, receiver);
            }
            Machine.settle();
            run(tree, receiver);
            for (int i = 0; i < setting.times(200); i++) {
                samples.add(run(tree, receiver));
            }
        }
        return samples;
    }

    private Samples first(Receiver receiver) throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (int i = 0; i < setting.times(7); i++) {
            Path home = work.resolve("first" + i);
            TaskTree tree = new TaskTree(home.resolve("tasks"));
            Host conf = Host.in(home).tasks(tree.directory()).heartbeat("benchmark", "task vzdump", receiver.url());
            try (Agent agent = Agent.start(conf).awaitReady()) {
                Thread.sleep(IDLE_SECONDS * 1000L);
                Machine.settle();
                samples.add(run(tree, receiver));
            }
        }
        return samples;
    }

    /** A task that is seen running, then ends; its worker is gone by then. */
    private long run(TaskTree tree, Receiver receiver) throws IOException, InterruptedException {
        Path log = tree.log(TaskTree.upid(number++, Instant.now()));
        Files.write(log, TaskTree.unfinishedLog(2000));
        Thread.sleep(40);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.APPEND)) {
            long before = System.nanoTime();
            channel.write(ByteBuffer.wrap(TaskTree.TASK_OK));
            long took = receiver.nextArrival() - before;
            Thread.sleep(20);
            return took;
        }
    }
}
