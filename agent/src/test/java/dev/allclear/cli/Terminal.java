package dev.allclear.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Runs commands as the program does, and keeps what they print. */
final class Terminal {

    /** What a command printed, and how it ended. */
    record Result(int code, String out, String err) {}

    private Terminal() {}

    static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(args, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Result(code, out.toString(), err.toString());
    }

    /** A configuration in {@code directory}, whose task directory and ledger are there too. */
    static String conf(Path directory, String heartbeat) throws IOException {
        Files.createDirectories(directory.resolve("tasks"));
        Files.createDirectories(directory.resolve("jobs"));
        Files.writeString(directory.resolve("jobs.cfg"), "vzdump: backup-1\n\tschedule 01:00\n\tvmid 101\n");
        Path file = directory.resolve("agent.conf");
        Files.writeString(
                file,
                heartbeat + "\n\npve: local\n\ttasks " + directory.resolve("tasks") + "\n\tjobs-cfg "
                        + directory.resolve("jobs.cfg") + "\n\tjob-state " + directory.resolve("jobs")
                        + "\n\nledger: main\n\tpath " + directory.resolve("state") + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    /** Adds to a configuration a backup server {@code vault}, whose directory lies there too. */
    static String withStore(String conf) throws IOException {
        Path file = Path.of(conf);
        Path tasks = file.resolveSibling("pbs-tasks");
        Files.createDirectories(tasks);
        Files.writeString(file, "\npbs: vault\n\ttasks " + tasks + "\n", StandardOpenOption.APPEND);
        return conf;
    }
}
