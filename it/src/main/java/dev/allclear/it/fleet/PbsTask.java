package dev.allclear.it.fleet;

import dev.allclear.it.world.UpidText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A task of a simulated backup server, which the test writes line by line and ends. Made by {@link FakePbs}. Thread-safe. */
public final class PbsTask {
    /** The daemon that all tasks run in; above the largest number that Linux gives to a process. */
    private static final long PID = 0x0040_0002L;

    private static final long PSTART = 0x0000_0520L;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final FakePbs server;
    private final String upid;
    private final String type;
    private final String id;
    private final String user;
    private final long started;
    private final List<String> lines = new ArrayList<>();
    private boolean running = true;
    private @Nullable Long ended;
    private String status = "unknown";

    /** @param id empty for none */
    PbsTask(FakePbs server, long number, Instant started, String type, String id, String user) {
        this.server = server;
        this.type = type;
        this.id = id;
        this.user = user;
        this.started = started.getEpochSecond();
        this.upid = UpidText.pbs(server.name(), PID, PSTART, number, this.started, type, id, user);
    }

    /** The task's name. */
    public String upid() {
        return upid;
    }

    /** Appends a line with its time stamp. */
    public PbsTask line(String text) {
        return rawLine(STAMP.format(server.now().truncatedTo(ChronoUnit.SECONDS)) + ": " + text);
    }

    /** Appends a line as it is. */
    public PbsTask rawLine(String text) {
        synchronized (server) {
            lines.add(text);
        }
        return this;
    }

    /** Appends these lines, each with its time stamp. */
    public PbsTask lines(String... texts) {
        for (String text : texts) {
            line(text);
        }
        return this;
    }

    /** Writes the final line, for example {@code TASK OK}; the task goes from the running ones to the archive. */
    public PbsTask endWith(String finalLine) {
        line(finalLine);
        return end(finalLine.replaceFirst("TASK (ERROR: )?", ""));
    }

    /** The daemon was killed and has started again: the task is in the archive, and nobody knows how it ended. */
    public PbsTask lost() {
        return end("unknown");
    }

    private PbsTask end(String how) {
        synchronized (server) {
            running = false;
            status = how;
            ended = server.now().getEpochSecond();
            server.record(this);
        }
        return this;
    }

    boolean running() {
        return running;
    }

    String type() {
        return type;
    }

    String id() {
        return id;
    }

    String user() {
        return user;
    }

    String status() {
        return status;
    }

    long started() {
        return started;
    }

    long ended() {
        Long end = ended;
        return end == null ? Long.MAX_VALUE : end;
    }

    List<String> log() {
        return lines;
    }

    /** A row of the task list. */
    Fields row() {
        return new Fields()
                .with("upid", upid)
                .with("node", "localhost")
                .with("pid", PID)
                .with("pstart", PSTART)
                .with("starttime", started)
                .with("worker_type", type)
                .with("worker_id", id.isEmpty() ? null : id)
                .with("user", user)
                .withIf(!running, "endtime", ended)
                .withIf(!running, "status", status);
    }

    /** The answer of {@code …/status}, with other names for the same and the real node. */
    Fields shown() {
        String[] who = user.split("!", 2);
        return new Fields()
                .withIf(!running, "endtime", ended)
                .withIf(!running, "exitstatus", status)
                .with("id", id.isEmpty() ? null : id)
                .with("node", server.name())
                .with("pid", PID)
                .with("pstart", PSTART)
                .with("starttime", started)
                .with("status", running ? "running" : "stopped")
                .withIf(who.length > 1, "tokenid", who[who.length - 1])
                .with("type", type)
                .with("upid", upid)
                .with("user", who[0]);
    }

    @Override
    public String toString() {
        return upid;
    }
}
