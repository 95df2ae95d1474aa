package dev.allclear.route;

import java.util.List;

/**
 * A {@code matcher:} stanza as it is written; its directives are not read yet. Immutable and thread-safe.
 *
 * @param severities the values of {@code match-severity}, in file order
 * @param fields the values of {@code match-field}, in file order
 * @param calendars the values of {@code match-calendar}, in file order
 * @param any whether one directive that fits is enough ({@code mode any})
 * @param invert whether it selects what does not fit
 * @param targets names, in file order
 * @param disabled whether it selects nothing
 */
public record MatcherRule(
        String name,
        List<String> severities,
        List<String> fields,
        List<String> calendars,
        boolean any,
        boolean invert,
        List<String> targets,
        boolean disabled) {

    public MatcherRule {
        severities = List.copyOf(severities);
        fields = List.copyOf(fields);
        calendars = List.copyOf(calendars);
        targets = List.copyOf(targets);
    }
}
