package dev.allclear.it.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A Proxmox host in a directory: {@code tasks/}, {@code jobs.cfg}, {@code job-state/}, the agent's {@code ledger/},
 * {@code spool/} and {@code agent.conf}. Not thread-safe while it is being configured.
 */
public final class Host {
    /** What a command of the agent printed, and its exit code. */
    public record Result(int exit, String out, String err) {}

    private final Path root;
    private final Map<String, String> heartbeats = new LinkedHashMap<>();
    private Path tasks;
    private Path ledger;
    private Path proc = Path.of("/proc");
    private String grace = "1s";
    private String fullLook = "60s";
    private String stanzas = "";
    private String ofSource = "";
    private String page = "disable yes";

    private Host(Path root) {
        this.root = root;
        this.tasks = root.resolve("tasks");
        this.ledger = root.resolve("ledger");
    }

    /** A host below {@code root}, with empty directories and a configuration without heartbeats. */
    public static Host in(Path root) {
        try {
            Host host = new Host(Files.createDirectories(root));
            Files.createDirectories(host.tasks);
            Files.createDirectories(host.jobStates());
            Files.writeString(host.jobsCfg(), "");
            return host.writeConfig();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds a heartbeat, or replaces the one of this name, and writes the configuration.
     *
     * @param watch {@code task vzdump} or {@code job ID}
     * @param url the push URL
     * @param more further lines, for example {@code max-age 2s}
     */
    public Host heartbeat(String name, String watch, String url, String... more) {
        StringBuilder stanza = new StringBuilder("heartbeat: " + name + "\n\t" + watch + "\n\turl " + url + "\n");
        Arrays.asList(more).forEach(line -> stanza.append("\t" + line + "\n"));
        heartbeats.put(name, stanza.toString());
        return writeConfig();
    }

    /** How long after its worker's end a task may still write its last line; 1s unless told otherwise. */
    public Host grace(String duration) {
        grace = duration;
        return writeConfig();
    }

    /** How often the agent looks at everything; 60s unless told otherwise. */
    public Host fullLook(String duration) {
        fullLook = duration;
        return writeConfig();
    }

    /** Another task directory, which need not exist. */
    public Host tasks(Path directory) {
        tasks = directory;
        return writeConfig();
    }

    /** Another process file system than {@code /proc}, for workers that never were. */
    public Host proc(Path directory) {
        proc = directory;
        return writeConfig();
    }

    /** Another directory for the ledger, which need not exist. */
    public Host ledger(Path directory) {
        ledger = directory;
        return writeConfig();
    }

    /** Further stanzas, for example targets and matchers, in place of those of an earlier call. */
    public Host stanzas(String text) {
        stanzas = text;
        return writeConfig();
    }

    /** Further lines of the source's stanza, for example {@code notification-mode auto}, in place of earlier ones. */
    public Host ofSource(String... lines) {
        ofSource = Arrays.stream(lines).map(line -> "\t" + line + "\n").collect(Collectors.joining());
        return writeConfig();
    }

    /**
     * Lines of the stanza {@code page:}, for example {@code listen 127.0.0.1:0}, in place of earlier ones. Without a call
     * there is no page: many agents run on one machine, which has its port once.
     */
    public Host page(String... lines) {
        page = String.join("\n\t", lines);
        return writeConfig();
    }

    private Host writeConfig() {
        return config("""
                %spve: local
                \ttasks %s
                \tjobs-cfg %s
                \tjob-state %s
                \tproc %s
                \tfull-look %s
                \tgrace %s
                %s
                ledger: main
                \tpath %s
                \tspool %s

                page: main
                \t%s

                %s""".formatted(
                        String.join(
                                "",
                                heartbeats.values().stream()
                                        .map(stanza -> stanza + "\n")
                                        .toList()),
                        tasks,
                        jobsCfg(),
                        jobStates(),
                        proc,
                        fullLook,
                        grace,
                        ofSource,
                        ledger,
                        spool(),
                        page,
                        stanzas));
    }

    /** Writes this text as the configuration, whatever it is; only its owner may read it, as it holds secrets. */
    public Host config(String text) {
        try {
            Files.writeString(config(), text);
            Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration as it is. */
    public String readConfig() {
        try {
            return read(config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes this text as {@code agent-priv.conf} beside the configuration; only its owner may read it. */
    public Host privateConfig(String text) {
        Path file = root.resolve("agent-priv.conf");
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory that holds everything. */
    public Path root() {
        return root;
    }

    /** The task directory. */
    public Path tasks() {
        return tasks;
    }

    /** The backup jobs, empty at first. */
    public Path jobsCfg() {
        return root.resolve("jobs.cfg");
    }

    /** Where the scheduler keeps its state files. */
    public Path jobStates() {
        return root.resolve("job-state");
    }

    /** The agent's ledger directory; the agent makes it. */
    public Path ledger() {
        return ledger;
    }

    /** Where mails and questions wait for the agent; the agent makes it. */
    public Path spool() {
        return root.resolve("spool");
    }

    /** The agent's configuration. */
    public Path config() {
        return root.resolve("agent.conf");
    }

    /** Runs {@code allclear} with these arguments and waits for its end; {@code --config} is not added. */
    public Result command(String... arguments) throws InterruptedException {
        return commandReading("", arguments);
    }

    /** The same with this on its standard input. */
    public Result commandReading(String input, String... arguments) throws InterruptedException {
        try {
            Path in = Files.writeString(Files.createTempFile(root, "in", ".txt"), input);
            Path out = Files.createTempFile(root, "out", ".txt");
            Path err = Files.createTempFile(root, "err", ".txt");
            List<String> line = new ArrayList<>(List.of(Agent.program().toString()));
            line.addAll(Arrays.asList(arguments));
            Process process = new ProcessBuilder(line)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("allclear " + String.join(" ", arguments) + " did not end within a minute");
            }
            Result result = new Result(process.exitValue(), read(out), read(err));
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code allclear status --json} says about this host's agent. */
    public Status status() throws InterruptedException {
        Result result = command("status", "--json", "--config", config().toString());
        return Status.parse(result);
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
