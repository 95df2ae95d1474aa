package dev.allclear.cli;

import dev.allclear.cli.man.Completion;
import dev.allclear.cli.man.ConfPage;
import dev.allclear.cli.man.Origin;
import dev.allclear.cli.man.ProgramPage;
import dev.allclear.config.AgentManual;
import dev.allclear.config.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code allclear man}, which the build calls. */
@Command(
        name = "man",
        hidden = true,
        description = "Write the pages of the manual and the completion for bash below a directory.")
final class ManCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of("");

    @Option(names = "--date", paramLabel = "DATE", description = "The date of the version.", defaultValue = "")
    private String date = "";

    @Override
    public Integer call() throws IOException {
        String version = Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "");
        Origin origin = new Origin(("allclear " + version).strip(), date);
        CommandLine program = Main.program();
        write("man/man1/allclear.1", ProgramPage.of(program, ProgramPage.more(), origin));
        Manual reference = AgentManual.read();
        write("man/man5/agent.conf.5", ConfPage.of(reference, origin));
        write("bash-completion/allclear", Completion.of(program, reference));
        return ExitCode.FINE;
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
