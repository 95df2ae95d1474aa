package dev.allclear.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a log and keeps an excerpt of it for people. Not thread-safe. */
final class KeptLog implements TaskLogReader {
    private final TaskLogReader reader;
    private final LogExcerpt excerpt = new LogExcerpt();

    KeptLog(TaskLogReader reader) {
        this.reader = reader;
    }

    @Override
    public void feed(byte[] buffer, int offset, int length) {
        excerpt.feed(buffer, offset, length);
        reader.feed(buffer, offset, length);
    }

    @Override
    public TaskState finalState() {
        return reader.finalState();
    }

    @Override
    public boolean ended() {
        return reader.ended();
    }

    @Override
    public @Nullable Instant lastTime() {
        return reader.lastTime();
    }

    @Override
    public TaskOutcome outcome(Upid upid, TaskState state, Instant ended) {
        return reader.outcome(upid, state, ended);
    }

    @Override
    public String log() {
        return excerpt.text();
    }
}
