package dev.allclear.watch.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking an API. Immutable and thread-safe. */
public sealed interface Reply<T> {

    /** An answer that could be read completely. */
    record Got<T>(T value) implements Reply<T> {}

    /**
     * The token is not known, or may not see this (401, 403).
     *
     * @param reason what the server says, and what to do
     */
    record Denied<T>(int status, String reason) implements Reply<T> {}

    /** What was asked for does not exist (any more): a task whose log is gone, a job that was deleted. */
    record Missing<T>(String reason) implements Reply<T> {}

    /** The node that the question was passed on to does not answer (595 to 599, or its name is not known). */
    record NodeDown<T>(String reason) implements Reply<T> {}

    /**
     * No usable answer: no connection, TLS, a timeout, a status or a body that means nothing.
     *
     * @param reason what happened, in words
     * @param retryAfter how long the server wants to be left alone; null when it does not say
     */
    record Failed<T>(String reason, @Nullable Duration retryAfter) implements Reply<T> {}

    /** Why there is no answer, in words; empty if there is one. */
    default String why() {
        if (this instanceof Denied<T> denied) {
            return denied.reason();
        }
        if (this instanceof Missing<T> missing) {
            return missing.reason();
        }
        if (this instanceof NodeDown<T> down) {
            return down.reason();
        }
        return this instanceof Failed<T> failed ? failed.reason() : "";
    }

    /** The same for another type, if this is no answer. */
    @SuppressWarnings("unchecked")
    default <U> Reply<U> recast() {
        if (this instanceof Got) {
            throw new IllegalStateException("an answer cannot be recast");
        }
        return (Reply<U>) this;
    }
}
