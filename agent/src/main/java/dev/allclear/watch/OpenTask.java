package dev.allclear.watch;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.Upid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task whose end is not known, or not known well enough, and what is remembered of it between looks. Single-threaded. */
final class OpenTask {
    final Upid upid;
    final String name;
    final LogFollower log;

    /** Whether a list spoke of it; else its log did. */
    final boolean listed;

    /** When the list says that it had ended: it cannot have ended later. */
    @Nullable
    Instant listedEnd;

    /** Whether it was handed over as running. */
    boolean announced;

    /** The identity of the request for a tape that was handed over last. */
    String requested = "";

    /** The outcome handed over so far. */
    @Nullable
    TaskOutcome handed;

    /** Whether it looks ended and only the grace keeps it open. */
    boolean waiting;

    /** Since when its log is quiet, while waiting. Nanoseconds. */
    long quietSince;

    /** How many quick checks of its worker were made. */
    int checks;

    /** When it is looked at without being asked. Nanoseconds. */
    long due;

    OpenTask(Upid upid, String name, LogFollower log, boolean listed) {
        this.upid = upid;
        this.name = name;
        this.log = log;
        this.listed = listed;
    }
}
