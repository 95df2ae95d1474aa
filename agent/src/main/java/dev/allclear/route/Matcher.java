package dev.allclear.route;

import dev.allclear.event.Event;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Selects events for targets, as Proxmox's matchers do. Immutable and thread-safe.
 *
 * <p>Known differences: a range of weekdays may be written {@code mon-fri} as in the manual, not only {@code mon..fri}; the type
 * {@code verification} of allclear's events, the manual's word, is found by {@code verify} too, the word of Proxmox's events; and
 * what {@link dev.allclear.route.regex.Regex} says.
 */
public final class Matcher {
    private final MatcherRule rule;
    private final List<Directive> directives;

    private Matcher(MatcherRule rule, List<Directive> directives) {
        this.rule = rule;
        this.directives = List.copyOf(directives);
    }

    /** Reads the lines of a stanza; also those of a disabled one, so that enabling it brings no surprise. */
    public static MatcherReading read(MatcherRule rule) {
        List<Directive> directives = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        readAll(SeverityDirective.KEY, rule.severities(), SeverityDirective::read, directives, faults);
        readAll(FieldDirective.KEY, rule.fields(), FieldDirective::read, directives, faults);
        readAll(CalendarDirective.KEY, rule.calendars(), CalendarDirective::read, directives, faults);
        return faults.isEmpty()
                ? new MatcherReading.Usable(new Matcher(rule, directives))
                : new MatcherReading.Faulty(rule.name(), faults);
    }

    private interface Reader {
        Directive read(String text) throws BadDirectiveException;
    }

    private static void readAll(
            String key, List<String> texts, Reader reader, List<Directive> directives, List<Fault> faults) {
        for (String text : texts) {
            try {
                directives.add(reader.read(text));
            } catch (BadDirectiveException bad) {
                faults.add(new Fault(key, text, bad.problem(), bad.advice()));
            }
        }
    }

    /** The stanza it was made from. */
    public MatcherRule rule() {
        return rule;
    }

    /**
     * Whether it selects the event.
     *
     * @param zone of the host, for {@code match-calendar}
     */
    public boolean matches(Event event, ZoneId zone) {
        if (rule.disabled()) {
            return false;
        }
        return directives.isEmpty() || fits(event, zone) != rule.invert();
    }

    /** Combining the kinds of lines by the same mode as the lines of each kind comes to one "all" or "any" over all lines. */
    private boolean fits(Event event, ZoneId zone) {
        return rule.any()
                ? directives.stream().anyMatch(directive -> directive.fits(event, zone))
                : directives.stream().allMatch(directive -> directive.fits(event, zone));
    }

    /** The same with the reasons, for a person. */
    public Explanation explain(Event event, ZoneId zone) {
        List<Check> checks = directives.stream()
                .map(directive -> directive.check(event, zone))
                .toList();
        return new Explanation(rule.name(), matches(event, zone), because(checks), checks, rule.targets());
    }

    private String because(List<Check> checks) {
        if (rule.disabled()) {
            return "it is disabled";
        }
        if (checks.isEmpty()) {
            return "it has no match line, so every event fits"
                    + (rule.invert() ? "; invert-match changes nothing without one" : "");
        }
        boolean any = rule.any();
        boolean fits =
                any ? checks.stream().anyMatch(Check::fits) : checks.stream().allMatch(Check::fits);
        List<Check> deciding =
                checks.stream().filter(check -> check.fits() == fits).toList();
        String reason = deciding.stream().map(Check::toString).collect(Collectors.joining("; "));
        if (any && !fits && checks.size() > 1) {
            reason = "none of its lines fits: " + reason;
        }
        return rule.invert() ? reason + "; invert-match turns this round" : reason;
    }

    @Override
    public String toString() {
        return "matcher " + rule.name() + " " + directives;
    }
}
