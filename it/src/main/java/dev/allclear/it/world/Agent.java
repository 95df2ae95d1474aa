package dev.allclear.it.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The packaged agent as a process, {@code allclear run}, with everything it has printed. Where it lies says the system
 * property {@code allclear.home}; without it {@code agent/target/allclear} here or one directory up. Thread-safe.
 */
public final class Agent implements AutoCloseable {
    /** How long the tests wait for what should come at once. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String READY = "ready: ";

    /** How a process ended, and how long it took from the signal on. */
    public record End(int exit, Duration took) {}

    private final Host host;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final long started = System.nanoTime();
    private long ready;
    private boolean ended;

    private Agent(Host host, Process process) {
        this.host = host;
        this.process = process;
        Thread reader = new Thread(this::read, "agent output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the agent of this host. */
    public static Agent start(Host host) {
        return start(host, Map.of());
    }

    /**
     * Starts the agent of this host.
     *
     * @param environment in addition, for example {@code ALLCLEAR_HOLD}
     * @param wrapper a command to run it by, for example {@code setpriv …}
     */
    public static Agent start(Host host, Map<String, String> environment, String... wrapper) {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(
                List.of(program().toString(), "run", "--config", host.config().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new Agent(host, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The start script of the packaged agent. */
    public static Path program() {
        String home = System.getProperty("allclear.home", "");
        List<Path> places = home.isEmpty()
                ? List.of(Path.of("agent/target/allclear"), Path.of("../agent/target/allclear"))
                : List.of(Path.of(home));
        return places.stream()
                .map(place -> place.resolve("bin/allclear").toAbsolutePath().normalize())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no packaged agent in " + places + "; type: mvn package"));
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    if (ready == 0 && line.contains(READY)) {
                        ready = System.nanoTime();
                    }
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // The process was killed while it wrote.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** Waits until the agent watches; whatever was there at its start is judged by then. */
    public Agent awaitReady() throws InterruptedException {
        return awaitReady(PATIENCE);
    }

    /** The same for an agent with much to read. */
    public Agent awaitReady(Duration patience) throws InterruptedException {
        awaitLine(READY, patience);
        return this;
    }

    /** Waits until a line with this text has been printed, and returns the first one. */
    public String awaitLine(String text) throws InterruptedException {
        return awaitLine(text, PATIENCE);
    }

    /**
     * Waits until a line with this text has been printed, and returns the first one.
     *
     * @throws AssertionError when it does not come in time, or the agent ends without it
     */
    public synchronized String awaitLine(String text, Duration patience) throws InterruptedException {
        return awaitLine(text, 1, patience);
    }

    /** Waits until so many lines with this text have been printed, and returns the last of them. */
    public String awaitLine(String text, int count, Duration patience) throws InterruptedException {
        return awaitLine(text, line -> true, count, patience);
    }

    /** The same, for lines with this text that are wanted besides. */
    public synchronized String awaitLine(String text, Predicate<String> wanted, int count, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            List<String> found = lines.stream()
                    .filter(line -> line.contains(text) && wanted.test(line))
                    .toList();
            if (found.size() >= count) {
                return found.get(count - 1);
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0 || ended) {
                throw new AssertionError("The agent did not say \"" + text + "\" " + count + " times"
                        + (ended ? " before its end" : " within " + patience) + " but:\n" + String.join("\n", lines));
            }
            wait(left);
        }
    }

    /** How long it took from the start of the process until it was ready. */
    public synchronized Duration readyAfter() {
        return Duration.ofNanos(ready - started);
    }

    /** All lines on standard output and standard error so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The host it runs on. */
    public Host host() {
        return host;
    }

    /** The process id, of the Java process itself. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Resident memory in KiB as {@code /proc} says, in all and of it anonymous ({@code VmRSS}, {@code RssAnon}). */
    public long memory(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IllegalArgumentException("no " + field + " in /proc");
    }

    /** SIGKILL: the process is gone when this returns. */
    public void kill9() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and waits for the end. */
    public End terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill9();
            throw new AssertionError("The agent did not stop within 30 s:\n" + String.join("\n", lines()));
        }
        return new End(process.exitValue(), Duration.ofNanos(System.nanoTime() - start));
    }

    /** Waits for an end that nobody asked for, and returns the exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The agent goes on:\n" + String.join("\n", lines()));
        }
        synchronized (this) {
            while (!ended) {
                wait(1000);
            }
        }
        return process.exitValue();
    }

    /** How many of the lines so far contain this text. */
    public synchronized long said(String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    /** SIGHUP: the agent reads its configuration again. */
    public void hangUp() throws InterruptedException {
        signal("HUP");
    }

    /** SIGSTOP: the agent stands still until {@link #goOn()}, as when its host is paused. */
    public void standStill() throws InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void goOn() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            // The shell has its own; the program is not on every machine.
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
