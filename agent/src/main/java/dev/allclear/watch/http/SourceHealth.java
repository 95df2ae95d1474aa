package dev.allclear.watch.http;

import dev.allclear.watch.Sighting;
import dev.allclear.watch.Sighting.Sight;
import dev.allclear.watch.SightingSink;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well one source sees: says each problem once, when it begins, when it changes and when it is over, and sums up.
 * Also says when all nodes were looked at for the first time. Thread-safe.
 */
public final class SourceHealth {
    /** So many problems are named in the summary. */
    private static final int NAMED = 2;

    private final SightingSink sink;
    private final SortedMap<String, String> problems = new TreeMap<>();

    /** Each node that there is, and whether it was seen; null until it was looked at. */
    private final Map<String, @Nullable Boolean> nodes = new TreeMap<>();

    private Sighting.@Nullable Health said;
    private boolean expecting;
    private boolean caughtUp;

    public SourceHealth(SightingSink sink) {
        this.sink = sink;
    }

    /** These nodes there are. */
    public synchronized void expect(Collection<String> names) throws InterruptedException {
        expecting = true;
        nodes.keySet().retainAll(names);
        names.forEach(name -> nodes.putIfAbsent(name, null));
        if (!nodes.containsValue(null)) {
            catchUp();
        }
        sumUp();
    }

    /** Nothing is known of any node, so that nothing more can be handed over for now. */
    public synchronized void hopeless() throws InterruptedException {
        expecting = true;
        catchUp();
        sumUp();
    }

    /** Something cannot be seen; {@code problem} is empty when it is seen again. */
    public synchronized void problem(String subject, String problem) throws InterruptedException {
        say(subject, problem);
        sumUp();
    }

    /** All problems whose subject begins so are these now. */
    public synchronized void problems(String prefix, Map<String, String> now) throws InterruptedException {
        SortedSet<String> over = new TreeSet<>(problems.keySet());
        over.removeIf(subject -> !subject.startsWith(prefix) || now.containsKey(subject));
        for (String subject : over) {
            say(subject, "");
        }
        for (Map.Entry<String, String> one : now.entrySet()) {
            say(one.getKey(), one.getValue());
        }
        sumUp();
    }

    /**
     * A node was looked at.
     *
     * @param seen whether its tasks were seen
     * @param subject what a problem with it is called
     * @param problem why it was not seen; empty when it was, or when that was said already
     */
    public synchronized void looked(String node, boolean seen, String subject, String problem)
            throws InterruptedException {
        say(subject, problem);
        if (nodes.containsKey(node)) {
            nodes.put(node, seen);
        }
        if (expecting && !nodes.containsValue(null)) {
            catchUp();
        }
        sumUp();
    }

    private void catchUp() throws InterruptedException {
        if (!caughtUp) {
            caughtUp = true;
            sink.see(new Sighting.CaughtUp());
        }
    }

    private void say(String subject, String problem) throws InterruptedException {
        String before = problem.isEmpty() ? problems.remove(subject) : problems.put(subject, problem);
        if (problem.isEmpty() ? before != null : !problem.equals(before)) {
            sink.see(new Sighting.Blind(subject, problem));
        }
    }

    private void sumUp() throws InterruptedException {
        if (!expecting || nodes.containsValue(null)) {
            return; // The first look is under way.
        }
        int seen = (int) nodes.values().stream().filter(Boolean.TRUE::equals).count();
        Sight sight =
                seen == 0 ? Sight.BLIND : problems.isEmpty() && seen == nodes.size() ? Sight.SEEING : Sight.DEGRADED;
        Sighting.Health now = new Sighting.Health(sight, sight == Sight.SEEING ? "" : why(), seen, nodes.size());
        if (!now.equals(said)) {
            said = now;
            sink.see(now);
        }
    }

    private String why() {
        String named = problems.values().stream().limit(NAMED).collect(Collectors.joining(" "));
        int more = problems.size() - NAMED;
        return more > 0 ? named + " And " + more + (more == 1 ? " problem more." : " problems more.") : named;
    }
}
