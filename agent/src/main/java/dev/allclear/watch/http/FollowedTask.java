package dev.allclear.watch.http;

import dev.allclear.task.TaskLogReader;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Follows one task through the API until it has ended: its log is read from where the last look stopped, and the last
 * line of a log is taken only when another one follows or the worker is gone, since it may still be being written.
 *
 * <p>A task has ended when its worker is gone, and how is decided by the last line that is read after that. What a list
 * says is a hint: PVE's {@code unexpected status} may be premature, and each pvedaemon keeps it for its life
 * ({@code PVE/API2/Tasks.pm}). Not thread-safe.
 */
final class FollowedTask {
    /** How long after its worker's end a task may still get its final line: PVE's command line writes it then. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** A worker exits within milliseconds after its final line. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final int PAGE = 5000;

    /** In order of start. */
    static final Comparator<FollowedTask> IN_ORDER = Comparator.comparingLong(
                    (FollowedTask task) -> task.upid.starttime())
            .thenComparing(task -> task.upid.toString());

    /** What a look at the task came to. */
    sealed interface Step {}

    /** It has not ended, or may still get its final line; null when there is no hurry. */
    record Open(@Nullable Duration again) implements Step {}

    /** It has ended. */
    record Ended(TaskOutcome outcome) implements Step {}

    /** It could not be looked at. */
    record Blocked(Reply<?> reply) implements Step {}

    private final Upid upid;
    private final boolean late;
    private TaskRow row;
    private TaskLogReader reader;
    private int next = 1;
    private boolean spoiled;
    private boolean everRead;
    private @Nullable Long goneSince;

    /** Whether it was handed over as running. */
    boolean announced;

    /** @param late whether it was there before anybody looked: one that ended long ago is not waited for */
    FollowedTask(TaskRow row, boolean late) {
        this.upid = row.upid();
        this.row = row;
        this.late = late;
        this.reader = TaskLogReader.of(upid);
    }

    Upid upid() {
        return upid;
    }

    /** A list speaks of it again. */
    void listed(TaskRow newer) {
        if (newer.ended() || !row.ended()) {
            row = newer;
        }
    }

    /** @param nanos a clock that never leaps */
    Step look(TaskCalls calls, Instant now, long nanos) {
        // Asked before the log is read: only what is there after the worker is gone is the end.
        Reply<Boolean> life = calls.running(upid);
        if (life instanceof Reply.Missing) {
            return new Ended(logGone(now));
        }
        if (!(life instanceof Reply.Got<Boolean> answer)) {
            return new Blocked(life);
        }
        boolean alive = answer.value();
        Reply<Boolean> end = read(calls, alive);
        if (end instanceof Reply.Missing) {
            return alive ? new Open(null) : new Ended(logGone(now));
        }
        if (!(end instanceof Reply.Got<Boolean> got)) {
            return new Blocked(end);
        }
        if (alive) {
            goneSince = null;
            return new Open(got.value() ? SOON : null);
        }
        if (reader.ended()) {
            return new Ended(outcome(reader.finalState(), now));
        }
        return withoutFinalLine(now, nanos);
    }

    private Step withoutFinalLine(Instant now, long nanos) {
        // The line that was taken as the last one may have been half of one.
        spoiled = true;
        Long since = goneSince;
        if (since == null) {
            goneSince = nanos;
            since = nanos;
        }
        Duration waited = Duration.ofNanos(nanos - since);
        if (waited.compareTo(GRACE) < 0 && !(late && endedLongAgo(now))) {
            return new Open(GRACE.minus(waited));
        }
        return new Ended(outcome(unproven(), now));
    }

    private boolean endedLongAgo(Instant now) {
        return row.endtime() >= 0
                && Instant.ofEpochSecond(row.endtime()).plus(GRACE).isBefore(now);
    }

    /**
     * PBS cuts what it sends of a log at the first line that is no UTF-8, though the file is whole; then its own record
     * of the final line counts. PVE sends every line, so a missing one is missing.
     */
    private TaskState unproven() {
        String status = row.status();
        if (upid.product() == Upid.Product.PBS && row.endtime() >= 0 && status != null && !status.equals("unknown")) {
            return status.equals("OK") || status.startsWith("WARNINGS: ")
                    ? TaskState.ofLastLine("TASK " + status)
                    : new TaskState.Failed(status);
        }
        return reader.finalState() instanceof TaskState.Unknown unknown
                ? unknown
                : new TaskState.Unknown(TaskState.NO_FINAL_LINE);
    }

    /** A list proves a failure, but without a log never a success. */
    private TaskOutcome logGone(Instant now) {
        String status = row.status();
        TaskState state;
        if (everRead) {
            state = new TaskState.Unknown("log vanished before the task ended, so nothing is proven");
        } else if (status == null || status.equals("RUNNING")) {
            state = new TaskState.Unknown("listed as running, but it has neither a log nor a worker");
        } else if (status.equals("OK") || status.startsWith("WARNINGS: ")) {
            state = new TaskState.Unknown(
                    "the task list says " + status + ", but its log is gone, so nothing is proven");
        } else if (status.equals(TaskState.NO_FINAL_LINE) || status.equals("unknown")) {
            state = new TaskState.Unknown("it ended without a result, and its log is gone");
        } else {
            state = new TaskState.Failed(status);
        }
        return outcome(state, now);
    }

    private TaskOutcome outcome(TaskState state, Instant now) {
        Instant last = reader.lastTime();
        Instant ended = row.endtime() >= 0 ? Instant.ofEpochSecond(row.endtime()) : last != null ? last : now;
        // A clock that was wrong at first may have been set back since.
        return reader.outcome(upid, state, ended.isBefore(upid.started()) ? upid.started() : ended);
    }

    /** Reads on to the end of the log; whether its last line looks like a final one. */
    private Reply<Boolean> read(TaskCalls calls, boolean alive) {
        if (spoiled) {
            startOver();
        }
        while (true) {
            Reply<LogPage> reply = calls.log(upid, next, PAGE);
            if (!(reply instanceof Reply.Got<LogPage> got)) {
                return reply.recast();
            }
            LogPage page = got.value();
            everRead = true;
            if (page.total() < next - 1L) {
                startOver(); // It is shorter than what was read: another file.
                continue;
            }
            String held = take(page, alive);
            if (page.lines().isEmpty() || page.next() > page.total()) {
                return new Reply.Got<>(reader.ended() || (held != null && proves(held)));
            }
        }
    }

    /** Feeds the lines; the last line of a growing log is held back and returned. */
    private @Nullable String take(LogPage page, boolean alive) {
        for (int i = 0; i < page.lines().size(); i++) {
            String line = page.lines().get(i);
            if (alive && page.first() + i >= page.total()) {
                return line;
            }
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            reader.feed(bytes, 0, bytes.length);
            next = page.first() + i + 1;
        }
        return null;
    }

    private static boolean proves(String line) {
        // PBS writes the time before each line.
        int at = line.indexOf("TASK ");
        return at >= 0 && !(TaskState.ofLastLine(line.substring(at)) instanceof TaskState.Unknown);
    }

    private void startOver() {
        reader = TaskLogReader.of(upid);
        next = 1;
        spoiled = false;
    }
}
