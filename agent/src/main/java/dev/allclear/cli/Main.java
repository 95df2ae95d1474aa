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
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Fine.",
            "1:The answer is no: findings, no such run, nothing known yet.",
            "2:Wrong usage, or a configuration that cannot be used.",
            "3:The ledger cannot be used, or there is a fault in allclear."
        },
        footer = {"", "`allclear help COMMAND` explains a command, `allclear help agent.conf` the configuration."})
public final class Main {
    /**
     * A second command, its words separated by commas. The one class-data archive is made of one process, and is to hold
     * what people wait for too.
     */
    private static final String ALSO = "allclear.also";

    private static final List<Class<?>> COMMANDS = List.of(
            InitCommand.class,
            ImportHookCommand.class,
            RunCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            RunsCommand.class,
            GuestsCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            EventsCommand.class,
            MatchCommand.class,
            DeliveriesCommand.class,
            MonthCommand.class,
            TestCommand.class,
            MailForwardCommand.class,
            PasswordCommand.class,
            HelpCommand.class,
            ManCommand.class,
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
        String also = System.getProperty(ALSO, "");
        if (!also.isEmpty()) {
            execute(also.split(",", -1), terminal(System.out), terminal(System.err));
        }
        System.exit(code);
    }

    private static PrintWriter terminal(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
    }

    static int execute(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = with(called(args))
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

    /** The program with all of its commands, for those who describe it. */
    static CommandLine program() {
        return with(COMMANDS);
    }

    private static CommandLine with(List<Class<?>> commands) {
        CommandLine line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        return line;
    }

    /** Only the command that is called, if it is one: looking into all of them takes longer than most need to run. */
    private static List<Class<?>> called(String[] args) {
        List<Class<?>> called = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return called.isEmpty() ? COMMANDS : called;
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
