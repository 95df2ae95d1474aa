package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.Problem;
import dev.allclear.deliver.kuma.PushUrl;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --config}, and the configuration behind it. */
final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; default ${DEFAULT-VALUE}.",
            defaultValue = "/etc/allclear/agent.conf")
    private Path file = Path.of("/etc/allclear/agent.conf");

    Path file() {
        return file;
    }

    AgentConf.Reading read() {
        return read(file);
    }

    private static AgentConf.Reading read(Path file) {
        return AgentConf.read(file, null, System.getenv(), PushUrl::fault);
    }

    AgentConf require(PrintWriter err) {
        return require(file, err);
    }

    /** The configuration, or the end of the command with every problem of it printed. */
    static AgentConf require(Path file, PrintWriter err) {
        AgentConf.Reading reading = read(file);
        if (reading instanceof AgentConf.Reading.Good good) {
            return good.conf();
        }
        List<Problem> problems = ((AgentConf.Reading.Faulty) reading).problems();
        problems.forEach(err::println);
        throw new CommandFailure(
                ExitCode.USAGE,
                file + " cannot be used: " + problems.size() + (problems.size() == 1 ? " problem" : " problems"));
    }
}
