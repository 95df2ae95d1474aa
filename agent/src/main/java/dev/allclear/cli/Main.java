package dev.allclear.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code allclear}. */
@Command(
        name = "allclear",
        description = "The all-clear for Proxmox backups: one push when the whole job really succeeded.",
        mixinStandardHelpOptions = false,
        footer = {
            "",
            "Exit codes: 0 fine; 1 the answer is no (findings, no such run, nothing known yet);",
            "2 wrong usage or a configuration that cannot be used; 3 the ledger cannot be used, or a fault in allclear."
        })
public final class Main {
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            EventsCommand.class,
            MatchCommand.class,
            DeliveriesCommand.class,
            TestCommand.class,
            MailForwardCommand.class,
            VersionCommand.class);

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private Main() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] args) {
        int code = execute(args, terminal(System.out), terminal(System.err));
        System.exit(code);
    }

    private static PrintWriter terminal(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
    }

    static int execute(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = withCommands(args)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
        if (args.length == 0) {
            line.usage(err);
            return ExitCode.USAGE;
        }
        return line.execute(args);
    }

    /** Only the command that is called, if it is one: looking into all of them takes longer than most need to run. */
    private static CommandLine withCommands(String[] args) {
        CommandLine line = new CommandLine(new Main());
        List<Class<?>> called = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        (called.isEmpty() ? COMMANDS : called).forEach(line::addSubcommand);
        return line;
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        if (e instanceof CommandFailure failure) {
            line.getErr().println("allclear: " + failure.getMessage());
            return failure.exitCode();
        }
        if (e instanceof dev.allclear.ledger.LedgerException) {
            line.getErr().println("allclear: " + e.getMessage());
            return ExitCode.BROKEN;
        }
        line.getErr().println("allclear: a fault in allclear itself; please report it:");
        e.printStackTrace(line.getErr());
        return ExitCode.BROKEN;
    }
}
