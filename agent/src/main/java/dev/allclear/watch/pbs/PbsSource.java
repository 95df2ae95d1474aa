package dev.allclear.watch.pbs;

import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.PollPace;
import dev.allclear.watch.http.PollTimes;
import dev.allclear.watch.http.Polled;
import dev.allclear.watch.http.PolledSource;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SourceHealth;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.http.TaskCalls;
import dev.allclear.watch.http.TaskPage;
import dev.allclear.watch.http.TaskWatch;
import dev.allclear.watch.http.UpdateLook;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Proxmox Backup Server that is seen through its API: its tasks at every poll, its jobs and datastores every five
 * minutes, its jobs also as soon as a task appears, since only they tell whose task a prune task is. Thread-safe.
 */
public final class PbsSource implements PolledSource {
    /** Exactly: the server's own filter takes any part of a type, so that {@code prune} would be {@code prunejob} too. */
    private static final Set<String> WATCHED = Stream.concat(
                    Arrays.stream(StoreJob.Kind.values()).map(StoreJob.Kind::workerType),
                    Stream.of("tape-backup", "acme-renew-cert"))
            .collect(Collectors.toUnmodifiableSet());

    private static final long STORE_INTERVAL = TimeUnit.MINUTES.toNanos(5);
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    /** Ten rows of all types have about 3 KB. */
    private static final int HEAD = 10;

    /** Rows that the first look of the first life reads at least; the archives hold some 50,000. */
    private static final int START_DEPTH = 1000;

    private final PbsCalls calls;
    private final SourceSetup setup;
    private final SourceHealth health;
    private final StoreLook look;
    private final TaskWatch watch;
    private final PollPace pace;
    private final Polled unit = new ServerUnit();

    // Only the polls use these.
    private @Nullable PbsRights rights;
    private long rightsAt;
    private boolean rightsDue = true;
    private @Nullable Long storesAt;
    private @Nullable UpdateLook updates;

    // Guarded by this.
    private @Nullable PollTimes times;

    private PbsSource(PbsCalls calls, SourceSetup setup) {
        this.calls = calls;
        this.setup = setup;
        this.health = new SourceHealth(setup.sink());
        this.look = new StoreLook(calls, setup.sink(), health);
        this.watch = new TaskWatch(
                new ServerTasks(calls),
                setup.eyes(),
                new TaskWatch.Plan(
                        null, false, upid -> WATCHED.contains(upid.type()), HEAD, START_DEPTH, setup.seenUntil()));
        this.pace = setup.pace(setup.poll());
    }

    /**
     * A source that asks this API.
     *
     * @param calls the API, a {@code PbsApi}
     */
    public static PbsSource of(PbsCalls calls, SourceSetup setup) {
        return new PbsSource(calls, setup);
    }

    @Override
    public synchronized void begin(PollTimes with) {
        times = with;
        with.add(unit, setup.first(with.units()));
    }

    @Override
    public synchronized void end() {
        PollTimes present = times;
        times = null;
        if (present != null) {
            present.remove(unit);
        }
    }

    private Polled.Next pollServer() throws InterruptedException {
        health.expect(List.of(setup.name()));
        Reply<?> unproven = checkRights();
        PbsRights known = rights;
        if (known == null) {
            return unseen(unproven == null ? new Reply.Failed<>("no answer", null) : unproven);
        }
        boolean stores = lookAtStores(known);
        if (!known.seesTasks()) {
            health.looked(setup.name(), false, subject(), "");
            return pace.well();
        }
        TaskWatch.Listed listed = watch.list();
        if (listed instanceof TaskWatch.Unread unread) {
            return unseen(unread.reply());
        }
        if (listed instanceof TaskWatch.Read read && read.news() && !stores && known.seesSomeDatastore()) {
            look.lookAtJobs();
        }
        TaskWatch.Followed followed = watch.follow();
        if (followed.blocked() != null) {
            return unseen(followed.blocked());
        }
        health.looked(setup.name(), true, subject(), "");
        updates().look(watch.node().orElse(setup.name()), calls::updates);
        Polled.Next next = pace.well(followed.again());
        calls.rest(next.in());
        return next;
    }

    /** Made at the first look, when all units of all sources are there. */
    private UpdateLook updates() {
        UpdateLook present = updates;
        if (present == null) {
            present = new UpdateLook(
                    "this server",
                    "Sys.Audit on / (`proxmox-backup-manager acl update / Audit --auth-id '" + setup.tokenId()
                            + "'`, and the same for its user)",
                    units(),
                    setup);
            updates = present;
        }
        return present;
    }

    private synchronized int units() {
        PollTimes present = times;
        return present == null ? 0 : present.units();
    }

    /** Whether the jobs were looked at. */
    private boolean lookAtStores(PbsRights known) throws InterruptedException {
        long now = setup.nanos().getAsLong();
        Long last = storesAt;
        if (!known.seesSomeDatastore() || (last != null && now - last < STORE_INTERVAL)) {
            return false;
        }
        storesAt = now;
        look.lookAtJobs();
        look.lookAtDatastores();
        return true;
    }

    /** Asks for the rights at first, once a day, after a refusal, and every five minutes while something is missing. */
    private @Nullable Reply<?> checkRights() throws InterruptedException {
        long now = setup.nanos().getAsLong();
        PbsRights known = rights;
        long age = now - rightsAt;
        if (known != null && !rightsDue && age < (known.problems().isEmpty() ? DAY : STORE_INTERVAL)) {
            return null;
        }
        Reply<SortedMap<String, Set<String>>> reply = calls.permissions();
        if (!(reply instanceof Reply.Got<SortedMap<String, Set<String>>> got)) {
            return reply;
        }
        known = PbsRights.of(setup.tokenId(), got.value());
        rights = known;
        rightsAt = now;
        rightsDue = false;
        health.problems(PbsRights.SUBJECT, known.problems());
        return null;
    }

    private Polled.Next unseen(Reply<?> reply) throws InterruptedException {
        rightsDue |= reply instanceof Reply.Denied;
        String how = reply instanceof Reply.Denied ? " may not be seen: " : " cannot be read: ";
        health.looked(
                setup.name(),
                false,
                subject(),
                "backup server " + setup.name() + how + reply.why()
                        + ". What runs there is unknown, not absent, and nothing "
                        + "that it does is an all-clear. It is asked again, at least every 5 minutes.");
        return pace.failed(reply);
    }

    private String subject() {
        return "backup server " + setup.name();
    }

    private final class ServerUnit implements Polled {
        @Override
        public Next poll() throws InterruptedException {
            return pollServer();
        }

        @Override
        public Next stumbled(RuntimeException error) throws InterruptedException {
            health.looked(
                    setup.name(),
                    false,
                    subject(),
                    "an error in allclear itself while looking at " + subject() + ": " + error
                            + ". It is tried again; please report it with the journal's text.");
            return pace.failed((Duration) null);
        }

        @Override
        public String toString() {
            return subject();
        }
    }

    /** The tasks of the server; it lists all types. */
    private record ServerTasks(PbsCalls calls) implements TaskCalls {
        @Override
        public Reply<TaskPage> tasks(int start, int limit) {
            return calls.tasks(start, limit);
        }

        @Override
        public Reply<TaskPage> all(int start, int limit) {
            return calls.tasks(start, limit);
        }

        @Override
        public Reply<LogPage> log(Upid upid, int first, int limit) {
            return calls.log(upid, first, limit);
        }

        @Override
        public Reply<Boolean> running(Upid upid) {
            return calls.running(upid);
        }
    }
}
