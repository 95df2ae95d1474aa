package dev.allclear.route;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Events and stanzas to route. */
final class Events {
    /** A Saturday, 10:00 UTC. */
    static final Instant SATURDAY_AT_TEN = Instant.parse("2026-11-21T10:00:00Z");

    private Events() {}

    static Event event(Severity severity, Map<String, String> fields) {
        return event(severity, fields, SATURDAY_AT_TEN);
    }

    static Event event(Severity severity, Map<String, String> fields, Instant at) {
        return new Event("e", severity, at, new TreeMap<>(fields), "title", List.of());
    }

    static MatcherRule severity(String name, String severities, String... targets) {
        return new MatcherRule(name, List.of(severities), List.of(), List.of(), false, false, List.of(targets), false);
    }

    static MatcherRule field(String... directives) {
        return new MatcherRule("m", List.of(), List.of(directives), List.of(), false, false, List.of("t"), false);
    }

    static MatcherRule calendar(String... directives) {
        return new MatcherRule("m", List.of(), List.of(), List.of(directives), false, false, List.of("t"), false);
    }

    static Matcher usable(MatcherRule rule) {
        if (Matcher.read(rule) instanceof MatcherReading.Usable usable) {
            return usable.matcher();
        }
        throw new AssertionError(Matcher.read(rule));
    }
}
