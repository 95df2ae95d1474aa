package dev.allclear.route;

import java.util.List;

/**
 * Why a matcher selects an event, or does not. Immutable and thread-safe.
 *
 * @param matcher its name
 * @param selects whether the event goes to its targets
 * @param because the reason in one sentence, without the matcher's name
 * @param checks every line of the matcher; empty when none was looked at
 * @param targets the matcher's, in file order
 */
public record Explanation(String matcher, boolean selects, String because, List<Check> checks, List<String> targets) {
    public Explanation {
        checks = List.copyOf(checks);
        targets = List.copyOf(targets);
    }
}
