package dev.allclear.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that shows what the ledger holds, and can go on showing it. */
abstract class WatchCommand extends LookCommand {

    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "SECONDS",
            preprocessor = NumberOrNext.class,
            description = "Show it again every so many seconds (2 if none are given) until Ctrl-C.")
    private @Nullable Integer seconds;

    @Override
    final Duration again() {
        if (seconds == null) {
            return Duration.ZERO;
        }
        if (seconds < 1 || seconds > 86_400) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--watch " + seconds + ": write a number of seconds from 1 to 86400");
        }
        return Duration.ofSeconds(seconds);
    }
}
