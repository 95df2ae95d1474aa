package dev.allclear.route;

import java.util.List;

/**
 * Whom an event reaches. Immutable and thread-safe.
 *
 * @param targets those to send to, each once, sorted
 * @param disabled targets that a matcher names and that are switched off, sorted
 * @param missing names that a matcher uses and no target has, sorted
 * @param explanations of every matcher, in file order, those that cannot be used among them
 */
public record Decision(
        List<String> targets, List<String> disabled, List<String> missing, List<Explanation> explanations) {
    public Decision {
        targets = List.copyOf(targets);
        disabled = List.copyOf(disabled);
        missing = List.copyOf(missing);
        explanations = List.copyOf(explanations);
    }
}
