package dev.allclear.watch;

import dev.allclear.task.TaskLogReader;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one growing log, each byte once. The file is open only while it is read. A log that shrank or was replaced is
 * another log and is read from its start. Whatever is not a plain file is never opened: a FIFO would block for ever and
 * a link could lead anywhere. Single-threaded.
 */
final class LogFollower {
    /** What the last look found. */
    enum Sight {
        READ,
        GONE,
        DENIED,
        UNREADABLE
    }

    /** Opens a log for reading. Replaced in tests, which run as root and so are never denied anything. */
    interface Opener {
        SeekableByteChannel open(Path log) throws IOException;

        Opener PLAIN = log -> Files.newByteChannel(log, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private final Upid upid;
    private final Path log;
    private final Opener opener;
    private final Instant keepSince;
    private @Nullable TaskLogReader reader;
    private long offset;
    private @Nullable BasicFileAttributes seen;
    private Sight sight = Sight.GONE;
    private String problem = "";
    private boolean grew;

    /** Of a log that nobody wants to read. */
    LogFollower(Upid upid, Path log, Opener opener) {
        this(upid, log, opener, Instant.MAX);
    }

    /** @param keepSince since when the log must have been written to be kept for people */
    LogFollower(Upid upid, Path log, Opener opener, Instant keepSince) {
        this.upid = upid;
        this.log = log;
        this.opener = opener;
        this.keepSince = keepSince;
    }

    /** Reads what is new, through the given buffer. */
    Sight read(ByteBuffer buffer) throws InterruptedException {
        grew = false;
        problem = "";
        try {
            BasicFileAttributes now = stat();
            BasicFileAttributes before = seen;
            if (offset > 0 && (before == null || replaced(before, now) || now.size() < offset)) {
                restart();
            }
            seen = now;
            sight = now.isRegularFile() ? readOn(now.size(), buffer) : notAFile(now);
        } catch (NoSuchFileException e) {
            sight = Sight.GONE;
        } catch (AccessDeniedException e) {
            problem = "permission denied";
            sight = Sight.DENIED;
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("stopped while reading " + log);
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
            sight = Sight.UNREADABLE;
        }
        return sight;
    }

    /** Reads up to the size that the file has now; whatever comes later comes with an event of its own. */
    private Sight readOn(long size, ByteBuffer buffer) throws IOException {
        // An empty log is opened too: a missing right should be known before the first line, not after the last.
        if (size == offset && size > 0) {
            return Sight.READ;
        }
        try (SeekableByteChannel channel = opener.open(log)) {
            channel.position(offset);
            TaskLogReader lines = reader();
            while (offset < size) {
                int count = channel.read(buffer.clear());
                if (count < 0) {
                    break;
                }
                lines.feed(buffer.array(), buffer.arrayOffset(), count);
                offset += count;
                grew = true;
            }
        }
        return Sight.READ;
    }

    private Sight notAFile(BasicFileAttributes now) {
        problem = now.isSymbolicLink()
                ? "it is a symbolic link"
                : now.isDirectory() ? "it is a directory" : "it is a FIFO, a socket or a device";
        return Sight.UNREADABLE;
    }

    /** Whether a look may find something else than the last one did. */
    boolean worthReading() {
        BasicFileAttributes before = seen;
        if (sight == Sight.GONE || before == null) {
            return Files.exists(log, LinkOption.NOFOLLOW_LINKS);
        }
        if (sight != Sight.READ) {
            return true;
        }
        try {
            BasicFileAttributes now = stat();
            return !DirectoryMark.same(before, now);
        } catch (IOException e) {
            return true;
        }
    }

    /** Forgets what was read: the next look reads from the start. */
    void restart() {
        reader = null;
        offset = 0;
    }

    private TaskLogReader reader() {
        TaskLogReader present = reader;
        if (present == null) {
            present = modified().isAfter(keepSince) ? TaskLogReader.keeping(upid) : TaskLogReader.of(upid);
            reader = present;
        }
        return present;
    }

    private BasicFileAttributes stat() throws IOException {
        return Files.readAttributes(log, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean replaced(BasicFileAttributes before, BasicFileAttributes now) {
        return !Objects.equals(before.fileKey(), now.fileKey());
    }

    Path log() {
        return log;
    }

    Sight sight() {
        return sight;
    }

    /** Why the last look could not read; empty when it could. */
    String problem() {
        return problem;
    }

    /** Whether the last look found new bytes. */
    boolean grew() {
        return grew;
    }

    boolean everSeen() {
        return seen != null;
    }

    /** When the log was last written; the epoch when it was never seen. */
    Instant modified() {
        BasicFileAttributes last = seen;
        return last == null ? Instant.EPOCH : last.lastModifiedTime().toInstant();
    }

    /** Whether the log was read to its end and this end is a complete final line. */
    boolean ended() {
        return sight == Sight.READ && reader().ended();
    }

    TaskState finalState() {
        return reader().finalState();
    }

    /** When it ended, if it did: the time of the last line that has one, else when the log was last written. */
    Instant lastTime() {
        Instant told = reader().lastTime();
        return told == null ? modified() : told;
    }

    /** The log for people, if it was kept; else empty. */
    String text() {
        return reader().log();
    }

    /** What was read so far, as the outcome of a task that stands like this. */
    TaskOutcome outcome(TaskState state, Instant ended) {
        return reader().outcome(upid, state, ended);
    }
}
