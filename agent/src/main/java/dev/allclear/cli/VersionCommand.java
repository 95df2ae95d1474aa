package dev.allclear.cli;

import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code allclear version}. */
@Command(name = "version", description = "Print the version and the Java that runs it.")
final class VersionCommand extends ReportCommand {

    @Override
    public Integer call() {
        String version =
                Objects.requireNonNullElse(VersionCommand.class.getPackage().getImplementationVersion(), "development");
        String java = System.getProperty("java.vm.version", "unknown");
        if (json()) {
            Output.jsonLine(out(), object -> {
                object.writeStringProperty("version", version);
                object.writeStringProperty("java", java);
            });
        } else {
            out().println("allclear " + version + " (Java " + java + ")");
        }
        return ExitCode.FINE;
    }
}
