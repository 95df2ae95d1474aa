package dev.allclear.watch.http;

import dev.allclear.task.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the newest tasks of a list, so that the next look needs only its head and notices when something between was
 * missed. Pure; not thread-safe.
 *
 * <p>A list is a stack: whatever is recorded is laid on top, and now and then the bottom falls away ({@code index.1} is
 * replaced, after 50,000 bytes each; PBS keeps 20 files). So nothing was missed if the head ends in tasks that were seen
 * as ended before. Several are demanded, since tasks that ended within seconds are recorded together and not in the
 * order of their ends. Running tasks prove nothing: they will be recorded on top.
 */
public final class TaskCursor {
    /** How many known tasks at the end of the head prove that nothing is between. */
    static final int OVERLAP = 4;

    /** How many tasks are remembered, as 64-bit digests: 2 KiB for a node. */
    private static final int MEMORY = 256;

    /** A list with fewer rows has never lost its bottom: two files of 50,000 bytes hold at least 450 usual rows. */
    private static final int NEVER_ROTATED = 100;

    /** In this time no task comes and falls away again: a list would have to lose its bottom twice. */
    private static final Duration SHORT = Duration.ofMinutes(10);

    /** A row that was recorded after a crash has the time of its log's last line: a single old row proves nothing. */
    private static final Duration MARGIN = Duration.ofDays(1);

    /** Nothing was seen in between. */
    public record Span(Instant from, Instant to) {}

    private final int startDepth;
    private long[] known = new long[0];
    private boolean started;
    private @Nullable Instant seenUntil;

    /**
     * @param startDepth how many rows the first look reads at least, if there are so many
     * @param seenUntil up to when an earlier life has seen everything; null when there was none
     */
    public TaskCursor(int startDepth, @Nullable Instant seenUntil) {
        this.startDepth = startDepth;
        this.seenUntil = seenUntil;
    }

    /** Whether this task was seen as ended before. */
    public boolean knows(Upid upid) {
        long digest = digest(upid);
        for (long one : known) {
            if (one == digest) {
                return true;
            }
        }
        return false;
    }

    /** Whether the head of the list that was read reaches back to what is known. */
    public boolean reaches(List<TaskRow> head) {
        if (head.size() < OVERLAP || (!started && head.size() < startDepth)) {
            return false;
        }
        return head.subList(head.size() - OVERLAP, head.size()).stream()
                .allMatch(started ? this::isKnown : this::isOld);
    }

    private boolean isKnown(TaskRow row) {
        return row.ended() && knows(row.upid());
    }

    private boolean isOld(TaskRow row) {
        return seenUntil == null || (row.ended() && time(row).isBefore(seenUntil.minus(MARGIN)));
    }

    /**
     * Whether it has to be asked how far the list of all tasks reaches back, since nothing known is left in this one.
     *
     * @param rows the list, to its end
     * @param remembered whether a task was settled in an earlier life
     */
    public boolean inDoubt(List<TaskRow> rows, Predicate<Upid> remembered, Instant now) {
        Instant until = seenUntil;
        if (until == null || rows.stream().anyMatch(this::isKnown)) {
            return false;
        }
        if (!started) {
            return rows.stream().noneMatch(row -> row.ended() && remembered.test(row.upid()));
        }
        return known.length > 0
                || rows.stream().anyMatch(TaskRow::ended)
                || Duration.between(until, now).compareTo(SHORT) > 0;
    }

    /**
     * What was missed, when {@link #inDoubt}.
     *
     * @param oldest the last row of the list of all tasks; null when it is empty
     * @param total its number of rows
     */
    public Optional<Span> gap(@Nullable TaskRow oldest, long total, Instant now) {
        Instant until = seenUntil;
        if (until == null) {
            return Optional.empty();
        }
        boolean lost = known.length > 0;
        if (total < NEVER_ROTATED && !lost) {
            return Optional.empty();
        }
        // A list that is empty although there were tasks was wiped.
        Instant reach = oldest == null ? now : time(oldest);
        return reach.isAfter(until) ? Optional.of(new Span(until, reach)) : Optional.empty();
    }

    /** Everything in the list is seen, down to what was known before. */
    public void seen(List<TaskRow> rows, Instant at) {
        started = true;
        seenUntil = at;
        long[] heads = rows.stream()
                .filter(TaskRow::ended)
                .mapToLong(row -> digest(row.upid()))
                .limit(MEMORY)
                .toArray();
        if (rows.stream().noneMatch(this::isKnown)) {
            known = heads;
            return;
        }
        if (Arrays.stream(heads).allMatch(head -> Arrays.stream(known).anyMatch(one -> one == head))) {
            return;
        }
        long[] all = Arrays.copyOf(heads, Math.min(MEMORY, heads.length + known.length));
        int count = heads.length;
        for (long old : known) {
            if (count < all.length && Arrays.stream(heads).noneMatch(head -> head == old)) {
                all[count++] = old;
            }
        }
        known = Arrays.copyOf(all, count);
    }

    private static Instant time(TaskRow row) {
        return row.endtime() >= 0
                ? Instant.ofEpochSecond(row.endtime())
                : row.upid().started();
    }

    /** FNV-1a, 64 bits. */
    private static long digest(Upid upid) {
        String text = upid.toString();
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
