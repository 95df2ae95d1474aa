package dev.allclear.it.bench;

import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A host with a long past: the first start, and what the agent needs from then on. */
final class Backlog {
    private static final int TASKS = 10_000;
    private static final int LARGE = 500;
    private static final int LARGE_BYTES = 2_000_000;
    private static final String PAST = "10,000 tasks";

    private final Setting setting;
    private final Path work;
    private final Path tasks;

    Backlog(Setting setting) {
        this.setting = setting;
        this.work = setting.work().resolve("backlog");
        this.tasks = work.resolve("tasks");
    }

    /** The first start, with everything to be read. */
    void firstStart(Table table) throws IOException, InterruptedException {
        fill();
        try (Receiver receiver = new Receiver()) {
            Samples ready = new Samples();
            double peak = 0;
            for (int i = 0; i < (setting.quick() ? 1 : 3); i++) {
                Machine.remove(work.resolve("home"));
                Machine.settle();
                try (Agent agent = Agent.start(configure(receiver)).awaitReady()) {
                    ready.add(agent.readyAfter().toNanos());
                    peak = Math.max(peak, new ProcFigures(agent.pid()).peakMiB());
                }
            }
            table.add(new Row(
                    "first start with " + PAST + ", 500 logs of 2 MB: to `ready`",
                    String.format(Locale.ROOT, "%.1f s", ready.median() / 1000),
                    "10 s",
                    ""));
            table.add(new Row("  peak memory (VmHWM)", mebibytes(peak), "128 MB", ""));
        }
    }

    /** Idle beside the same past, which is known by now; then starts. */
    void idle(Table table) throws IOException, InterruptedException {
        try (Receiver receiver = new Receiver()) {
            know(receiver);
            Host conf = configure(receiver);
            try (Agent agent = Agent.start(conf).awaitReady()) {
                Thread.sleep(setting.seconds(60) * 1000L);
                ProcFigures figures = new ProcFigures(agent.pid());
                String idled = ", " + PAST + " known, " + setting.seconds(60) + " s idle";
                table.add(new Row("memory (RSS)" + idled, mebibytes(figures.residentMiB()), "60 MB", ""));
                table.add(new Row("  of it anonymous", mebibytes(figures.anonymousMiB()), "26 MB", ""));
                long before = figures.cpuNanos();
                long start = System.nanoTime();
                Thread.sleep(setting.seconds(60) * 1000L);
                double share = 100.0 * (figures.cpuNanos() - before) / (System.nanoTime() - start);
                table.add(new Row(
                        "idle processor time over the next " + setting.seconds(60) + " s",
                        String.format(Locale.ROOT, "%.3f %% of a core", share),
                        "0.05 %",
                        ""));
            }
            table.add(new Row("start to `ready`, " + PAST + " known", starts(conf), "300 ms", ""));
            TaskTree none = new TaskTree(work.resolve("none"));
            Host nothing = Host.in(work.resolve("nothing"))
                    .tasks(none.directory())
                    .heartbeat("benchmark", "task vzdump", receiver.url());
            table.add(new Row("start to `ready`, empty task directory", starts(nothing), "300 ms", ""));
        }
    }

    /** Command lines that a person waits for. */
    void commands(Table table) throws IOException, InterruptedException {
        try (Receiver receiver = new Receiver()) {
            know(receiver);
            String conf = configure(receiver).config().toString();
            Machine.settle();
            table.add(new Row("`allclear version`", command("version"), "250 ms", ""));
            table.add(new Row(
                    "`allclear status`, " + PAST + " known", command("status", "--config", conf), "250 ms", ""));
        }
    }

    private String starts(Host conf) throws IOException, InterruptedException {
        Machine.settle();
        Samples samples = new Samples();
        for (int i = 0; i < setting.times(11); i++) {
            try (Agent agent = Agent.start(conf).awaitReady()) {
                samples.add(agent.readyAfter().toNanos());
            }
        }
        return samples.medianAndRange();
    }

    private String command(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = setting.agent().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Samples samples = new Samples();
        for (int i = 0; i < setting.times(11); i++) {
            samples.add(Machine.time(work.resolve("output"), command));
        }
        return samples.medianAndRange();
    }

    private Host configure(Receiver receiver) throws IOException {
        return Host.in(work.resolve("home")).tasks(tasks).heartbeat("benchmark", "task vzdump", receiver.url());
    }

    private void know(Receiver receiver) throws IOException, InterruptedException {
        fill();
        if (!Files.exists(work.resolve("home/ledger"))) {
            Agent.start(configure(receiver)).awaitReady().terminate();
        }
    }

    private void fill() throws IOException {
        if (Files.exists(work.resolve("filled"))) {
            return;
        }
        Machine.remove(work);
        new TaskTree(tasks).fill(TASKS, TASKS / LARGE, LARGE_BYTES);
        Files.writeString(work.resolve("filled"), "");
    }

    private static String mebibytes(double value) {
        return String.format(Locale.ROOT, "%.1f MB", value);
    }
}
