package dev.allclear.it.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A vzdump hook script as people write it, called as Proxmox calls it: with the phase alone for the phases of a job, and
 * with an empty environment (PVE/VZDump.pm, run_hook_script).
 */
final class Hook {
    private final Path script;

    private Hook(Path script) {
        this.script = script;
    }

    /** The script of the usual instructions: it pushes when it is told that the job ended well. */
    static Hook asUsuallyWritten(Path directory, String url) {
        return write(directory.resolve("hook-usual"), "[ \"$1\" = job-end ] && [ \"$2\" = OK ]", url);
    }

    /** The same without the test that never comes true. */
    static Hook withoutTheTest(Path directory, String url) {
        return write(directory.resolve("hook-without-test"), "[ \"$1\" = job-end ]", url);
    }

    private static Hook write(Path script, String condition, String url) {
        try {
            Files.writeString(
                    script,
                    "#!/bin/bash\nif " + condition + "; then\n    /usr/bin/curl -fsS -m 2 '" + url
                            + "' >/dev/null 2>&1\nfi\nexit 0\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException(script + " cannot be made executable");
            }
            return new Hook(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls the script for one phase and waits for it, as vzdump does. */
    void call(String... phase) throws InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(phase));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().clear();
        try {
            builder.start().waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
