package dev.allclear.cli;

import dev.allclear.cli.setup.ConfWriter;
import dev.allclear.cli.setup.HookImport;
import dev.allclear.cli.setup.HookScript;
import dev.allclear.cli.setup.HostSurvey;
import dev.allclear.cli.setup.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allclear import-hook}. */
@Command(
        name = "import-hook",
        description =
                "Read a vzdump hook script, without running it: say what it gets wrong, and print the stanza that "
                        + "pushes to the same monitor.")
final class ImportHookCommand implements Callable<Integer> {
    private static final long LARGEST = 1 << 20;

    @Parameters(paramLabel = "FILE", description = "The hook script.")
    private Path file = Path.of("");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration to add it to; default /etc/allclear/agent.conf below the root.")
    private @Nullable Path config;

    @Option(names = "--write", description = "Add the stanza to the configuration, and its URL to agent-priv.conf.")
    private boolean write;

    @Option(
            names = "--job",
            paramLabel = "ID",
            description = "The backup job to watch; default: the one that calls the script, else every backup.")
    private @Nullable String job;

    @Option(names = "--name", paramLabel = "NAME", description = "The heartbeat's name; default: that of the job.")
    private @Nullable String name;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Where the host's files are, for an image or a copy; default /.")
    private Path root = Path.of("/");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        HookScript script = read();
        java.io.PrintWriter out = spec.commandLine().getOut();
        if (!script.isHook()) {
            throw new CommandFailure(
                    ExitCode.NO,
                    file
                            + " is no vzdump hook script: it looks at none of the phases that vzdump calls one with (job-end,"
                            + " backup-end, …). The script in use is named by `script` in /etc/vzdump.conf or in the job");
        }
        out.println(file + ": " + script.describe());
        script.faults().forEach(fault -> out.println("  " + fault));
        if (script.place().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NO, file + " " + (script.pushes() ? withoutUrl(script) : "pushes nothing"));
        }
        Path directory = root.toAbsolutePath().normalize();
        ConfWriter writer = new ConfWriter(config == null ? directory.resolve("etc/allclear/agent.conf") : config);
        HookImport found = HookImport.of(file, script.place().get(), HostSurvey.of(directory), job, name);
        out.println();
        try {
            if (write) {
                found.write(writer).forEach(out::println);
                out.println(found.masked());
                out.println("Next: allclear check -c " + writer.file() + "; then take `script` out of " + found.named()
                        + ", or the monitor hears both");
            } else {
                out.println("The same monitor, pushed to only when the whole job succeeded; --write adds it to "
                        + writer.file() + ":");
                out.println();
                out.println(found.whole());
            }
        } catch (SetupException e) {
            throw new CommandFailure(ExitCode.NO, e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO, writer.file() + " could not be written: " + e);
        }
        return ExitCode.FINE;
    }

    private static String withoutUrl(HookScript script) {
        return script.elsewhere()
                .map(place -> "asks for " + place + ", which is no push URL of a monitor that allclear knows: write a"
                        + " heartbeat with `kind generic` and that URL by hand")
                .orElse(
                        "pushes to a URL that it does not contain (it is read from a file or made while it runs): write a"
                                + " heartbeat with that URL by hand");
    }

    private HookScript read() {
        try {
            if (!Files.isRegularFile(file)) {
                throw new CommandFailure(
                        ExitCode.USAGE, file + (Files.exists(file) ? " is no file" : ": there is no such file"));
            }
            if (Files.size(file) > LARGEST) {
                throw new CommandFailure(ExitCode.NO, file + " is larger than 1 MiB, which no hook script is");
            }
            return HookScript.read(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": there is no such file");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO, file + " cannot be read: " + e.getMessage() + "; run this as root");
        }
    }
}
