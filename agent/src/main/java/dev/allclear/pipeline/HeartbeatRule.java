package dev.allclear.pipeline;

import dev.allclear.deliver.Push;
import dev.allclear.verdict.Heartbeat;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat as the pipeline needs it. Immutable.
 *
 * @param rule what it watches and how strictly
 * @param msg template of the push's text
 * @param remind how often a failure is pushed as {@code down} while it lasts; null when failures stay silent
 * @param signals those that its dead man's switch knows
 */
public record HeartbeatRule(
        Heartbeat rule, String msg, @Nullable Duration remind, Set<Push.Signal> signals) {

    public HeartbeatRule {
        signals = Set.copyOf(signals);
    }

    /** Silent on failure; with the template of the configuration, or the default one where it has none. */
    public static HeartbeatRule of(Heartbeat rule, @Nullable String msg) {
        return of(rule, msg, null);
    }

    /** With the template of the configuration, or the default one where it has none. */
    public static HeartbeatRule of(Heartbeat rule, @Nullable String msg, @Nullable Duration remind) {
        return new HeartbeatRule(
                rule,
                msg == null ? PushMessage.usual(rule.watch()) : msg,
                remind,
                Set.of(Push.Signal.UP, Push.Signal.DOWN));
    }

    /** The same, for a switch that knows these signals. */
    public HeartbeatRule knowing(Set<Push.Signal> known) {
        return new HeartbeatRule(rule, msg, remind, known);
    }

    boolean knows(Push.Signal signal) {
        return signals.contains(signal);
    }

    String name() {
        return rule.name();
    }
}
