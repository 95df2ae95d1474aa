package dev.allclear.pipeline;

import dev.allclear.verdict.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat as the pipeline needs it. Immutable.
 *
 * @param rule what it watches and how strictly
 * @param msg template of the push's text
 */
public record HeartbeatRule(Heartbeat rule, String msg) {

    /** With the template of the configuration, or the default one where it has none. */
    public static HeartbeatRule of(Heartbeat rule, @Nullable String msg) {
        return new HeartbeatRule(rule, msg == null ? PushMessage.DEFAULT : msg);
    }
}
