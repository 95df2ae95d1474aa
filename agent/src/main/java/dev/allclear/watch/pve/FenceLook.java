package dev.allclear.watch.pve;

import dev.allclear.event.Event;
import dev.allclear.event.FencingEvents;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.http.Polled;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SlowQuestion;
import dev.allclear.watch.http.SourceSetup;
import dev.allclear.watch.pve.PveCalls.HaNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * Watches whether high availability fences a node: every five minutes, and while it is unsure of a node every half minute,
 * since a fencing is over within two. Not thread-safe, except {@link #worthwhile}.
 */
final class FenceLook implements Polled {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration CLOSE = Duration.ofSeconds(30);
    private static final long CLOSE_FOR = TimeUnit.MINUTES.toNanos(15);
    private static final String FENCE = "fence";

    private final PveCalls calls;
    private final Collection<String> wanted;
    private final SourceSetup setup;
    private final SlowQuestion question;

    /** What is being fenced, and since when its resource manager is silent. */
    private final Map<String, HaNode> fenced = new HashMap<>();

    private volatile boolean cluster;
    private final Set<String> unsure = new HashSet<>();
    private long unsureSince;

    /** @param wanted the nodes to watch; empty for all */
    FenceLook(PveCalls calls, Collection<String> wanted, SourceSetup setup) {
        this.calls = calls;
        this.wanted = wanted;
        this.setup = setup;
        this.question = new SlowQuestion(
                "fencings", "Sys.Audit on / (`pveum acl modify / --roles PVEAuditor`)", INTERVAL, 0, setup);
    }

    /**
     * So many nodes there are: one alone is never fenced.
     *
     * @return whether it is now worthwhile to look, and was not before
     */
    boolean nodes(int count) {
        boolean before = cluster;
        cluster = count > 1;
        return cluster && !before;
    }

    /** Whether a node that does not answer is a reason to look. */
    boolean worthwhile() {
        return cluster;
    }

    @Override
    public Next poll() throws InterruptedException {
        if (!cluster) {
            return new Next(INTERVAL, false);
        }
        if (question.off()) {
            return new Next(question.in(), false);
        }
        Reply<SortedMap<String, HaNode>> reply = calls.haNodes();
        SortedMap<String, HaNode> nodes = question.answer(reply);
        if (nodes == null) {
            return new Next(question.in(), !(reply instanceof Reply.Denied));
        }
        Set<String> now = new HashSet<>();
        for (Map.Entry<String, HaNode> node : nodes.entrySet()) {
            if (wanted.isEmpty() || wanted.contains(node.getKey())) {
                look(node.getKey(), node.getValue());
                String state = node.getValue().state();
                if (state.equals(FENCE) || state.equals("unknown")) {
                    now.add(node.getKey());
                }
            }
        }
        fenced.keySet().retainAll(nodes.keySet());
        return new Next(closely(now) ? CLOSE : question.in(), false);
    }

    private void look(String name, HaNode node) throws InterruptedException {
        Instant now = setup.clock().instant();
        if (node.state().equals(FENCE)) {
            if (fenced.putIfAbsent(name, node) == null) {
                tell(FencingEvents.trying(setup.name(), name, node.lastSign(), now));
            }
            return;
        }
        // The manager leaves this state only when it has the lock of the node, which is when the node is off.
        HaNode before = fenced.remove(name);
        if (before != null && !node.state().equals("gone")) {
            tell(FencingEvents.succeeded(setup.name(), name, before.lastSign(), now));
        }
    }

    private void tell(Event event) throws InterruptedException {
        setup.sink().see(new Sighting.Told(event));
    }

    /** Whether to look again soon, but not for ever: a node may be off for weeks. */
    private boolean closely(Set<String> now) {
        long time = setup.nanos().getAsLong();
        if (!unsure.containsAll(now)) {
            unsureSince = time;
        }
        unsure.clear();
        unsure.addAll(now);
        return !now.isEmpty() && time - unsureSince < CLOSE_FOR;
    }

    @Override
    public Next stumbled(RuntimeException error) {
        return new Next(INTERVAL, true);
    }

    @Override
    public String toString() {
        return "fencing of " + setup.name();
    }
}
