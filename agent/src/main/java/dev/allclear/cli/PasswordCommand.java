package dev.allclear.cli;

import dev.allclear.status.PasswordLine;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allclear password}. */
@Command(
        name = "password",
        description =
                "Ask for a password, or read one line from standard input, and print the line of the status page's"
                        + " password file for it.")
final class PasswordCommand implements Callable<Integer> {
    private static final int SHORTEST = 8;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "The name to give in the browser.")
    private String name = "";

    @Override
    public Integer call() {
        if (!PasswordLine.isName(name)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'" + name + "' cannot be a name: write at most 64 characters without a colon, and begin with"
                            + " neither a blank nor '#'");
        }
        String password = ask();
        if (password.length() < SHORTEST) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the password is too short: take at least " + SHORTEST + " characters");
        }
        spec.commandLine().getOut().println(PasswordLine.of(name, password).line());
        return ExitCode.FINE;
    }

    /** Never as an argument, which every user of the host could see. */
    @SuppressWarnings("SystemConsoleNull") // some Javas have a console for a pipe too, so it is looked at before
    private String ask() {
        Console console = terminal() ? System.console() : null;
        if (console == null) {
            return firstLine();
        }
        char @Nullable [] once = console.readPassword("Password for %s: ", name);
        char @Nullable [] again = console.readPassword("Once more: ");
        if (once == null || again == null || !Arrays.equals(once, again)) {
            throw new CommandFailure(ExitCode.USAGE, "the two are not the same; nothing was printed");
        }
        return new String(once);
    }

    private static boolean terminal() {
        try {
            Path input = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
            return input.startsWith("/dev/pts") || input.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return true;
        }
    }

    private static String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "no password could be read: " + e.getMessage());
        }
    }
}
