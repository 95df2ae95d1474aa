package dev.allclear.watch.pve;

import dev.allclear.watch.http.PollPace;
import dev.allclear.watch.http.PollTimes;
import dev.allclear.watch.http.Polled;
import dev.allclear.watch.http.PolledSource;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SourceHealth;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.http.TaskWatch;
import dev.allclear.watch.pve.PveCalls.ClusterStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Proxmox VE node or cluster that is seen through its API. The cluster itself is looked at every five minutes, and at
 * once when a backup appears; each of its nodes is polled for its tasks. Thread-safe.
 */
public final class PveSource implements PolledSource {
    private static final Duration CLUSTER_INTERVAL = Duration.ofMinutes(5);
    private static final Duration RIGHTS_AGAIN = Duration.ofMinutes(1);

    /** All nodes start a job within seconds; one look at the cluster is enough for them. */
    private static final long APART = TimeUnit.SECONDS.toNanos(15);

    /** A node that has just gone silent is not fenced yet. */
    private static final Duration FENCING_LATER = Duration.ofSeconds(30);

    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private final PveCalls calls;
    private final SortedSet<String> wanted;
    private final SourceSetup setup;
    private final SourceHealth health;
    private final ClusterLook look;
    private final PollPace pace;
    private final Polled clusterUnit = new ClusterUnit();
    private final FenceLook fencing;
    private final NodePoll.Surroundings surroundings = new Around();

    // What the units share; guarded by this.
    private final Map<String, NodePoll> units = new HashMap<>();
    private final SortedSet<String> refused = new TreeSet<>();
    private SortedSet<String> hidden = new TreeSet<>();
    private Map<String, Boolean> online = Map.of();
    private boolean alone;
    private @Nullable PollTimes times;
    private long lastLook;
    private boolean rightsDue = true;

    // Only the look at the cluster uses these.
    private @Nullable TokenRights rights;
    private long rightsAt;

    private PveSource(PveCalls calls, SortedSet<String> nodes, SourceSetup setup) {
        this.calls = calls;
        this.wanted = new TreeSet<>(nodes);
        this.setup = setup;
        this.health = new SourceHealth(setup.sink());
        this.look = new ClusterLook(calls, setup.sink(), health);
        this.fencing = new FenceLook(calls, wanted, setup);
        this.pace = setup.pace(CLUSTER_INTERVAL);
    }

    /**
     * A source that asks this API.
     *
     * @param calls the API, a {@code PveApi}
     * @param nodes the nodes to watch; empty for all that there are
     */
    public static PveSource of(PveCalls calls, SortedSet<String> nodes, SourceSetup setup) {
        return new PveSource(calls, nodes, setup);
    }

    @Override
    public synchronized void begin(PollTimes with) {
        times = with;
        lastLook = setup.nanos().getAsLong() - APART;
        with.add(clusterUnit, setup.first(with.units()));
        with.add(fencing, FENCING_LATER);
    }

    @Override
    public synchronized void end() {
        PollTimes present = times;
        times = null;
        if (present != null) {
            present.remove(clusterUnit);
            present.remove(fencing);
            units.values().forEach(present::remove);
        }
        units.clear();
    }

    private Polled.Next lookAtCluster() throws InterruptedException {
        synchronized (this) {
            lastLook = setup.nanos().getAsLong();
        }
        Reply<ClusterStatus> reply = calls.clusterStatus();
        if (!(reply instanceof Reply.Got<ClusterStatus> got)) {
            return withoutStatus(reply);
        }
        ClusterStatus status = got.value();
        if (fencing.nodes(status.nodes().size())) {
            hurryFencing();
        }
        SortedSet<String> nodes = new TreeSet<>(status.nodes().keySet());
        if (!wanted.isEmpty()) {
            nodes.retainAll(wanted);
        }
        health.problem("cluster", "");
        health.problems("configured node ", strangers(status.nodes().keySet()));
        boolean sure = checkRights(nodes);
        SortedSet<String> watched = new TreeSet<>(nodes);
        watched.removeAll(sure ? hiddenNow() : nodes);
        TokenRights known = rights;
        look.look(status, watched, known != null && known.seesGuests());
        health.expect(nodes);
        poll(nodes, status.nodes());
        synchronized (this) {
            alone = status.nodes().size() == 1;
        }
        return pace.well(sure ? null : RIGHTS_AGAIN);
    }

    /** The nodes that were named can be polled even by a token that may not see the cluster. */
    private Polled.Next withoutStatus(Reply<ClusterStatus> reply) throws InterruptedException {
        health.problem(
                "cluster",
                "cannot see the cluster of source " + setup.name() + ": " + reply.why()
                        + ". Its nodes and jobs are as they were last seen, if ever, and what has changed is not known. "
                        + "It is asked again, at least every 5 minutes.");
        if (reply instanceof Reply.Denied && !wanted.isEmpty()) {
            checkRights(wanted);
            health.expect(wanted);
            poll(wanted, new TreeMap<>());
        } else if (noUnits()) {
            health.hopeless();
        }
        return pace.failed(reply);
    }

    private SortedMap<String, String> strangers(Set<String> nodes) {
        SortedMap<String, String> strangers = new TreeMap<>();
        for (String name : wanted) {
            if (!nodes.contains(name)) {
                strangers.put(
                        "configured node " + name,
                        "source " + setup.name() + " names node " + name + ", but there is no such node; there are: "
                                + String.join(", ", nodes)
                                + ". Correct the name in agent.conf (names are case-sensitive).");
            }
        }
        return strangers;
    }

