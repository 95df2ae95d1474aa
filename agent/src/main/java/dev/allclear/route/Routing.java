package dev.allclear.route;

import dev.allclear.event.Event;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All matchers and the names of all targets. Immutable and thread-safe. */
public final class Routing {
    private final List<MatcherReading> matchers;
    private final Map<String, Boolean> targets;

    private Routing(List<MatcherReading> matchers, Map<String, Boolean> targets) {
        this.matchers = matchers;
        this.targets = Map.copyOf(targets);
    }

    /**
     * Reads the matchers. One that cannot be used is left out.
     *
     * @param rules in file order
     * @param targets name of every target, and whether it is disabled
     */
    public static Routing of(Collection<MatcherRule> rules, Map<String, Boolean> targets) {
        return new Routing(rules.stream().map(Matcher::read).toList(), targets);
    }

    /** The matchers that are left out, in file order. */
    public List<MatcherReading.Faulty> faulty() {
        return matchers.stream()
                .filter(MatcherReading.Faulty.class::isInstance)
                .map(MatcherReading.Faulty.class::cast)
                .toList();
    }

    /** The matchers that work, in file order; disabled ones among them. */
    public List<Matcher> usable() {
        return matchers.stream()
                .filter(MatcherReading.Usable.class::isInstance)
                .map(reading -> ((MatcherReading.Usable) reading).matcher())
                .toList();
    }

    /**
     * Finds whom the event reaches.
     *
     * @param zone of the host, for {@code match-calendar}
     */
    public Decision decide(Event event, ZoneId zone) {
        List<Explanation> explanations =
                matchers.stream().map(reading -> explain(reading, event, zone)).toList();
        SortedSet<String> named = new TreeSet<>();
        explanations.stream().filter(Explanation::selects).forEach(selected -> named.addAll(selected.targets()));
        List<String> reached = new ArrayList<>();
        List<String> disabled = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : named) {
            Boolean off = targets.get(name);
            (off == null ? missing : off ? disabled : reached).add(name);
        }
        return new Decision(reached, disabled, missing, explanations);
    }

    private static Explanation explain(MatcherReading reading, Event event, ZoneId zone) {
        if (reading instanceof MatcherReading.Usable usable) {
            return usable.matcher().explain(event, zone);
        }
        MatcherReading.Faulty faulty = (MatcherReading.Faulty) reading;
        String faults = faulty.faults().stream().map(Fault::toString).collect(Collectors.joining("; "));
        return new Explanation(faulty.matcher(), false, "it is left out: " + faults, List.of(), List.of());
    }
}
