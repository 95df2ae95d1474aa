package dev.allclear.config;

import dev.allclear.verdict.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@code heartbeat:} stanza. Immutable and thread-safe.
 *
 * @param rule what is watched, and how strictly
 * @param kind whose push monitor it is
 * @param url where to push; {@link Secret#NONE} when the files name none: then it is judged and nothing is sent
 * @param token what a monitor asks for beside the URL; {@link Secret#NONE} for none
 * @param method how to push
 * @param expectBody RE2 expression that the answer's body must contain; null for any
 * @param msg the template of the text beside the push, see {@link MsgTemplate}; null for the built-in text
 * @param timeout how long one push may take
 * @param disabled whether it is neither judged nor pushed
 * @param down whether a run that is not an all-clear is pushed as {@code down}; otherwise silence is the signal
 * @param remind how often a {@code down} is repeated while it lasts
 */
public record HeartbeatConf(
        Heartbeat rule,
        Kind kind,
        Secret url,
        Secret token,
        Method method,
        @Nullable String expectBody,
        @Nullable String msg,
        Duration timeout,
        boolean disabled,
        boolean down,
        Duration remind) {

    /** Stands for a push URL that the administrator has yet to fill in. Counts as none, so nothing is ever sent to it. */
    public static final String FILL_IN = "FILL-IN";

    /** How often a failure is repeated when the stanza does not say it. */
    public static final Duration DEFAULT_REMIND = Duration.ofHours(1);

    /** The monitors that a push can be made to; the key {@code kind}. */
    public enum Kind {
        /** A push monitor of Uptime Kuma. */
        KUMA,
        /** A check of healthchecks.io, or of a Healthchecks of one's own. */
        HEALTHCHECKS,
        /** An external endpoint of Gatus. */
        GATUS,
        /** A heartbeat of Better Stack. */
        BETTERSTACK,
        /** A monitor of Cronitor. */
        CRONITOR,
        /** Any URL that is asked for after a success. */
        GENERIC
    }

    /** The HTTP methods for a push. Uptime Kuma 1.x knows only the first. */
    public enum Method {
        GET,
        POST,
        /** Only for {@link Kind#GENERIC}. */
        PUT
    }

    /** A push monitor of Uptime Kuma. */
    public HeartbeatConf(
            Heartbeat rule,
            Secret url,
            Method method,
            @Nullable String msg,
            Duration timeout,
            boolean disabled,
            boolean down,
            Duration remind) {
        this(rule, Kind.KUMA, url, Secret.NONE, method, null, msg, timeout, disabled, down, remind);
    }
}
