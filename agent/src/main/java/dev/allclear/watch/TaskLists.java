package dev.allclear.watch;

import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * PVE's own lists of tasks: {@code active} (replaced by rename), {@code index} (appended to) and {@code index.1} (the
 * index before the last rotation, after which {@code index} does not exist until the next task ends). Source: PVE
 * {@code PVE/RESTEnvironment.pm}. They are hints for tasks whose log is gone; where there is a log, the log decides.
 * Single-threaded.
 */
final class TaskLists {
    static final Set<String> NAMES = Set.of("active", "index", "index.1");

    /** Longer lines are cut: more of an error's text helps nobody. */
    private static final int LONGEST_LINE = 4096;

    /**
     * What the lists tell of one task.
     *
     * @param ended when its end was noticed; null while it is listed as running
     * @param status its final status; null when the line has none
     */
    record Entry(
            Upid upid, @Nullable Instant ended, @Nullable String status) {

        /** What this proves without a log: a failure, but never a success. */
        TaskState state() {
            if (status == null || status.equals(TaskState.NO_FINAL_LINE)) {
                return new TaskState.Unknown(TaskState.NO_FINAL_LINE);
            }
            if (status.equals("OK") || status.startsWith("WARNINGS: ")) {
                return new TaskState.Unknown(
                        "the task list says " + status + ", but its log is gone, so nothing is proven");
            }
            return new TaskState.Failed(status);
        }

        /** The line that tells more; PVE may list a task twice, and its {@code unexpected status} may be premature. */
        private static Entry better(Entry a, Entry b) {
            return rank(b) > rank(a) ? b : a;
        }

        private static int rank(Entry entry) {
            if (entry.ended == null) {
                return 0;
            }
            return entry.status == null ? 1 : entry.status.equals(TaskState.NO_FINAL_LINE) ? 2 : 3;
        }
    }

    private final Predicate<String> known;
    private final Path tasks;
    private final ByteBuffer buffer;
    private final Blindness blindness;
    private @Nullable BasicFileAttributes active;
    private @Nullable BasicFileAttributes older;
    private @Nullable Object indexKey;
    private long indexOffset;

    /** @param known names of tasks of which nothing more needs to be told */
    TaskLists(Eyes eyes, Predicate<String> known) {
        this.known = known;
        this.tasks = eyes.tasks();
        this.buffer = eyes.buffer();
        this.blindness = eyes.blindness();
    }

    /** What the lists say that they did not say at the last look, by UPID. Unchanged lists are not opened. */
    Map<String, Entry> look() throws InterruptedException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        readWhole("index.1", entries);
        readIndex(entries);
        BasicFileAttributes now = stat("active");
        if (now != null && !same(active, now)) {
            read("active", 0, entries);
        }
        active = now;
        return entries;
    }

    private void readWhole(String name, Map<String, Entry> entries) throws InterruptedException {
        BasicFileAttributes now = stat(name);
        if (now != null && !same(older, now)) {
            boolean rotated = Objects.equals(indexKey, now.fileKey()) && now.size() >= indexOffset;
            read(name, rotated ? indexOffset : 0, entries);
            // Whatever is called index now is another file, even if it got the number of one that was removed.
            indexKey = null;
            indexOffset = 0;
        }
        older = now;
    }

    private void readIndex(Map<String, Entry> entries) throws InterruptedException {
        BasicFileAttributes now = stat("index");
        if (now == null) {
            return;
        }
        if (!Objects.equals(indexKey, now.fileKey()) || now.size() < indexOffset) {
            indexKey = now.fileKey();
            indexOffset = 0;
        }
        if (now.size() > indexOffset) {
            indexOffset = read("index", indexOffset, entries);
        }
    }

    /** Makes the next look read everything. */
    void forget() {
        active = null;
        older = null;
        indexKey = null;
        indexOffset = 0;
    }

    /** Returns the offset behind the last complete line. */
    private long read(String name, long from, Map<String, Entry> entries) throws InterruptedException {
        Path list = tasks.resolve(name);
        long at = from;
        long complete = from;
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        byte[] bytes = new byte[buffer.capacity()];
        try (FileChannel channel = FileChannel.open(list, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            int count;
            while ((count = channel.read(buffer.clear(), at)) > 0) {
                buffer.flip().get(bytes, 0, count);
                int start = 0;
                for (int i = 0; i < count; i++) {
                    if (bytes[i] == '\n') {
                        length = append(line, length, bytes, start, i);
                        take(new String(line, 0, length, StandardCharsets.UTF_8), entries);
                        length = 0;
                        start = i + 1;
                        complete = at + start;
                    }
                }
                length = append(line, length, bytes, start, count);
                at += count;
            }
            blindness.over(list.toString());
        } catch (NoSuchFileException e) {
            // Rotated away just now; its lines are in index.1 at the next look.
        } catch (IOException e) {
            blindness.begins(
                    list.toString(),
                    "cannot read " + list + ": " + e + ". Tasks whose log was removed while allclear was not running "
                            + "stay unseen. It is tried again when the file changes.");
        }
        return complete;
    }

    private static int append(byte[] line, int length, byte[] bytes, int from, int to) {
        int more = Math.min(to - from, LONGEST_LINE - length);
        System.arraycopy(bytes, from, line, length, more);
        return length + more;
    }

    private void take(String line, Map<String, Entry> entries) {
        int blank = line.indexOf(' ');
        if (blank > 0 && !known.test(line.substring(0, blank))) {
            parse(line).ifPresent(entry -> entries.merge(entry.upid().toString(), entry, Entry::better));
        }
    }

    /** A line of any of the lists, or empty for a line that is none or speaks of a task that nobody watches. */
    static Optional<Entry> parse(String line) {
        int blank = line.indexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        Optional<Upid> upid = WatchedTypes.parse(line.substring(0, blank));
        if (upid.isEmpty()) {
            return Optional.empty();
        }
        String rest = line.substring(blank + 1);
        // In active, a digit says whether the index has the line too.
        if (rest.equals("0") || rest.equals("1")) {
            return Optional.of(new Entry(upid.get(), null, null));
        }
        if (rest.startsWith("0 ") || rest.startsWith("1 ")) {
            rest = rest.substring(2);
        }
        String[] parts = rest.split(" ", 2);
        if (!parts[0].matches("[0-9A-Fa-f]{8}")) {
            return Optional.empty();
        }
        Instant ended = Instant.ofEpochSecond(Long.parseLong(parts[0], 16));
        return Optional.of(new Entry(upid.get(), ended, parts.length > 1 && !parts[1].isEmpty() ? parts[1] : null));
    }

    private @Nullable BasicFileAttributes stat(String name) {
        try {
            BasicFileAttributes now =
                    Files.readAttributes(tasks.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isRegularFile() ? now : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean same(@Nullable BasicFileAttributes before, BasicFileAttributes now) {
        return before != null && DirectoryMark.same(before, now);
    }
}