    /** Whether the rights of the token are known: asked at first, once a day, and as long as something is missing. */
    private boolean checkRights(SortedSet<String> nodes) throws InterruptedException {
        long now = setup.nanos().getAsLong();
        TokenRights known = rights;
        if (known == null
                || now - rightsAt >= DAY
                || takeRightsDue()
                || !known.problems(nodes).isEmpty()) {
            Reply<SortedMap<String, Set<String>>> reply = calls.permissions();
            if (reply instanceof Reply.Got<SortedMap<String, Set<String>>> got) {
                known = TokenRights.of(setup.tokenId(), got.value());
                rights = known;
                rightsAt = now;
            } else if (known == null) {
                health.problems(
                        TokenRights.SUBJECT,
                        Map.of(
                                TokenRights.SUBJECT + "unknown",
                                "cannot check what the token " + setup.tokenId() + " may see: " + reply.why()
                                        + ". Until that is known an empty task list proves nothing."));
                return false;
            }
        }
        if (known == null) {
            return false;
        }
        SortedMap<String, String> problems = known.problems(nodes);
        synchronized (this) {
            hidden = known.hidden(nodes);
            refused.retainAll(nodes);
            for (String node : refused) {
                problems.put(TokenRights.SUBJECT + "node " + node, TokenRights.cannotSee(setup.tokenId(), node));
            }
        }
        health.problems(TokenRights.SUBJECT, problems);
        return true;
    }

    private synchronized boolean takeRightsDue() {
        boolean due = rightsDue;
        rightsDue = false;
        return due;
    }

    private synchronized void hurryFencing() {
        PollTimes present = times;
        if (present != null) {
            present.hurry(fencing, FENCING_LATER);
        }
    }

    private synchronized Set<String> hiddenNow() {
        Set<String> both = new TreeSet<>(hidden);
        both.addAll(refused);
        return both;
    }

    private synchronized boolean noUnits() {
        return units.isEmpty();
    }

    /** Polls these nodes and no others; one that has come back at once. */
    private synchronized void poll(SortedSet<String> nodes, SortedMap<String, Boolean> nowOnline) {
        PollTimes present = times;
        if (present == null) {
            return;
        }
        for (Map.Entry<String, NodePoll> unit : units.entrySet()) {
            if (!nodes.contains(unit.getKey())) {
                present.remove(unit.getValue());
            }
        }
        units.keySet().retainAll(nodes);
        for (String node : nodes) {
            NodePoll unit = units.get(node);
            if (unit == null) {
                NodePoll fresh = nodePoll(node, present.units());
                units.put(node, fresh);
                present.add(fresh, setup.first(present.units()));
            } else if (nowOnline.getOrDefault(node, true) && !online.getOrDefault(node, true)) {
                present.hurry(unit, Duration.ZERO);
            }
        }
        online = Map.copyOf(nowOnline);
    }

    private NodePoll nodePoll(String node, int units) {
        TaskWatch.Eyes eyes = setup.eyes();
        TaskWatch watch = new TaskWatch(new NodeTasks(calls, node), eyes, NodeTasks.plan(node, setup.seenUntil()));
        return new NodePoll(
                node,
                calls,
                watch,
                new NodeSlowLook(node, calls, units, setup),
                eyes,
                health,
                surroundings,
                setup.pace(setup.poll()));
    }

    /** The nodes that are polled now, in order. */
    List<String> nodes() {
        synchronized (this) {
            return units.keySet().stream().sorted().toList();
        }
    }

    private final class ClusterUnit implements Polled {
        @Override
        public Next poll() throws InterruptedException {
            return lookAtCluster();
        }

        @Override
        public Next stumbled(RuntimeException error) throws InterruptedException {
            health.problem(
                    "cluster",
                    "an error in allclear itself while looking at the cluster of source " + setup.name() + ": " + error
                            + ". It is tried again; please report it with the journal's text.");
            if (noUnits()) {
                health.hopeless();
            }
            return pace.failed((Duration) null);
        }

        @Override
        public String toString() {
            return "cluster of " + setup.name();
        }
    }

    private final class Around implements NodePoll.Surroundings {
        @Override
        public boolean hidden(String node) {
            synchronized (PveSource.this) {
                return hidden.contains(node) || refused.contains(node);
            }
        }

        @Override
        public void refused(String node, boolean now) {
            synchronized (PveSource.this) {
                if (now ? refused.add(node) : refused.remove(node)) {
                    rightsDue = true;
                    hurry();
                }
            }
        }

        @Override
        public void news() {
            synchronized (PveSource.this) {
                hurry();
            }
        }

        @Override
        public boolean online(String node) {
            synchronized (PveSource.this) {
                return online.getOrDefault(node, true);
            }
        }

        @Override
        public void silent() {
            if (fencing.worthwhile()) {
                hurryFencing();
            }
        }

        @Override
        public boolean alone() {
            synchronized (PveSource.this) {
                return alone;
            }
        }

        private void hurry() {
            PollTimes present = times;
            if (present != null) {
                long left = Math.max(0, APART - (setup.nanos().getAsLong() - lastLook));
                present.hurry(clusterUnit, Duration.ofNanos(left));
            }
        }
    }
}
