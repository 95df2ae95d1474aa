package dev.allclear.watch.http;

import dev.allclear.event.Event;
import dev.allclear.event.TapeLoadEvents;
import dev.allclear.task.TaskLogReader;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
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

    /** Of what ended longer ago nobody wants a message. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final int PAGE = 5000;

    /** In order of start. */
    static final Comparator<FollowedTask> IN_ORDER = Comparator.comparingLong(
                    (FollowedTask task) -> task.upid.starttime())
            .thenComparing(task -> task.upid.toString());

    /** What a look at the task came to. */
    sealed interface Step {}

    /** It has not ended, or may still get its final line; null when there is no hurry. */
    record Open(@Nullable Duration again) implements Step {}

    /**
     * It has ended.
     *
     * @param log the log for people; empty if it was not kept
     */
    record Ended(TaskOutcome outcome, String log) implements Step {}

    /** It could not be looked at. */
    record Blocked(Reply<?> reply) implements Step {}

    private final Upid upid;
    private final boolean late;
    private final boolean kept;
    private TaskRow row;
    private TaskLogReader reader;
    private int next = 1;
    private boolean spoiled;
    private boolean everRead;
    private String held = "";
    private String requested = "";
    private @Nullable Long goneSince;

    /** Whether it was handed over as running. */
    boolean announced;

    /**
     * @param late whether it was there before anybody looked: one that ended long ago is not waited for
     * @param now for the log of one that ended long ago is not kept either
     */
    FollowedTask(TaskRow row, boolean late, Instant now) {
        this.upid = row.upid();
        this.row = row;
        this.late = late;
        this.kept = row.endtime() < 0 || Instant.ofEpochSecond(row.endtime()).isAfter(now.minus(KEPT));
        this.reader = reader();
    }

    Upid upid() {
        return upid;
    }

    /** The tape that it asks for since the last look; null if there is none. */
    @Nullable
    Event request() {
        if (!TapeLoadEvents.mayAsk(upid.type())) {
            return null;
        }
        Event event = TapeLoadEvents.of(upid, reader.log() + held).orElse(null);
        if (event == null || event.identity().equals(requested)) {
            return null;
        }
        requested = event.identity();
        return event;
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
            return ended(logGone(now));
        }
        if (!(life instanceof Reply.Got<Boolean> answer)) {
            return new Blocked(life);
        }
        boolean alive = answer.value();
        Reply<Boolean> end = read(calls, alive);
        if (end instanceof Reply.Missing) {
            return alive ? new Open(null) : ended(logGone(now));
        }
        if (!(end instanceof Reply.Got<Boolean> got)) {
            return new Blocked(end);
        }
        if (alive) {
            goneSince = null;
            return new Open(got.value() ? SOON : null);
        }
        if (reader.ended()) {
            return ended(outcome(reader.finalState(), now));
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
        return ended(outcome(unproven(), now));
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

    private Ended ended(TaskOutcome outcome) {
        return new Ended(outcome, reader.log());
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
            String last = take(page, alive);
            if (page.lines().isEmpty() || page.next() > page.total()) {
                held = Objects.requireNonNullElse(last, "");
                return new Reply.Got<>(reader.ended() || (last != null && proves(last)));
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

    private TaskLogReader reader() {
        return kept ? TaskLogReader.keeping(upid) : TaskLogReader.of(upid);
    }

    private void startOver() {
        reader = reader();
        next = 1;
        spoiled = false;
    }
}
