package dev.allclear.cli;

import dev.allclear.cli.screen.SafeWriter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that answers a question, in words or as JSON. */
abstract class ReportCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print JSON instead of words, for other programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    final boolean json() {
        return json;
    }

    /** Where to print; what would command a terminal does not get through. */
    final PrintWriter out() {
        return SafeWriter.over(rawOut());
    }

    /** The same without that care, for what is painted. */
    final PrintWriter rawOut() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
