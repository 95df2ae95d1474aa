package dev.allclear.pipeline;

import dev.allclear.verdict.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat as the pipeline needs it. Immutable.
 *
 * @param rule what it watches and how strictly
 * @param msg template of the push's text
 * @param remind how often a failure is pushed as {@code down} while it lasts; null when failures stay silent
 */
public record HeartbeatRule(
        Heartbeat rule, String msg, @Nullable Duration remind) {

    /** Silent on failure; with the template of the configuration, or the default one where it has none. */
    public static HeartbeatRule of(Heartbeat rule, @Nullable String msg) {
        return of(rule, msg, null);
    }

    /** With the template of the configuration, or the default one where it has none. */
    public static HeartbeatRule of(Heartbeat rule, @Nullable String msg, @Nullable Duration remind) {
        return new HeartbeatRule(rule, msg == null ? PushMessage.usual(rule.watch()) : msg, remind);
    }

    String name() {
        return rule.name();
    }
}
