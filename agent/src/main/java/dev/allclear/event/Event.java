package dev.allclear.event;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody may want to know. Immutable and thread-safe.
 *
 * @param identity derived from what happened, so that seeing it again makes no second event
 * @param severity how bad it is
 * @param at when it happened: the end of the task
 * @param fields what matchers look at, {@code type} among them
 * @param title one line, without a secret
 * @param body what there is to say
 * @param mail a forwarded mail as it came, one character for each byte; null for every other event
 */
public record Event(
        String identity,
        Severity severity,
        Instant at,
        SortedMap<String, String> fields,
        String title,
        List<Block> body,
        @Nullable String mail) {

    /** The field that every event has. */
    public static final String TYPE = "type";

    public Event {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        body = List.copyOf(body);
    }

    /** An event that is no mail. */
    public Event(
            String identity,
            Severity severity,
            Instant at,
            SortedMap<String, String> fields,
            String title,
            List<Block> body) {
        this(identity, severity, at, fields, title, body, null);
    }

    /** What sort of event it is; empty if nobody said it. */
    public String type() {
        return Objects.requireNonNullElse(fields.get(TYPE), "");
    }
}
