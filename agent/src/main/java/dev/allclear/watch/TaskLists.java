package dev.allclear.watch;

import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Proxmox's own lists of tasks: {@code active} (replaced by rename), {@code index} or {@code archive} (appended to) and the
 * same with {@code .1} (what it was before the last rotation, after which the other one does not exist until the next task
 * ends). PBS keeps older ones too; they are read once, and only back to a task that is known. Source: PVE
 * {@code PVE/RESTEnvironment.pm}, PBS {@code proxmox-rest-server/src/worker_task.rs}. The lists are hints for tasks whose log
 * is gone; where there is a log, the log decides. Single-threaded.
 */
final class TaskLists {
    /** The status of a task of PBS that left no final line. */
    private static final String PBS_UNKNOWN = "unknown";

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
            if (status == null || unproven()) {
                return new TaskState.Unknown(TaskState.NO_FINAL_LINE);
            }
            if (status.equals("OK") || status.startsWith("WARNINGS: ")) {
                return new TaskState.Unknown(
                        "the task list says " + status + ", but its log is gone, so nothing is proven");
            }
            return new TaskState.Failed(status);
        }

        private boolean unproven() {
            return TaskState.NO_FINAL_LINE.equals(status)
                    || (PBS_UNKNOWN.equals(status) && upid.product() == Upid.Product.PBS);
        }

        /** The line that tells more; PVE may list a task twice, and its {@code unexpected status} may be premature. */
        private static Entry better(Entry a, Entry b) {
            return rank(b) > rank(a) ? b : a;
        }

        private static int rank(Entry entry) {
            if (entry.ended == null) {
                return 0;
            }
            return entry.status == null ? 1 : entry.unproven() ? 2 : 3;
        }
    }

    private final Predicate<String> known;
    private final TaskLayout layout;
    private final @Nullable RotatedLists rotated;
    private final Path tasks;
    private final ByteBuffer buffer;
    private final Blindness blindness;
    private @Nullable BasicFileAttributes active;
    private @Nullable BasicFileAttributes older;
    private @Nullable Object indexKey;
    private long indexOffset;
    private boolean metKnown;
    private boolean rotatedRead;

    /** @param known names of tasks of which nothing more needs to be told */
    TaskLists(Eyes eyes, Predicate<String> known) {
        this.known = known;
        this.layout = eyes.layout();
        this.rotated = layout == TaskLayout.PBS ? new RotatedLists(eyes) : null;
        this.tasks = eyes.tasks();
        this.buffer = eyes.buffer();
        this.blindness = eyes.blindness();
    }

    /** What the lists say that they did not say at the last look, by UPID. Unchanged lists are not opened. */
    Map<String, Entry> look() throws InterruptedException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        readPrevious(entries);
        readIndex(entries);
        readRotated(entries);
        BasicFileAttributes now = stat(TaskLayout.ACTIVE);
        if (now != null && !same(active, now)) {
            read(TaskLayout.ACTIVE, 0, entries);
        }
        active = now;
        return entries;
    }

    /** History that reaches back beyond the plain lists is of use only as far as it is not known. */
    private void readRotated(Map<String, Entry> entries) throws InterruptedException {
        if (rotated != null && !rotatedRead) {
            rotatedRead = rotated.read(line -> take(line, entries), () -> metKnown);
        }
    }

    private void readPrevious(Map<String, Entry> entries) throws InterruptedException {
        String name = layout.previous();
        BasicFileAttributes now = stat(name);
        if (now != null && !same(older, now)) {
            boolean renamed = Objects.equals(indexKey, now.fileKey()) && now.size() >= indexOffset;
            read(name, renamed ? indexOffset : 0, entries);
            // Whatever is called index now is another file, even if it got the number of one that was removed.
            indexKey = null;
            indexOffset = 0;
        }
        older = now;
    }

    private void readIndex(Map<String, Entry> entries) throws InterruptedException {
        BasicFileAttributes now = stat(layout.ended());
        if (now == null) {
            return;
        }
        if (!Objects.equals(indexKey, now.fileKey()) || now.size() < indexOffset) {
            indexKey = now.fileKey();
            indexOffset = 0;
        }
        if (now.size() > indexOffset) {
            indexOffset = read(layout.ended(), indexOffset, entries);
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
        ListLines lines = new ListLines(line -> take(line, entries));
        byte[] bytes = new byte[buffer.capacity()];
        long at = from;
        try (FileChannel channel = FileChannel.open(list, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            int count;
            while ((count = channel.read(buffer.clear(), at)) > 0) {
                buffer.flip().get(bytes, 0, count);
                lines.feed(bytes, count);
                at += count;
            }
            blindness.over(list.toString());
        } catch (NoSuchFileException e) {
            // Rotated away just now; its lines are in the previous one at the next look.
        } catch (IOException e) {
            blindness.begins(
                    list.toString(),
                    "cannot read " + list + ": " + e + ". Tasks whose log was removed while allclear was not running "
                            + "stay unseen. It is tried again when the file changes.");
        }
        return from + lines.complete();
    }

    private void take(String line, Map<String, Entry> entries) {
        int blank = line.indexOf(' ');
        if (known.test(blank < 0 ? line : line.substring(0, blank))) {
            metKnown = true;
        } else {
            parse(layout, line).ifPresent(entry -> entries.merge(entry.upid().toString(), entry, Entry::better));
        }
    }

    /** A line of any of the lists, or empty for a line that is none or speaks of a task that nobody watches. */
    static Optional<Entry> parse(TaskLayout layout, String line) {
        int blank = line.indexOf(' ');
        Optional<Upid> upid = layout.parse(blank < 0 ? line : line.substring(0, blank));
        if (upid.isEmpty()) {
            return Optional.empty();
        }
        if (blank < 0) {
            // So PBS lists a running task.
            return layout == TaskLayout.PBS ? Optional.of(new Entry(upid.get(), null, null)) : Optional.empty();
        }
        String rest = line.substring(blank + 1);
        // In PVE's active list a digit says whether the index has the line too.
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
