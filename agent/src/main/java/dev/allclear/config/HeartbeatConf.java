package dev.allclear.config;

import dev.allclear.verdict.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@code heartbeat:} stanza. Immutable and thread-safe.
 *
 * @param rule what is watched, and how strictly
 * @param url where to push; {@link Secret#NONE} when the files name none: then it is judged and nothing is sent
 * @param method how to push
 * @param msg the template of the text beside the push, see {@link MsgTemplate}; null for the built-in text
 * @param timeout how long one push may take
 * @param disabled whether it is neither judged nor pushed
 * @param down whether a run that is not an all-clear is pushed as {@code down}; otherwise silence is the signal
 * @param remind how often a {@code down} is repeated while it lasts
 */
public record HeartbeatConf(
        Heartbeat rule,
        Secret url,
        Method method,
        @Nullable String msg,
        Duration timeout,
        boolean disabled,
        boolean down,
        Duration remind) {

    /** How often a failure is repeated when the stanza does not say it. */
    public static final Duration DEFAULT_REMIND = Duration.ofHours(1);

    /** The HTTP methods that Uptime Kuma knows for a push. */
    public enum Method {
        GET,
        POST
    }
}
