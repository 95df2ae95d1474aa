package dev.allclear.watch.http;

import dev.allclear.event.Event;
import dev.allclear.task.Upid;
import dev.allclear.watch.Remembered;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches the tasks of one node through a list and the logs of its tasks, and hands over what happens to them. When
 * nothing is new, a look is one small request. {@link #list} and then {@link #follow} make one look; not thread-safe.
 */
public final class TaskWatch {
    /** What the watches of one source share. */
    public record Eyes(Remembered remembered, SightingSink sink, InstantSource clock, LongSupplier nanos) {}

    /**
     * Which tasks, and how they are listed.
     *
     * @param node the node's name; null when only its tasks tell it
     * @param filtered whether the list leaves out other tasks, so that its end tells nothing of how far back it reaches
     * @param watched which tasks are of interest
     * @param head how many rows an idle look asks for
     * @param startDepth how many rows the first look reads at least, if there are so many
     * @param seenUntil up to when an earlier life has seen the tasks of a node
     */
    public record Plan(
            @Nullable String node,
            boolean filtered,
            Predicate<Upid> watched,
            int head,
            int startDepth,
            Function<String, Optional<Instant>> seenUntil) {}

    /** What the list came to. */
    public sealed interface Listed {}

    /**
     * The list was read.
     *
     * @param news whether a task appeared since the last look
     */
    public record Read(boolean news) implements Listed {}

    /** The list could not be read; what runs on the node is unknown. */
    public record Unread(Reply<?> reply) implements Listed {}

    /**
     * What following came to.
     *
     * @param blocked why a task could not be looked at; null when all could
     * @param again how soon the next look is wanted; null when there is no hurry
     */
    public record Followed(
            @Nullable Reply<?> blocked, @Nullable Duration again) {}

    private static final int LONG_PAGE = 512;
    private static final int GROWTH = 8;
    private static final int DEEPEST = 20_000;
    private static final Duration REMIND = Duration.ofMinutes(10);

    private final TaskCalls calls;
    private final Eyes eyes;
    private final Plan plan;
    private final Map<Upid, FollowedTask> open = new HashMap<>();

    /** Handed over as ended, but still listed as running: PVE records an end up to ten seconds later. */
    private final Set<Upid> handed = new HashSet<>();

    private @Nullable TaskCursor cursor;
    private @Nullable String node;
    private Instant asked = Instant.EPOCH;
    private boolean tellSeen;
    private long lastTold;
    private boolean started;

    public TaskWatch(TaskCalls calls, Eyes eyes, Plan plan) {
        this.calls = calls;
        this.eyes = eyes;
        this.plan = plan;
        this.node = plan.node();
    }

    /** The node's name, as far as it is known. */
    public Optional<String> node() {
        return Optional.ofNullable(node);
    }

    /** Looks which tasks there are. */
    public Listed list() throws InterruptedException {
        asked = eyes.clock().instant();
        Reply<Head> reply = head();
        if (!(reply instanceof Reply.Got<Head> got)) {
            return new Unread(reply);
        }
        Head head = got.value();
        List<TaskRow> rows = head.rows();
        TaskCursor place = cursor(rows);
        if (!head.anchored() && place.inDoubt(rows, eyes.remembered()::settled, asked)) {
            Reply<Head> bottom = head.whole() && plan.filtered() ? bottom() : reply;
            if (!(bottom instanceof Reply.Got<Head> all)) {
                return new Unread(bottom);
            }
            List<TaskRow> last = all.value().rows();
            TaskRow oldest = last.isEmpty() ? null : last.get(last.size() - 1);
            Optional<TaskCursor.Span> gap = place.gap(oldest, all.value().total(), asked);
            if (gap.isPresent() && node != null) {
                eyes.sink()
                        .see(new Sighting.Gap(node, gap.get().from(), gap.get().to()));
            }
        }
        boolean news = meet(rows, place);
        place.seen(rows, asked);
        tellSeen |= news || !started;
        news &= started;
        started = true;
        return new Read(news);
    }

    /** Looks at every task that has not ended, in order of start. */
    public Followed follow() throws InterruptedException {
        Reply<?> blocked = null;
        Duration again = null;
        for (FollowedTask task :
                open.values().stream().sorted(FollowedTask.IN_ORDER).toList()) {
            FollowedTask.Step step =
                    task.look(calls, eyes.clock().instant(), eyes.nanos().getAsLong());
            if (step instanceof FollowedTask.Ended ended) {
                open.remove(task.upid());
                if (cursor == null || !cursor.knows(task.upid())) {
                    handed.add(task.upid());
                }
                eyes.sink().see(new Sighting.Ended(ended.outcome(), ended.log()));
            } else if (step instanceof FollowedTask.Open waiting) {
                if (!task.announced) {
                    task.announced = true;
                    eyes.sink().see(new Sighting.Running(task.upid()));
                }
                tell(task.request());
                again = sooner(again, waiting.again());
            } else if (step instanceof FollowedTask.Blocked stuck) {
                // The others would most likely run into the same, each for as long as a timeout.
                blocked = stuck.reply();
                break;
            }
        }
        if (blocked == null) {
            tellSeenUntil();
        }
        return new Followed(blocked, again);
    }

    private void tell(@Nullable Event event) throws InterruptedException {
        if (event != null) {
            eyes.sink().see(new Sighting.Told(event));
        }
    }

    private static @Nullable Duration sooner(@Nullable Duration a, @Nullable Duration b) {
        return a == null || (b != null && b.compareTo(a) < 0) ? b : a;
    }

    private void tellSeenUntil() throws InterruptedException {
        String name = node;
        long now = eyes.nanos().getAsLong();
        if (name != null && (tellSeen || now - lastTold >= REMIND.toNanos())) {
            tellSeen = false;
            lastTold = now;
            eyes.sink().see(new Sighting.SeenUntil(name, asked));
        }
    }

    /** Begins to follow what is new; whether something was. */
    private boolean meet(List<TaskRow> rows, TaskCursor place) {
        boolean news = false;
        Set<Upid> listed = new HashSet<>();
        for (TaskRow row : rows) {
            Upid upid = row.upid();
            if (!plan.watched().test(upid)) {
                continue;
            }
            listed.add(upid);
            FollowedTask known = open.get(upid);
            boolean over = row.ended() && handed.remove(upid);
            if (known != null) {
                known.listed(row);
            } else if (!over && isNew(upid, place)) {
                open.put(upid, new FollowedTask(row, !started, asked));
                news = true;
            }
        }
        handed.retainAll(listed);
        return news;
    }

    private boolean isNew(Upid upid, TaskCursor place) {
        return !handed.contains(upid)
                && !place.knows(upid)
                && !eyes.remembered().settled(upid);
    }

    private TaskCursor cursor(List<TaskRow> rows) {
        TaskCursor present = cursor;
        if (node == null && !rows.isEmpty()) {
            node = rows.get(0).upid().node();
            present = null;
        }
        if (present == null) {
            String name = node;
            present = new TaskCursor(
                    plan.startDepth(),
                    name == null ? null : plan.seenUntil().apply(name).orElse(null));
            cursor = present;
        }
        return present;
    }

    /**
     * The newer end of a list.
     *
     * @param anchored whether it reaches back to what is known
     * @param whole whether it is the whole list
     * @param total rows that there are
     */
    private record Head(List<TaskRow> rows, boolean anchored, boolean whole, long total) {}

    /** As much of the list as is needed, each task once: rows move down while tasks start and end between two pages. */
    private Reply<Head> head() {
        Map<Upid, TaskRow> rows = new LinkedHashMap<>();
        int limit = started ? plan.head() : LONG_PAGE;
        int start = 0;
        while (true) {
            Reply<TaskPage> reply = calls.tasks(start, limit);
            if (!(reply instanceof Reply.Got<TaskPage> got)) {
                return reply.recast();
            }
            TaskPage page = got.value();
            page.rows().forEach(row -> rows.merge(row.upid(), row, TaskWatch::better));
            List<TaskRow> read = new ArrayList<>(rows.values());
            boolean whole = page.listed() < limit;
            boolean anchored = cursor(read).reaches(read);
            if (whole || anchored || read.size() >= DEEPEST) {
                return new Reply.Got<>(new Head(read, anchored, whole, Math.max(page.total(), read.size())));
            }
            if (limit < LONG_PAGE) {
                // One longer page rather than a second one, so that nothing moves between them.
                limit = Math.min(LONG_PAGE, limit * GROWTH);
                rows.clear();
            } else {
                start += page.listed() - TaskCursor.OVERLAP;
            }
        }
    }

    private static TaskRow better(TaskRow a, TaskRow b) {
        return a.ended() ? a : b;
    }

    /** The last row of the list of all tasks. It may just have lost its bottom, so it is asked for twice. */
    private Reply<Head> bottom() {
        Reply<TaskPage> first = calls.all(0, 1);
        if (!(first instanceof Reply.Got<TaskPage> got)) {
            return first.recast();
        }
        TaskPage page = got.value();
        for (int tries = 0; page.total() > 1; tries++) {
            Reply<TaskPage> last = calls.all((int) page.total() - 1, 1);
            if (!(last instanceof Reply.Got<TaskPage> end)) {
                return last.recast();
            }
            page = end.value();
            if (!page.rows().isEmpty() || tries > 0) {
                break;
            }
        }
        return page.rows().isEmpty() && page.total() > 0
                ? new Reply.Failed<>("the list of all tasks does not show its oldest one", null)
                : new Reply.Got<>(new Head(page.rows(), false, true, page.total()));
    }
}
