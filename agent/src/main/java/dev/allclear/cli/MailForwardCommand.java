package dev.allclear.cli;

import dev.allclear.watch.spool.SpoolException;
import dev.allclear.watch.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code allclear mail-forward}. Runs for each mail to root, as whatever user Postfix gives it, so it reads no configuration.
 * Its exit codes are those of sysexits.h, which Postfix understands: with 75 it keeps the mail and tries again.
 */
@Command(
        name = "mail-forward",
        description = {
            "Take a mail from standard input and keep it for the daemon, which makes an event of type system-mail of it.",
            "It is meant for root's .forward, and reads no configuration: Postfix runs it as a user of its own choice."
        },
        exitCodeOnInvalidInput = MailForwardCommand.TRY_AGAIN,
        exitCodeOnExecutionException = MailForwardCommand.TRY_AGAIN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The mail is on the disk.", "75:It is not; Postfix keeps it and tries again later."},
        footer = {"", "In /root/.forward:", "  |\"/usr/bin/allclear mail-forward\""})
final class MailForwardCommand implements Callable<Integer> {
    /** EX_TEMPFAIL. */
    static final int TRY_AGAIN = 75;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Where the daemon looks for it; default ${DEFAULT-VALUE}.",
            defaultValue = SpoolWriter.DEFAULT_DIRECTORY)
    private Path spool = Path.of(SpoolWriter.DEFAULT_DIRECTORY);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (InputStream mail = System.in) {
            new SpoolWriter(spool).mail(mail);
            return ExitCode.FINE;
        } catch (SpoolException e) {
            return tryAgain(e.getMessage());
        } catch (IOException | RuntimeException e) {
            return tryAgain("cannot keep the mail: " + e);
        }
    }

    private int tryAgain(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("allclear: " + why + "; the mail was not taken, so that Postfix tries again");
        return TRY_AGAIN;
    }
}
