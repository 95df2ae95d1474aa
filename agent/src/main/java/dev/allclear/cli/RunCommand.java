package dev.allclear.cli;

import dev.allclear.daemon.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code allclear run}. */
@Command(
        name = "run",
        description = {
            "Run the daemon in the foreground, with journal lines on standard error.",
            "systemd does this (allclear.service); do not run a second one beside it. SIGHUP reads the "
                    + "configuration again, SIGTERM finishes the delivery in hand and stops."
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        return switch (Service.run(config.file(), System.getenv())) {
            case STOPPED -> ExitCode.FINE;
            case NOT_CONFIGURED -> ExitCode.USAGE;
            case NO_LEDGER -> ExitCode.BROKEN;
        };
    }
}
